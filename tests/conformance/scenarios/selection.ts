import type { SimCloud } from "../../automation/engine/support/sim";
import type { Scenario } from "../support/engines";
import { thing } from "../support/names";

/** What every thing of the cloud is found as by the next refresh. */
function resize(cloud: SimCloud): void {
  for (const stored of cloud.things.values()) {
    const size = Number(stored.inputs["size"] ?? 0) + 1;
    stored.inputs = { ...stored.inputs, size };
    stored.outputs = { ...stored.outputs, size };
  }
}

export const selection: readonly Scenario[] = [
  {
    name: "targets: only what is named, with its dependents when asked",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.size }); new Thing("c", { size: 1 });`,
      },
      {
        program: `const a = new Thing("a", { size: 2 }); new Thing("b", { of: a.size }); new Thing("c", { size: 2 }); new Thing("d");`,
        target: [thing("a")],
      },
      { target: [thing("a")], targetDependents: true },
      {
        program: `const d = new Thing("d"); new Thing("e", { of: d.arn });`,
        target: [thing("e")],
      },
      { target: [thing("none")], fails: [] },
      { run: "destroy", target: [thing("a")], fails: [] },
      { run: "destroy", target: [thing("a")], targetDependents: true },
    ],
  },
  {
    name: "excludes: all but what is named, with its dependents when asked",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.size }); new Thing("c", { size: 1 });`,
      },
      {
        program: `const a = new Thing("a", { size: 2 }); new Thing("b", { of: a.size, size: 2 }); new Thing("c", { size: 2 }); new Thing("d");`,
        exclude: [thing("a"), thing("d")],
      },
      {
        program: `const a = new Thing("a", { size: 2 }); new Thing("b", { of: a.size, size: 3 }); new Thing("c", { size: 3 });
          const f = new Thing("f"); new Thing("e", { of: f.arn });`,
        exclude: ["urn:*:dev::*::sim:index:Thing::a", "**::f"],
      },
      { run: "preview", exclude: [thing("a"), thing("f")] },
      { run: "preview", exclude: [thing("a"), thing("f"), thing("none")], excludeDependents: true },
      { exclude: [thing("a"), thing("f")], excludeDependents: true },
      { program: ``, exclude: [thing("b")] },
      { program: `new Thing("c", { size: 1 });`, exclude: [thing("a")], excludeDependents: true },
    ],
  },
  {
    name: "excludes of a refresh and a destroy keep what the excluded needs",
    stages: [
      {
        program: `const g = new Group("g"); const a = new Thing("a", { size: 1 }, { parent: g }); new Thing("b", { size: 1, of: a.arn }); new Thing("c", { size: 1 });`,
      },
      { run: "refresh", exclude: [thing("none")], fails: ["no resource named"] },
      { run: "refresh", exclude: ["**::c"], meanwhile: resize },
      { run: "refresh", exclude: ["**Thing::a"], excludeDependents: true, meanwhile: resize },
      { run: "destroy", previewOnly: true, exclude: ["**::b"] },
      { run: "destroy", exclude: ["**::b"] },
      { run: "destroy", exclude: ["**Thing::a"] },
    ],
  },
  {
    name: "targets of a refresh and a destroy: with dependents, by pattern, and unknown ones",
    stages: [
      {
        program: `const sim = new Sim("sim"); const a = new Thing("a", { size: 1 }, { provider: sim }); new Thing("b", { size: 1, of: a.arn }, { provider: sim });
          const g = new Group("g"); const c = new Thing("c", { size: 1 }, { parent: g }); new Thing("d", { size: 1 }, { parent: c }); new Thing("e");`,
      },
      { run: "refresh", target: [thing("none"), "**::c"], fails: ["no resource named"] },
      { run: "refresh", target: [thing("a")], targetDependents: true, meanwhile: resize },
      { run: "refresh", target: ["**::sim"], targetDependents: true, meanwhile: resize },
      {
        run: "refresh",
        previewOnly: true,
        target: ["urn:pulumi:*::trial::*$*::c", "**::b"],
        meanwhile: resize,
      },
      { run: "refresh", target: ["**::c"], targetDependents: true },
      { replace: [thing("none")], fails: ["could not be found in the stack"] },
      { run: "destroy", target: [thing("e"), thing("none")], fails: ["no resource named"] },
      {
        run: "destroy",
        previewOnly: true,
        target: ["**::a"],
        fails: ["will be destroyed but was not specified in --target list"],
      },
      { run: "destroy", target: ["**::a"], targetDependents: true },
      { run: "destroy", target: ["**::c", "**::d"] },
    ],
  },
];
