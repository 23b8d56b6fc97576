import { describe, expect, test } from "vitest";
import { withOldNames } from "../../stacks/aliases";

const renames = [
  { type: "aws:sqs/queue:Queue", from: "orders", to: "inventory" },
  { type: "aws:sqs/queue:Queue", from: "first", to: "inventory" },
];

describe("renames", () => {
  test("every old name becomes an alias, beside those there are", () => {
    const opts = withOldNames(renames, "aws:sqs/queue:Queue", "inventory", {
      aliases: [{ name: "own" }],
      protect: true,
    });
    expect(opts).toEqual({
      aliases: [{ name: "own" }, { name: "orders" }, { name: "first" }],
      protect: true,
    });
  });

  test("another type or name is left alone", () => {
    const opts = { protect: true };
    expect(withOldNames(renames, "aws:sns/topic:Topic", "inventory", opts)).toBe(opts);
    expect(withOldNames(renames, "aws:sqs/queue:Queue", "orders", opts)).toBe(opts);
  });
});
