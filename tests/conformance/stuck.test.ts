/** A platform's program that waits for ever: an engine that hears that it ended deletes what it had not come to. */
import path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { failureOf, testProject } from "../automation/engine/support/project";
import { SimCloud } from "../automation/engine/support/sim";
import { cliWorkspace, embeddedWorkspace, findCli } from "./support/engines";

const define = path.resolve(__dirname, "../../dist/stacks/define/index.js");

/** STUCK is what waits for ever. */
const PROGRAM = `
const { defineContract, definePlatform, defineStack, runPlatform, v } = require(${JSON.stringify(define)});
const stuck = (what) => (what === process.env.STUCK ? new Promise(() => {}) : undefined);
const outputs = defineContract({ stack: "base", version: 1, fields: { arn: v.string() } });
const program = async () => {
  const a = new Thing("a", { size: stuck("input") ?? 1 });
  await stuck("program");
  if (process.env.STUCK === undefined) new Thing("b");
  return { arn: stuck("output") ?? a.arn };
};
const base = defineStack({ name: "base", phase: "network", needs: {}, outputs, program });
const platform = definePlatform({ name: "trial", stacks: [base], environments: { dev: { name: "dev" } } });
module.exports = () => runPlatform(platform);
// Others may have work at the end, too: what waits for it does not wait for ever.
const last = new Promise((resolve) => process.once("beforeExit", () => setTimeout(resolve, 10)));
last.then(() => new Thing("last"));
pulumi.output(last).apply(() => new Thing("latest"));
new Thing("lasting", { size: last.then(() => 1) });
`;

const cli = findCli();
const ENGINES: readonly (readonly [name: string, runs: boolean])[] = [
  ["the embedded engine", true],
  [cli === undefined ? "the Pulumi CLI: not run (no CLI)" : `the Pulumi CLI ${cli}`, cli !== undefined],
];

describe.each(ENGINES)("a program that waits for ever, on %s", (name, runs) => {
  test.runIf(runs).each([
    ["program", "its program waits"],
    ["output", "its output arn waits"],
    ["input", "its output arn and a (sim:index:Thing) wait"],
  ])(
    "for its %s fails, says so once and deletes nothing",
    async (stuck, what) => {
      const cloud = new SimCloud();
      const project = testProject(PROGRAM, { cloud });
      const driven = name.includes("CLI")
        ? await cliWorkspace(cloud)
        : { ...embeddedWorkspace(project), close: () => undefined };
      try {
        const stack = await LocalWorkspace.createOrSelectStack(
          { stackName: "dev-base", workDir: project.folder },
          driven.workspace,
        );
        await stack.up();
        expect(cloud.calls.toSorted()).toEqual(
          ["a", "b", "last", "lasting", "latest"].map((thing) => `create ${thing}`),
        );
        stack.workspace.envVars["STUCK"] = stuck;
        const errors: string[] = [];
        const onEvent = ({ diagnosticEvent }: EngineEvent): void => {
          if (diagnosticEvent?.severity === "error") errors.push(diagnosticEvent.message.trim());
        };
        const told = `dev-base did not end: ${what} for a promise that nothing settles`;
        await failureOf(stack.up({ onEvent }));
        expect(errors.map((error) => error.replaceAll(/<\{%.*?%\}>/g, ""))).toEqual([told]);
        expect(cloud.calls).toHaveLength(5);
        expect([...cloud.things.keys()]).toContain("b-1");
      } finally {
        driven.close();
      }
    },
    240_000,
  );
});
