import type { SimCloud } from "../../automation/engine/support/sim";
import { fewerFrames, keepsImportId } from "../differences";
import type { Scenario } from "../support/engines";

/** Some things are no longer there. */
const loses =
  (...names: readonly string[]) =>
  (cloud: SimCloud): void => {
    for (const id of cloud.things.keys())
      if (names.some((name) => id.startsWith(`${name}-`))) cloud.things.delete(id);
  };

const imported = (options: string): string =>
  `new Thing("a", { label: "l", size: 2, tags: { x: 2, y: 2 } }, { ${options} });`;

export const reading: readonly Scenario[] = [
  {
    name: "reads: an existing resource, one that is not there, and giving one up to take it over",
    stages: [
      { program: `new Thing("a");` },
      {
        program: `new Thing("a"); const b = new Thing("b", {}, { id: "a-1" }); exports.arn = b.arn;`,
      },
      { program: `new Thing("a"); new Thing("b");` },
      { program: `const a = new Thing("a"); new Thing("b", {}, { id: "none", dependsOn: [a] });`, fails: [] },
    ],
  },
  {
    name: "import: what is there is taken over, and changed where the program differs",
    stages: [
      {
        meanwhile: (cloud) =>
          cloud.things.set("x-1", {
            type: "sim:index:Thing",
            inputs: { label: "l", size: 1 },
            outputs: { label: "l", size: 1, arn: "sim:x" },
          }),
        program: `new Thing("a", { label: "l", size: 1 }, { import: "x-1" });`,
      },
      { program: `new Thing("a", { label: "l", size: 1 });` },
      { program: `new Thing("b", { label: "l", size: 1 }, { import: "none" });`, fails: [] },
    ],
  },
  {
    name: "import: inputs of the program's own are an update, which ignoreChanges spares",
    differs: [keepsImportId],
    stages: [
      {
        meanwhile: (cloud) =>
          cloud.things.set("x-1", {
            type: "sim:index:Thing",
            inputs: { label: "l", size: 1, tags: { x: 1 } },
            outputs: { label: "l", size: 1, tags: { x: 1 }, arn: "sim:x" },
          }),
        run: "preview",
        program: imported(`import: "x-1", ignoreChanges: ["size", "tags.x"]`),
      },
      { calls: ["read a#x-1", "update a#x-1"] },
      { calls: [] },
      { program: imported(``), calls: ["update a#x-1"] },
    ],
  },
  {
    name: "refresh: a resource that goes by another id",
    stages: [
      { program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.id });` },
      {
        run: "refresh",
        meanwhile: (cloud) => {
          const a = cloud.things.get("a-1");
          if (a !== undefined) cloud.things.set("a-9", a);
          cloud.moved.set("a-1", "a-9");
        },
      },
      { calls: ["update b#b-1"] },
      {
        program: `const a = new Thing("a", { size: 2 }); new Thing("b", { of: a.id });`,
        calls: ["update a#a-9"],
      },
    ],
  },
  {
    name: "a provider that refuses to check, to compare, to read and to answer",
    differs: [fewerFrames],
    stages: [
      { program: `new Thing("b", { fail: "check" });`, fails: ["check was refused"] },
      { program: `new Thing("b", { size: 1 });` },
      { program: `new Thing("b", { fail: "diff" });`, fails: ["diff was refused"] },
      { program: `new Thing("b", { size: 1, fail: "read" });` },
      { run: "refresh", fails: ["read of b was refused"] },
      {
        program: `new Thing("b", { size: 1, fail: "read" }); exports.x = pulumi.runtime.invokeOutput("sim:index:get", { fail: "invoke" });`,
        fails: ["invoke was refused"],
      },
    ],
  },
  {
    name: "invokes: results, failures, and none in a preview with unknown arguments",
    differs: [fewerFrames],
    stages: [
      {
        program: `exports.plain = pulumi.runtime.invoke("sim:index:get", { x: 1 }); exports.out = pulumi.runtime.invokeOutput("sim:index:get", { x: pulumi.secret(2) });`,
      },
      { program: `exports.bad = pulumi.runtime.invoke("sim:index:get", { bad: 1 });`, fails: [] },
    ],
  },
  {
    name: "stack references: outputs, secret ones, and a stack that is not there",
    before: { other: `exports.plain = { a: [1, "two"] }; exports.hidden = pulumi.secret("shh");` },
    stages: [
      {
        program: `const r = new pulumi.StackReference("organization/trial/other"); exports.plain = r.getOutput("plain"); exports.hidden = r.getOutput("hidden"); new Thing("a", { of: r.requireOutput("hidden") });`,
      },
      {},
      { program: `new pulumi.StackReference("organization/trial/none");`, fails: [] },
    ],
  },
  {
    name: "invoke transforms change arguments",
    stages: [
      {
        program: `pulumi.runtime.registerInvokeTransform((args) => ({ args: { ...args.args, added: 1 }, opts: args.opts }));
          exports.out = pulumi.runtime.invokeOutput("sim:index:get", { x: 1 });`,
      },
    ],
  },
  {
    name: "refresh: what drifted, what vanished, then an update puts it right",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.arn }); new Thing("c");`,
      },
      { run: "refresh" },
      {
        meanwhile: (cloud) => {
          const a = cloud.things.get("a-1");
          if (a !== undefined)
            cloud.things.set("a-1", {
              ...a,
              inputs: { ...a.inputs, size: 5 },
              outputs: { ...a.outputs, size: 5 },
            });
          cloud.things.delete("c-1");
        },
        run: "refresh",
      },
      {},
      {
        meanwhile: (cloud) => void cloud.things.delete("b-1"),
        refreshFirst: true,
      },
    ],
  },
  {
    name: "a refresh that only shows what drifted changes nothing, and may expect no drift",
    stages: [
      { program: `new Thing("a", { size: 1 }); new Thing("b"); new Thing("c", { size: 1 });` },
      { run: "refresh", expectNoChanges: true },
      {
        meanwhile: (cloud) => {
          const a = cloud.things.get("a-1");
          const c = cloud.things.get("c-1");
          const size = { size: 5 };
          if (a === undefined || c === undefined) throw new Error("a and c are there");
          cloud.things.set("a-1", {
            ...a,
            inputs: { ...a.inputs, ...size },
            outputs: { ...a.outputs, ...size },
          });
          // What no input says is no drift.
          cloud.things.set("c-1", { ...c, outputs: { ...c.outputs, ...size } });
          cloud.things.delete("b-1");
        },
        run: "refresh",
        previewOnly: true,
      },
      { run: "refresh", expectNoChanges: true, fails: [] },
      { run: "destroy", previewOnly: true },
    ],
  },
  {
    name: "a refresh that finds parents gone leaves their children without one, until the program says more",
    stages: [
      {
        program: `const g = new Group("g"); const a = new Thing("a", {}, { parent: g }); const b = new Thing("b", {}, { parent: a, dependsOn: [a] });
          const h = new Group("h", { parent: b }); new Thing("c", {}, { parent: h }); new Thing("d", {}, { parent: b, deletedWith: a });`,
      },
      { run: "refresh", meanwhile: loses("a", "b") },
      { refreshFirst: true, meanwhile: loses("c") },
      { run: "refresh", meanwhile: loses("a") },
      { run: "destroy" },
    ],
  },
];
