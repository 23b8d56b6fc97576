import type { Scenario } from "../support/engines";

export const continuing: readonly Scenario[] = [
  {
    name: "continue-on-error: a failed create holds up what depends on it, and nothing else",
    stages: [
      {
        program: `const ok = new Thing("ok"); const bad = new Thing("bad", { fail: "create" }, { dependsOn: [ok] });
          const dep = new Thing("dep", { of: bad.arn }); new Thing("far", { of: dep.arn });
          new Thing("after", {}, { dependsOn: [bad] }); new Thing("child", {}, { parent: bad });
          new Thing("free", { of: ok.arn }); exports.ok = ok.arn; exports.bad = bad.arn; exports.far = dep.arn;`,
        continueOnError: true,
        fails: ["create of bad was refused", "update failed"],
        calls: ["create ok", "create bad", "create free"],
      },
      {
        program: `const ok = new Thing("ok"); const bad = new Thing("bad", {}, { dependsOn: [ok] });
          const dep = new Thing("dep", { of: bad.arn }); exports.ok = ok.arn; exports.bad = bad.arn; exports.far = dep.arn;`,
        continueOnError: true,
      },
    ],
  },
  {
    name: "continue-on-error: a failed update holds up dependents and keeps what it needs from being deleted",
    stages: [
      {
        program: `const needed = new Thing("needed"); const bad = new Thing("bad", { size: 1 }, { dependsOn: [needed] });
          new Thing("dep", { of: bad.size }); new Thing("free", { size: 1 }); new Thing("gone"); exports.size = bad.size; exports.old = 1;`,
      },
      {
        program: `const bad = new Thing("bad", { size: 2, fail: "update" }); new Thing("dep", { of: bad.size });
          new Thing("free", { size: 2 }, { dependsOn: [bad] }); new Thing("new"); exports.size = bad.size;`,
        continueOnError: true,
        fails: ["update of bad was refused"],
      },
      {
        program: `const bad = new Thing("bad", { size: 2 }); new Thing("dep", { of: bad.size });
          new Thing("free", { size: 2 }); new Thing("new"); exports.size = bad.size;`,
        continueOnError: true,
      },
    ],
  },
  {
    name: "continue-on-error: failed replacements, in either order",
    stages: [
      {
        program: `const early = new Thing("early", { dbr: 1 }); new Thing("follows", { dbr: early.arn });
          const late = new Thing("late", { zone: 1 }); new Thing("of-late", { of: late.arn });`,
      },
      {
        program: `const early = new Thing("early", { dbr: 2, fail: "create" }); new Thing("follows", { dbr: early.arn });
          const late = new Thing("late", { zone: 2, fail: "create" }); new Thing("of-late", { of: late.arn });`,
        continueOnError: true,
        fails: ["create of early was refused", "create of late was refused"],
      },
      {
        program: `const early = new Thing("early", { dbr: 2 }); new Thing("follows", { dbr: early.arn });
          const late = new Thing("late", { zone: 2 }); new Thing("of-late", { of: late.arn });`,
      },
    ],
  },
  {
    name: "continue-on-error: a failed delete keeps what it depends on; the rest goes",
    stages: [
      {
        program: `const base = new Thing("base"); const bad = new Thing("bad", { fail: "delete" }, { dependsOn: [base] });
          new Thing("upon", {}, { dependsOn: [bad] }); const other = new Thing("other"); new Thing("last", {}, { dependsOn: [other] });`,
      },
      { run: "destroy", continueOnError: true, fails: ["delete of bad was refused"] },
    ],
  },
  {
    name: "continue-on-error: a create that fails half-way counts as failed",
    stages: [
      {
        program: `const half = new Thing("half", { partial: "create" }); new Thing("dep", { of: half.arn }); new Thing("free");`,
        continueOnError: true,
        fails: ["it did not become ready"],
      },
      {
        program: `const half = new Thing("half", { partial: "update" }); new Thing("dep", { of: half.arn }); new Thing("free");`,
        continueOnError: true,
        fails: ["update failed"],
      },
      { run: "destroy", continueOnError: true },
    ],
  },
];
