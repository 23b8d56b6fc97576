import { fewerFrames, maskedCheck } from "../differences";
import type { Scenario } from "../support/engines";

export const failures: readonly Scenario[] = [
  {
    name: "every failed check is reported, and nothing is created",
    differs: [maskedCheck],
    stages: [{ program: `new Thing("a", { bad: 1, worse: pulumi.secret(2) });`, fails: [] }],
  },
  {
    name: "a failed create stops what has not started",
    stages: [
      {
        program: `const a = new Thing("a"); const b = new Thing("b", { fail: "create" }, { dependsOn: [a] }); new Thing("c", {}, { dependsOn: [b] }); exports.a = a.arn;`,
        fails: [],
      },
      {
        program: `const a = new Thing("a"); const b = new Thing("b", {}, { dependsOn: [a] }); new Thing("c", {}, { dependsOn: [b] }); exports.a = a.arn;`,
      },
    ],
  },
  {
    name: "failed updates and deletes leave the state as it is",
    stages: [
      // b first: how much of the unrelated is done before a failure ends a program, no two runs agree on.
      {
        program: `const b = new Thing("b", { fail: "delete" }); new Thing("a", { size: 1 }, { dependsOn: [b] });`,
      },
      {
        program: `const b = new Thing("b", { fail: "delete" }); new Thing("a", { size: 2, fail: "update" }, { dependsOn: [b] });`,
        fails: [],
      },
      { program: `new Thing("a", { size: 1 });`, fails: [] },
    ],
  },
  {
    name: "a create that failed half-way is recorded, and tried again as an update",
    stages: [
      { program: `new Thing("a", { partial: "create" });`, fails: [] },
      { program: `new Thing("a", { partial: "none" });` },
      { program: `new Thing("a", { partial: "update" });`, fails: [] },
      { program: `new Thing("a", { partial: "update", then: 1 });`, fails: [] },
      { program: `new Thing("a", {});` },
    ],
  },
  {
    name: "a program that throws loses nothing and deletes nothing",
    differs: [fewerFrames],
    stages: [
      { program: `new Thing("a"); new Thing("b"); exports.x = 1; exports.y = 2;` },
      { program: `new Thing("a"); exports.x = 3; throw new Error("on purpose");`, fails: [] },
      {
        program: `exports.x = 4; new Thing("a").arn.apply(() => { throw new Error("later"); });`,
        fails: [],
      },
      { program: `new Thing("a"); process.exit(7);`, fails: [] },
    ],
  },
  {
    name: "a program that fails before its first resource leaves the state as it is",
    differs: [fewerFrames],
    stages: [
      { program: `new Thing("a");` },
      { program: `throw new Error("early");`, fails: ["early"] },
      { program: `const = 1;`, fails: ["SyntaxError"] },
      {
        program: `new Thing("a"); Promise.reject(new Error("nobody caught it"));`,
        fails: ["nobody caught it"],
      },
      { program: `require("./not-there");`, fails: ["not-there"] },
    ],
  },
  {
    name: "a project without its program is refused",
    differs: [fewerFrames],
    stages: [{ without: ["index.js"], fails: [] }],
  },
];
