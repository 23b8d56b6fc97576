import type { Scenario } from "../support/engines";
import { thing } from "../support/names";

export const steps: readonly Scenario[] = [
  {
    name: "create, change nothing, update, delete what left the program",
    stages: [
      {
        program: `const a = new Thing("a", { size: 1 }); new Thing("b", { of: a.arn }); exports.arn = a.arn;`,
      },
      {},
      {
        program: `const a = new Thing("a", { size: 2 }); exports.arn = a.arn; exports.size = a.size;`,
      },
      { run: "destroy" },
    ],
  },
  {
    name: "a replacement is created before its original is deleted, and dependents follow",
    stages: [
      { program: `const a = new Thing("a", { zone: 1 }); new Thing("b", { of: a.arn });` },
      {
        run: "preview",
        program: `const a = new Thing("a", { zone: 2 }); new Thing("b", { of: a.arn });`,
      },
      {},
    ],
  },
  {
    name: "delete before replace takes dependents along that the change would replace",
    stages: [
      {
        program: `const a = new Thing("a", { dbr: 1 }); const b = new Thing("b", { zone: a.arn }); new Thing("c", { of: b.arn });`,
      },
      {
        run: "preview",
        program: `const a = new Thing("a", { dbr: 2 }); const b = new Thing("b", { zone: a.arn }); new Thing("c", { of: b.arn });`,
      },
      {},
    ],
  },
  {
    name: "a dependent deleted for a replacement and then dropped from the program is not deleted twice",
    stages: [
      { program: `const a = new Thing("a", { dbr: 1 }); new Thing("b", { zone: a.arn });` },
      { program: `new Thing("a", { dbr: 2 });` },
    ],
  },
  {
    name: "the deleteBeforeReplace option overrules the provider",
    stages: [
      {
        program: `new Thing("a", { zone: 1 }, { deleteBeforeReplace: true }); new Thing("b", { dbr: 1 }, { deleteBeforeReplace: false });`,
      },
      {
        program: `new Thing("a", { zone: 2 }, { deleteBeforeReplace: true }); new Thing("b", { dbr: 2 }, { deleteBeforeReplace: false });`,
      },
    ],
  },
  {
    name: "deletions follow dependencies, parents and providers backwards",
    stages: [
      {
        program: `const sim = new Sim("sim"); const g = new Group("g"); const a = new Thing("a", {}, { parent: g, provider: sim });
          const b = new Thing("b", {}, { dependsOn: [a], provider: sim }); new Thing("c", { of: b.arn }, { provider: sim });`,
      },
      { run: "destroy" },
    ],
  },
  {
    name: "a replacement by request",
    stages: [{ program: `new Thing("a"); new Thing("b");` }, { replace: [thing("a")] }],
  },
  {
    name: "no changes were expected",
    stages: [
      { program: `new Thing("a");` },
      { expectNoChanges: true },
      {
        program: `new Thing("a", { size: 1 });`,
        run: "preview",
        expectNoChanges: true,
        fails: [],
      },
      { expectNoChanges: true, fails: [] },
    ],
  },
];
