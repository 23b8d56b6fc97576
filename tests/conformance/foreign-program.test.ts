import { copyFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LocalWorkspace, type LocalWorkspaceOptions, type PolicyEvent } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { embeddedPulumi } from "../../automation/engine";
import { auditStack, stateOf, type KeptStack } from "../../policy/library";
import { temporaryFolder } from "../automation/engine/support/project";
import { AnyCloud } from "../policy/any-cloud";
import { noPublicOkeCases } from "../policy/rules/no-public-oke";
import type { Sample } from "../policy/sample";
import { cliWorkspace, findCli } from "./support/engines";

const root = path.resolve(__dirname, "../..");
const pack = path.join(root, "policy");
const TIMEOUT = 120_000;

const cli = findCli();
const ENGINES: readonly (readonly [name: string, real: boolean, runs: boolean])[] = [
  ["the embedded engine", false, true],
  [cli === undefined ? "the Pulumi CLI: not run (no CLI)" : `the Pulumi CLI ${cli}`, true, cli !== undefined],
];

/** A plain Pulumi program, which knows nothing of causeway. */
async function programOn(
  real: boolean,
  samples: readonly Sample[],
): Promise<{
  readonly folder: string;
  readonly workspace: LocalWorkspaceOptions;
  readonly close: () => Promise<void> | void;
}> {
  const cloud = new AnyCloud();
  const folder = temporaryFolder("foreign");
  copyFileSync(path.join(__dirname, "../policy/fixtures/samples-program.js"), path.join(folder, "index.js"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(path.join(folder, "package.json"), '{ "name": "shop", "main": "index.js" }\n');
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const given = { SAMPLES: JSON.stringify(samples) };
  if (real) {
    const { workspace, close } = await cliWorkspace(cloud);
    return { folder, workspace: { ...workspace, envVars: { ...workspace.envVars, ...given } }, close };
  }
  const engine = embeddedPulumi({ clouds: cloud, home: temporaryFolder("home") });
  const envVars = { PULUMI_CONFIG_PASSPHRASE: "open", ...given };
  return { folder, workspace: { pulumiCommand: engine, envVars }, close: () => engine.close() };
}

describe.each(ENGINES)("the pack, unmodified, and a plain Pulumi program, on %s", (_name, real, runs) => {
  const publicCluster = noPublicOkeCases.violating[0]?.resources ?? [];

  test.runIf(runs)(
    "refuses it in a preview, and the audit of its export finds the same",
    async () => {
      const { folder, workspace, close } = await programOn(real, publicCluster);
      try {
        const stack = await LocalWorkspace.createOrSelectStack(
          { stackName: "prod", workDir: folder },
          workspace,
        );
        const refusals: PolicyEvent[] = [];
        const onEvent = ({ policyEvent }: { policyEvent?: PolicyEvent }) => {
          if (policyEvent?.enforcementLevel === "mandatory") refusals.push(policyEvent);
        };
        const refused = stack.preview({ policyPacks: [pack], onEvent });
        await expect(refused).rejects.toThrow(/no-public-oke/);
        // Nobody has held it to the pack when it was deployed.
        await stack.up();
        const audit = auditStack(stateOf(await stack.exportStack()) as KeptStack);
        const told = (rule: string, message: string) => `${rule} ${message.trim().split("\n").at(-1) ?? ""}`;
        const mandatory = audit.findings.filter(({ level }) => level === "mandatory");
        expect(mandatory.map(({ rule, message }) => told(rule, message)).toSorted()).toEqual(
          refusals.map(({ policyName, message }) => told(policyName, message)).toSorted(),
        );
        expect(mandatory.length).toBeGreaterThan(2);
      } finally {
        await close();
      }
    },
    TIMEOUT,
  );
});
