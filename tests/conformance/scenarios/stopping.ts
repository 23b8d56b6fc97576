import { saysItWasStopped } from "../differences";
import type { Scenario } from "../support/engines";

export const stopping: readonly Scenario[] = [
  {
    name: "an interrupted update finishes the step it is at, starts none after it, and goes on later",
    stages: [
      {
        program: `const a = new Thing("a"); const b = new Thing("b", {}, { dependsOn: [a] }); new Thing("c", {}, { dependsOn: [b] });`,
        interruptAt: "create b",
        fails: [],
        calls: ["create a", "create b"],
      },
      { calls: ["create c"] },
    ],
  },
  {
    name: "an interrupted destroy keeps what it has not come to",
    differs: [saysItWasStopped],
    stages: [
      { program: `const a = new Thing("a"); const b = new Thing("b", {}, { dependsOn: [a] });` },
      { run: "destroy", interruptAt: "delete b#b-1", fails: [], calls: ["delete b#b-1"] },
      { run: "destroy", calls: ["delete a#a-1"] },
    ],
  },
];
