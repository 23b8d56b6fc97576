// Deployments that policies stop: the Automation API, the embedded engine, the pack's own analyzer server.
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalWorkspace, type PolicyEvent, type Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embeddedPulumi, type EmbeddedPulumi } from "../../automation/engine";
import { policyConfig } from "../../policy/config";
import { RULES } from "../../policy/rules";
import { AnyCloud } from "./any-cloud";
import { FACTS } from "./facts";
import { CASES } from "./rules/index";
import type { Sample } from "./sample";

const root = path.resolve(__dirname, "../..");
const pack = path.join(root, "policy");
let folder: string;
let config: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "causeway-policy-deployment-"));
  copyFileSync(path.join(__dirname, "fixtures/samples-program.js"), path.join(folder, "index.js"));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: causeway\nruntime: nodejs\n");
  writeFileSync(path.join(folder, "package.json"), '{ "name": "samples", "main": "index.js" }\n');
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  config = path.join(folder, "policy-config.json");
  const over = {
    rule: "cmk-required",
    stack: "dev-*",
    resource: "*",
    reason: "none any more",
    owner: "orders-team",
    expires: "2026-10-31",
  };
  writeFileSync(config, JSON.stringify(policyConfig("prod", { ...FACTS, waivers: [over] })));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Rules whose matter is the program as a whole and not a resource of it. */
const OF_THE_PROGRAM = new Set(["exemption-expiry", "layer-order"]);

/** Rules that go by the provider of a resource, which the program of the samples does not make. */
const OF_THE_PROVIDER = ["adb-standby-provider", "image-in-dr-region", "oke-policy-engine-required"];

interface Outcome {
  readonly error: unknown;
  readonly refusals: readonly PolicyEvent[];
  readonly created: readonly string[];
}

async function stackOf(
  stackName: string,
  samples: readonly Sample[],
  pulumiCommand: EmbeddedPulumi,
): Promise<Stack> {
  const envVars = { PULUMI_CONFIG_PASSPHRASE: "open", SAMPLES: JSON.stringify(samples) };
  return LocalWorkspace.createOrSelectStack({ stackName, workDir: folder }, { pulumiCommand, envVars });
}

async function deploy(
  operation: "preview" | "up",
  stackName: string,
  samples: readonly Sample[],
): Promise<Outcome> {
  const cloud = new AnyCloud();
  const engine = embeddedPulumi({ clouds: cloud, home: path.join(folder, "home") });
  const stack = await stackOf(stackName, samples, engine);
  const refusals: PolicyEvent[] = [];
  const error = await stack[operation]({
    policyPacks: [pack],
    policyPackConfigs: [config],
    onEvent: ({ policyEvent }) => {
      if (policyEvent?.enforcementLevel === "mandatory") refusals.push(policyEvent);
    },
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  await engine.close();
  return { error, refusals, created: cloud.created };
}

function casesOf(rule: string): (typeof CASES)[number] {
  const cases = CASES.find((one) => one.rule === rule);
  if (cases === undefined) throw new Error(`no cases for ${rule}`);
  return cases;
}

describe("a deployment", () => {
  it.each(["no-public-oke", "dlq-required"])("is stopped by %s before the resource exists", async (rule) => {
    const violation = casesOf(rule).violating[0];
    const { error, refusals, created } = await deploy("up", `dev-${rule}`, violation?.resources ?? []);
    expect(String(error)).toContain("mandatory policy");
    const messages = refusals.filter(({ policyName }) => policyName === rule).map(({ message }) => message);
    for (const text of violation?.says ?? []) expect(messages.join("\n")).toContain(text);
    expect(created).toEqual([]);
  });

  it("is stopped by what only the whole stack shows, a dead-letter queue that nobody watches", async () => {
    const violation = casesOf("dlq-required").violating.find(({ title }) => title.includes("without alarm"));
    const { error, refusals } = await deploy("preview", "dev-unwatched", violation?.resources ?? []);
    expect(String(error)).toContain("mandatory policy");
    expect(
      refusals.filter(({ policyName }) => policyName === "dlq-required").map(({ message }) => message),
    ).toEqual([expect.stringContaining("alarm is not set")]);
  });

  it("that complies goes through", async () => {
    const compliant = casesOf("bucket-private").complying.find(({ title }) =>
      title.includes("default access"),
    );
    const samples = (compliant?.resources ?? []).map((sample) => ({
      ...sample,
      type: "oci:Core/publicIp:PublicIp",
    }));
    const { error, created } = await deploy("up", "shop", samples);
    expect(error).toBeUndefined();
    expect(created).toHaveLength(samples.length);
  });

  it("is stopped by every rule that does not only advise", async () => {
    const samples = CASES.flatMap(({ rule, violating }) =>
      (violating[0]?.resources ?? []).map((sample) => ({
        ...sample,
        name: `${rule}-${sample.name ?? "sample"}`,
      })),
    );
    const stacks = new Set(samples.map(({ stack = "dev-sample" }) => stack));
    const refused = new Set<string>();
    for (const stack of stacks) {
      const group = samples.filter((sample) => (sample.stack ?? "dev-sample") === stack);
      const { error, refusals } = await deploy("preview", stack, group);
      expect(String(error)).toContain("mandatory policy");
      for (const { policyName, resourceUrn } of refusals) {
        if (OF_THE_PROGRAM.has(policyName) || resourceUrn?.split("::").at(-1)?.startsWith(policyName))
          refused.add(policyName);
      }
    }
    const advice = CASES.filter(({ advises }) => advises).map(({ rule }) => rule);
    advice.push(...OF_THE_PROVIDER);
    const refusing = RULES.map(({ id }) => id).filter((id) => !advice.includes(id));
    expect([...refused].sort()).toEqual(refusing.sort());
  });
});
