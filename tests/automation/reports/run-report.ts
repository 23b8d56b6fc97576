import type { RunReport, StackReport } from "../../../automation/deploy/report";

const stack = (name: string, own: Partial<StackReport> = {}): StackReport => ({
  name,
  fullName: `dev-${name}`,
  phase: "network",
  needs: [],
  result: "succeeded",
  counts: { created: 2, updated: 0, undecided: 0, replaced: 0, deleted: 0, unchanged: 1 },
  held: 3,
  seconds: 1.25,
  gate: [],
  warnings: [],
  outputs: {},
  resources: [],
  ...own,
});

/** A run of three stacks: one fine, one failed with hostile text in it, one blocked. */
export const RUN: RunReport = {
  schema: "causeway.run/1",
  simulated: true,
  engine: { name: "embedded", version: "3.248.0" },
  verb: "up",
  platform: "causeway",
  environment: "dev",
  run: "r1",
  resumed: false,
  startedAt: "2026-11-25T07:00:00Z",
  seconds: 4.2,
  parallel: 2,
  result: "failed",
  exitCode: 1,
  failures: [],
  stacks: [
    stack("foundation", { outputs: { url: "https://a|b/<x>", ids: { a: 1 } } }),
    stack("aws-network", {
      needs: ["foundation"],
      result: "failed",
      failure: { kind: "failed", message: "subnet <script>alert(1)</script>\nsee `x` | y" },
      gate: [{ check: "paths up", passed: false, evidence: "0 of 2" }],
    }),
    stack("eks", { phase: "clusters", needs: ["aws-network"], result: "blocked", held: 0 }),
  ],
  policy: [
    {
      stack: "eks",
      pack: "causeway",
      rule: "no-public-oke",
      level: "mandatory",
      message: "a *public* endpoint",
    },
  ],
  totals: { created: 4, updated: 0, undecided: 0, replaced: 0, deleted: 0, unchanged: 2, held: 6 },
  state: ".causeway/embedded",
};
