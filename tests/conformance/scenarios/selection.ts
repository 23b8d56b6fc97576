import type { Scenario } from "../support/engines";
import { thing } from "../support/names";

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
];
