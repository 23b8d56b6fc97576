import { describe, expect, it } from "vitest";
import { checkpointText, makeDeployment, parseCheckpoint } from "../../../automation/engine/checkpoint";
import type { CheckpointFile } from "../../../automation/engine/checkpoint";

/** Every text that differs from the JSON of `value` in that one part of it, at any depth, is something else. */
function* withJunk(value: unknown): Generator<unknown> {
  yield* [null, 7, "text", [], {}, [null], [[]], { "": null }, true];
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const junk of withJunk(part)) {
      yield Array.isArray(value) ? value.with(Number(key), junk) : { ...value, [key]: junk };
    }
  }
}

const resource = (name: string): Record<string, string | string[] | Record<string, string>> => ({
  urn: `urn:pulumi:dev::shop::aws:sqs/queue:Queue::${name}`,
  inputs: { text: 'two\nlines, "resources come here"', empty: "" },
  dependencies: [],
});

const file = (names: readonly string[]): CheckpointFile => ({
  version: 3,
  checkpoint: {
    stack: "organization/shop/dev",
    latest: makeDeployment(
      "v1:salt",
      names.map(resource),
      [{ resource: resource("pending"), type: "creating" }],
      new Date("2026-01-01T00:00:00Z"),
    ),
  },
});

describe("the text of a checkpoint", () => {
  it.each([[[]], [["a"]], [["a", "b", "c"]]])("is what JSON makes of it, with resources %j", (names) => {
    const checkpoint = file(names);
    expect([...checkpointText(checkpoint)].join("")).toBe(`${JSON.stringify(checkpoint, undefined, 2)}\n`);
  });

  it("comes in a piece a resource", () => {
    const names = Array.from({ length: 20 }, (_, index) => `queue-${index}`);
    const pieces = [...checkpointText(file(names))];
    expect(pieces).toHaveLength(22);
  });
});

describe("a checkpoint with junk in any place", () => {
  it("is read or refused in words, never by a trace of this engine", () => {
    const sound = {
      ...file([]).checkpoint.latest,
      resources: [{ ...resource("a"), type: "aws:sqs/queue:Queue" }],
    };
    const checkpoint = { version: 3, checkpoint: { stack: "organization/shop/dev", latest: sound } };
    expect(parseCheckpoint(JSON.stringify(checkpoint), "organization/shop/dev")).toHaveProperty("file");
    const refused = [...withJunk(checkpoint)].map((junk) => {
      const read = parseCheckpoint(JSON.stringify(junk), "organization/shop/dev");
      if ("file" in read) return "";
      expect(read.fault, JSON.stringify(junk)).toMatch(/^[^\n]{10,200}$/);
      return read.fault;
    });
    expect(new Set(refused)).toContain("its resources are no list of objects");
    expect(new Set(refused)).toContain("one of its pending_operations has no resource");
  });
});
