import { describe, expect, it } from "vitest";
import { checkpointText, makeDeployment } from "../../../automation/engine/checkpoint";
import type { CheckpointFile } from "../../../automation/engine/checkpoint";

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
