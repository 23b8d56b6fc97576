import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { EventFold, plain } from "../../../automation/deploy/events";
import { NO_COUNTS } from "../../../automation/deploy/report";

const urn = (name: string) => `urn:pulumi:dev-a::p::aws:sqs/queue:Queue::${name}`;

function step(
  kind: "resourcePreEvent" | "resOutputsEvent",
  op: string,
  name: string,
  more: object = {},
): EngineEvent {
  // The CLI gives null where there is no state before or after.
  const metadata = {
    op,
    urn: urn(name),
    type: "aws:sqs/queue:Queue",
    old: null,
    new: null,
    provider: "",
    ...more,
  };
  return { sequence: 0, timestamp: 0, [kind]: { metadata } };
}

function folded(...events: EngineEvent[]): EventFold {
  const fold = new EventFold("a");
  for (const event of events) fold.add(event);
  return fold;
}

describe("the events of a stack", () => {
  it("count each resource once, by what happened to it", () => {
    const fold = folded(
      ...["create", "update", "delete", "same"].flatMap((op) => [
        step("resourcePreEvent", op, op),
        step("resOutputsEvent", op, op),
      ]),
    );
    expect(fold.counts).toEqual({
      ...NO_COUNTS,
      created: 1,
      updated: 1,
      replaced: 0,
      deleted: 1,
      unchanged: 1,
    });
    expect(fold.held).toBe(3);
  });

  it("count an update that may be a replacement apart, with the paths that nobody knows of", () => {
    const fold = folded(
      step("resourcePreEvent", "update", "q", { undecided: ["name"] }),
      step("resOutputsEvent", "update", "q", { undecided: ["name"] }),
    );
    expect(fold.counts).toEqual({ ...NO_COUNTS, undecided: 1 });
    expect(fold.resources).toMatchObject([{ op: "update", undecided: ["name"] }]);
    expect(fold.held).toBe(1);
  });

  it("name what a delete leaves in the cloud once that is over, and nothing that was in none", () => {
    const old = (more: object = {}) => ({
      old: { id: "q-1", custom: true, retainOnDelete: true, inputs: {}, provider: "", ...more },
    });
    const over = (op: string, name: string, more: object) => [
      step("resourcePreEvent", op, name, more),
      step("resOutputsEvent", op, name, more),
    ];
    const fold = folded(
      ...over("delete", "kept", old()),
      ...over("delete", "gone", old({ retainOnDelete: false })),
      ...over("delete", "component", old({ custom: false })),
      ...over("delete", "pet", { ...old(), type: "random:index/randomPet:RandomPet" }),
      ...over("update", "changed", old()),
      ...over("replace", "replaced", { ...old({ id: "q-2" }), keys: ["name"], diffs: ["name"] }),
      ...over("delete-replaced", "replaced", old({ id: "q-2" })),
      step("resourcePreEvent", "delete", "failed", old()),
    );
    expect(
      fold.resources.flatMap(({ name, leaves }) => (leaves === undefined ? [] : [[name, leaves]])),
    ).toEqual([
      ["kept", "q-1"],
      ["replaced", "q-2"],
    ]);
  });

  it("leave out default providers, as the engine's own summary does", () => {
    const provider = {
      urn: "urn:pulumi:dev-a::p::pulumi:providers:aws::default_7_48_0",
      type: "pulumi:providers:aws",
    };
    const explicit = { urn: "urn:pulumi:dev-a::p::pulumi:providers:aws::use1", type: "pulumi:providers:aws" };
    const fold = folded(
      step("resOutputsEvent", "create", "default_7_48_0", provider),
      step("resOutputsEvent", "create", "use1", explicit),
    );
    expect(fold.resources.map(({ name }) => name)).toEqual(["use1"]);
    expect(fold.counts.created).toBe(1);
  });

  it("say where a resource is: its own region, else that of its provider, told or not", () => {
    const provider = (name: string, region: unknown) => ({
      urn: `urn:pulumi:dev-a::p::pulumi:providers:aws::${name}`,
      type: "pulumi:providers:aws",
      new: { inputs: { region }, provider: "" },
    });
    const made = (name: string, inputs: object = {}) => ({
      new: { inputs, provider: `urn:pulumi:dev-a::p::pulumi:providers:aws::${name}::4f1c` },
    });
    const fold = folded(
      step("resOutputsEvent", "same", "default_7_48_0", provider("default_7_48_0", "us-east-1")),
      step("resOutputsEvent", "create", "use1", provider("use1", "eu-west-1")),
      step("resOutputsEvent", "create", "unknown", provider("unknown", undefined)),
      step("resOutputsEvent", "create", "a", made("default_7_48_0")),
      step("resOutputsEvent", "create", "b", made("use1")),
      step("resOutputsEvent", "create", "c", made("use1", { region: "me-south-1" })),
      step("resOutputsEvent", "create", "d", made("unknown")),
    );
    const queues = fold.resources.filter(({ name }) => name.length === 1);
    expect(queues.map(({ name, region }) => [name, region])).toEqual([
      ["a", "us-east-1"],
      ["b", "eu-west-1"],
      ["c", "me-south-1"],
      ["d", undefined],
    ]);
  });

  it("leave out how a stack reads another, which is no resource of anybody's", () => {
    const reference = {
      urn: "urn:pulumi:dev-a::p::pulumi:pulumi:StackReference::base",
      type: "pulumi:pulumi:StackReference",
    };
    const fold = folded(
      step("resOutputsEvent", "create", "queue"),
      ...["read", "read-discard"].map((op) => step("resOutputsEvent", op, "base", reference)),
    );
    expect(fold.resources.map(({ name }) => name)).toEqual(["queue"]);
    expect(fold.held).toBe(1);
  });

  it("take the steps of a replacement for one, in either order", () => {
    for (const order of [
      ["create-replacement", "replace", "delete-replaced"],
      ["delete-replaced", "replace", "create-replacement"],
    ]) {
      const steps = order.flatMap((op) => [
        step("resourcePreEvent", op, "q", {
          keys: ["name"],
          detailedDiff: { name: { diffKind: "update-replace" } },
        }),
        step("resOutputsEvent", op, "q"),
      ]);
      const fold = folded(...steps);
      expect(fold.counts).toEqual({ ...NO_COUNTS, replaced: 1, deleted: 0, unchanged: 0 });
      expect(fold.held).toBe(1);
      expect(fold.resources).toMatchObject([
        { op: "replace", replacing: ["name"], changes: [{ path: "name", kind: "update-replace" }] },
      ]);
    }
  });

  it("do not count what was begun and did not end", () => {
    const fold = folded(step("resourcePreEvent", "create", "q"), step("resourcePreEvent", "delete", "old"));
    expect(fold.counts.created).toBe(0);
    expect([fold.started, fold.finished]).toEqual([2, 0]);
    expect(fold.resources.map(({ op }) => op)).toEqual(["create", "delete"]);
    expect(fold.held).toBe(1);
  });

  it("give each policy finding once, and tell what a preview could not judge", () => {
    const policy = (message: string, enforcementLevel: string) =>
      ({
        policyEvent: {
          policyName: "r",
          policyPackName: "p",
          message,
          enforcementLevel,
          resourceUrn: urn("q"),
        },
      }) as unknown as EngineEvent;
    const fold = folded(
      policy("no", "mandatory"),
      policy("no", "mandatory"),
      policy("hm", "advisory"),
      policy(
        "can't run policy 'r' from policy pack 'p@v1' during preview: string value at .x can't be known",
        "advisory",
      ),
    );
    expect(fold.findings.map(({ level }) => level)).toEqual(["mandatory", "advisory", "undecided"]);
  });

  it("keep errors and warnings without colours", () => {
    const told = (severity: string) =>
      ({
        diagnosticEvent: { message: `<{%fg 1%}>${severity}<{%reset%}>\n`, severity, urn: "" },
      }) as unknown as EngineEvent;
    const fold = folded(told("error"), told("warning"), told("info"));
    expect(fold.errors).toEqual([{ message: "error", urn: "" }]);
    expect(fold.warnings).toEqual(["warning"]);
    expect(plain("\u001b[31mred\u001b[0m")).toBe("red");
  });
});
