import fs from "node:fs";
import path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { EngineEvent, LocalWorkspaceOptions } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { UNKNOWN_TEXT } from "../../automation/engine/wire";
import { stepsOf, temporaryFolder, testProject } from "../automation/engine/support/project";
import { SimCloud } from "../automation/engine/support/sim";
import { cliWorkspace, findCli } from "./support/engines";

const define = path.resolve(__dirname, "../../dist/stacks/define/index.js");

/** `maker` promises what `reader` needs; nobody needs `apart`. `RAW` is a stack that `reader` reads past its contract; `DROP` a field that
 * `maker` no longer promises. */
const PROGRAM = `
const { defineContract, definePlatform, defineStack, runPlatform, v } = require(${JSON.stringify(define)});
const { LABEL = "a", ZONE = "1", RAW, RAW_LATER, DROP } = process.env;
const text = v.string();
const fields = { arns: v.strictObject({ kept: text, updated: text, replaced: text }), labels: v.array(text), token: text };
const made = defineContract({ stack: "maker", version: 1, secrets: ["token"], fields });
const without = ({ [DROP]: _, ...rest }) => rest;
const maker = defineStack({
  name: "maker", phase: "network", needs: {},
  outputs: defineContract({ stack: "maker", version: 1, secrets: ["token"], fields: without(fields) }),
  program: () => {
    const kept = new Thing("kept");
    const updated = new Thing("updated", { label: LABEL });
    const replaced = new Thing("replaced", { zone: ZONE });
    const vault = new Vault("vault");
    return without({
      arns: { kept: kept.arn, updated: updated.arn, replaced: replaced.arn },
      labels: [updated.label, "plain"],
      token: vault.key,
    });
  },
});
const nothing = (stack) => defineContract({ stack, version: 1, fields: {} });
const apart = defineStack({ name: "apart", phase: "network", needs: {}, outputs: nothing("apart"), program: () => ({}) });
const reader = defineStack({
  name: "reader", phase: "workloads", needs: { maker: made }, outputs: nothing("reader"),
  program: async (_, { maker: { arns, labels, token } }) => {
    if (!(await pulumi.isSecret(token)) || (await pulumi.isSecret(arns))) throw new Error("the token alone is secret");
    const parts = { kept: arns.kept, updated: arns.updated, replaced: arns.replaced, label: labels[0], token };
    for (const [name, of] of Object.entries(parts)) new Thing("of-" + name, { of });
    if (RAW) new pulumi.StackReference("raw", { name: RAW });
    if (RAW_LATER) new pulumi.StackReference("raw", { name: pulumi.output(Promise.resolve(RAW_LATER)) });
    return {};
  },
});
const platform = definePlatform({ name: "trial", stacks: [maker, apart, reader], environments: { dev: { name: "dev" } } });
module.exports = () => runPlatform(platform);
`;

const cli = findCli();
const ENGINES: readonly (readonly [name: string, runs: boolean])[] = [
  ["the embedded engine", true],
  [cli === undefined ? "the Pulumi CLI: not run (no CLI)" : `the Pulumi CLI ${cli}`, cli !== undefined],
];

interface Ran {
  readonly steps: readonly string[];
  /** Inputs of a resource's last step, as the event tells them. */
  inputsOf(name: string): unknown;
  /** What it said where it failed; empty where it did not. */
  readonly errors: string;
}

interface Trial {
  run(verb: "up" | "preview", stack: string, variables?: Readonly<Record<string, string>>): Promise<Ran>;
  close(): void;
}

async function trialOn(real: boolean): Promise<Trial> {
  const cloud = new SimCloud();
  const project = testProject(PROGRAM, { cloud });
  const { workspace, close } = real
    ? await cliWorkspace(cloud)
    : {
        workspace: { pulumiCommand: project.engine, envVars: { PULUMI_CONFIG_PASSPHRASE: "open" } },
        close: () => undefined,
      };
  return {
    run: async (verb, stackName, variables = {}) => {
      const options: LocalWorkspaceOptions = {
        ...workspace,
        envVars: { ...workspace.envVars, ...variables },
      };
      const stack = await LocalWorkspace.createOrSelectStack({ stackName, workDir: project.folder }, options);
      const events: EngineEvent[] = [];
      const onEvent = (event: EngineEvent): void => void events.push(event);
      try {
        await (verb === "up" ? stack.up({ onEvent }) : stack.preview({ onEvent }));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "CommandError") throw error;
      }
      const metadata = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
      return {
        steps: stepsOf(events)
          .filter((step) => step.includes(" of-"))
          .toSorted(),
        inputsOf: (name) => metadata.findLast(({ urn }) => urn.endsWith(`::${name}`))?.new?.inputs,
        errors: events
          .map(({ diagnosticEvent: told }) => (told?.severity === "error" ? told.message : ""))
          .join(""),
      };
    },
    close,
  };
}

describe.each(ENGINES)("planned outputs, on %s", (_name, runs) => {
  const real = _name.includes("CLI");

  test.runIf(runs)(
    "are handed on in a preview alone, part by part, and never a secret",
    async () => {
      const trial = await trialOn(real);
      const folder = temporaryFolder("planned");
      const own = path.join(folder, "maker.json");
      const needs = path.join(folder, "reader.json");
      const told = (): unknown => JSON.parse(fs.readFileSync(own, "utf8"));
      const handOn = (): void =>
        fs.writeFileSync(needs, JSON.stringify({ version: 1, stacks: { maker: told() } }));
      const unknown = { unknown: true };
      const secret = { unknown: true, secret: true };
      try {
        // From nothing: known is what the program itself says.
        await trial.run("preview", "dev-maker", { CAUSEWAY_PLAN_OUT: own });
        expect(told()).toEqual({
          contract: "maker/1",
          outputs: {
            arns: { fields: { kept: unknown, updated: unknown, replaced: unknown } },
            labels: { items: [{ value: "a" }, { value: "plain" }] },
            token: secret,
          },
        });
        handOn();
        const first = await trial.run("preview", "dev-reader", { CAUSEWAY_PLAN_IN: needs });
        expect(first.steps).toEqual(
          ["kept", "label", "replaced", "token", "updated"].map((of) => `create of-${of}`),
        );
        expect(first.inputsOf("of-kept")).toMatchObject({ of: UNKNOWN_TEXT });
        expect(first.inputsOf("of-label")).toMatchObject({ of: "a" });

        // An up neither writes nor reads them.
        fs.rmSync(own);
        fs.writeFileSync(needs, "not even JSON");
        const variables = { CAUSEWAY_PLAN_OUT: own, CAUSEWAY_PLAN_IN: needs };
        expect((await trial.run("up", "dev-maker", variables)).errors).toBe("");
        expect(fs.existsSync(own)).toBe(false);
        expect((await trial.run("up", "dev-reader", variables)).errors).toBe("");

        // What stays is known, what is updated is as far as the provider foretells it, what is replaced is not.
        await trial.run("preview", "dev-maker", { CAUSEWAY_PLAN_OUT: own, LABEL: "b", ZONE: "2" });
        expect(told()).toMatchObject({
          outputs: {
            arns: {
              fields: {
                kept: { value: "sim:kept:kept-1" },
                updated: { value: "sim:updated:updated-1" },
                replaced: unknown,
              },
            },
            labels: { items: [{ value: "b" }, { value: "plain" }] },
            token: secret,
          },
        });
        handOn();
        const rippled = await trial.run("preview", "dev-reader", { CAUSEWAY_PLAN_IN: needs });
        expect(rippled.steps).toEqual([
          "same of-kept",
          "same of-updated",
          "update of-label",
          "update of-replaced",
          "update of-token",
        ]);

        fs.writeFileSync(needs, "not even JSON");
        const refused = await trial.run("preview", "dev-reader", { CAUSEWAY_PLAN_IN: needs });
        expect(refused.errors).toContain(`CAUSEWAY_PLAN_IN is "${needs}"; allowed: a readable JSON file`);
      } finally {
        trial.close();
      }
    },
    240_000,
  );

  test.runIf(runs)(
    "CO-10 are the only way past a boundary: another stack is read by no reference",
    async () => {
      const trial = await trialOn(real);
      try {
        for (const stack of ["dev-maker", "dev-apart"])
          expect((await trial.run("up", stack)).errors).toBe("");
        for (const name of ["dev-maker", "organization/trial/dev-maker"])
          expect((await trial.run("preview", "dev-reader", { RAW: name })).errors).toBe("");
        const others: Record<string, string>[] = [
          { RAW: "dev-apart" },
          { RAW: "organization/other/dev-maker" },
          { RAW_LATER: "organization/trial/dev-apart" },
        ];
        for (const variables of others) {
          const { errors } = await trial.run("preview", "dev-reader", variables);
          expect(errors).toContain("stack references of dev-reader: 1 invalid input");
          expect(errors).toContain(
            `StackReference "raw" is "${Object.values(variables)[0]}"; allowed: one of its needs: dev-maker. To read ` +
              "another, add its contract to the needs of reader in defineStack and take its outputs from there",
          );
        }
      } finally {
        trial.close();
      }
    },
    240_000,
  );

  test.runIf(runs)(
    "CO-10 name producer and consumer when an output field is taken away, with the field",
    async () => {
      const trial = await trialOn(real);
      try {
        expect((await trial.run("up", "dev-maker", { DROP: "labels" })).errors).toBe("");
        const { errors, steps } = await trial.run("up", "dev-reader");
        expect(errors).toContain(
          "what reader needs: 1 invalid input\n  maker.labels is missing; allowed: Array",
        );
        expect(steps).toEqual([]);
      } finally {
        trial.close();
      }
    },
    240_000,
  );
});
