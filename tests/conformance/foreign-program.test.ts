import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
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

const SAMPLES_PROGRAM = "../policy/fixtures/samples-program.js";
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
  program: string,
  samples: readonly Sample[] = [],
): Promise<{
  readonly folder: string;
  readonly workspace: LocalWorkspaceOptions;
  readonly close: () => Promise<void> | void;
}> {
  const cloud = new AnyCloud();
  const folder = temporaryFolder("foreign");
  copyFileSync(path.join(__dirname, program), path.join(folder, "index.js"));
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
      const { folder, workspace, close } = await programOn(real, SAMPLES_PROGRAM, publicCluster);
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

  /** What a preview says of the program of mistakes: `level rule: resource: property`, in order. */
  async function findings(policyPackConfigs: readonly string[]): Promise<string[]> {
    const { folder, workspace, close } = await programOn(real, "fixtures/mistakes.js");
    const found: string[] = [];
    const lines: string[] = [];
    try {
      const stack = await LocalWorkspace.createOrSelectStack(
        { stackName: "prod", workDir: folder },
        workspace,
      );
      const onEvent = ({ policyEvent }: { policyEvent?: PolicyEvent }) => {
        if (policyEvent === undefined) return;
        const { enforcementLevel, policyName, resourceUrn = "", message } = policyEvent;
        const [type = "", name = ""] = resourceUrn.split("::").slice(-2);
        const property = /": (.+?) (?:is|has) /.exec(message)?.[1] ?? message.split("\n")[0];
        if ("line" in policyEvent) lines.push(`${name} ${String(policyEvent.line)}`);
        found.push(`${enforcementLevel} ${policyName}: ${type} ${name}: ${property}`);
      };
      const options = { policyPacks: [pack], policyPackConfigs: [...policyPackConfigs], onEvent };
      await expect(stack.preview(options)).rejects.toThrow(/mandatory/);
    } finally {
      await close();
    }
    // The program names the resource on the line that the embedded engine says; the CLI tells no policy, and no event, of it.
    const program = readFileSync(path.join(__dirname, "fixtures/mistakes.js"), "utf8").split("\n");
    const said = lines.map((text) => /^(\S+) (\S+):(\d+)$/.exec(text) ?? []);
    expect(said.filter(([, name = "", , line]) => !program[Number(line) - 1]?.includes(`"${name}"`))).toEqual(
      [],
    );
    expect(new Set(said.map(([, , file]) => file))).toEqual(new Set(real ? [] : ["index.js"]));
    return found.toSorted();
  }

  test.runIf(runs)(
    "finds each mistake of a program for both clouds and Kubernetes",
    async () => {
      const found = await findings([]);
      await expect(`${found.join("\n")}\n`).toMatchFileSnapshot("expected/mistakes.txt");
    },
    TIMEOUT,
  );

  test.runIf(runs)(
    "is configured by a file: levels, a rule that is off, and a waiver",
    async () => {
      const file = path.join(temporaryFolder("config"), "policy.json");
      const waiver = {
        rule: "bucket-private",
        stack: "prod",
        resource: "oci:ObjectStorage/bucket:Bucket::assets",
        reason: "public files of the shop",
        owner: "shop",
        expires: "2999-12-31",
      };
      const config = {
        "iam-no-broad-grant": "disabled",
        "k8s-workload-hardened": { enforcementLevel: "advisory" },
        "bucket-private": { enforcementLevel: "mandatory", waivers: [waiver] },
      };
      writeFileSync(file, JSON.stringify(config));
      const found = await findings([file]);
      expect(found.filter((text) => text.includes(" iam-no-broad-grant:"))).toEqual([]);
      expect(found.filter((text) => text.startsWith("mandatory k8s-workload-hardened:"))).toEqual([]);
      expect(found).toContain("advisory bucket-private: oci:ObjectStorage/bucket:Bucket assets: accessType");
      expect(found).toContain("mandatory bucket-private: aws:s3/bucket:Bucket uploads: acl");
    },
    TIMEOUT,
  );

  test.runIf(runs)(
    "says which fact of a configuration has the wrong form",
    async () => {
      const { folder, workspace, close } = await programOn(real, SAMPLES_PROGRAM, publicCluster);
      const file = path.join(folder, "policy.json");
      writeFileSync(file, JSON.stringify({ "region-from-config": { regions: "us-east-1" } }));
      try {
        const stack = await LocalWorkspace.createOrSelectStack(
          { stackName: "prod", workDir: folder },
          workspace,
        );
        const wrong = stack.preview({ policyPacks: [pack], policyPackConfigs: [file] });
        await expect(wrong).rejects.toThrow(/region-from-config[\s\S]*regions[\s\S]*(array|type)/i);
      } finally {
        await close();
      }
    },
    TIMEOUT,
  );
});
