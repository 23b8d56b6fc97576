// Spec 10, acceptance 2: the source's own API as a program, and what the pack of production says of it.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedPulumi } from "../../automation/engine";
import { policyConfig } from "../../policy/config";
import { AnyCloud } from "./any-cloud";
import { FACTS } from "./facts";

const root = path.resolve(__dirname, "../..");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "causeway-source-api-"));
  writeFileSync(path.join(folder, "policy-config.json"), JSON.stringify(policyConfig("prod", FACTS)));
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: causeway\nruntime: nodejs\n");
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the pack says of a program in a preview for production: `resource: rule (level)`, each once. */
async function findings(program: string): Promise<string[]> {
  const main = path.join(__dirname, "fixtures", program);
  writeFileSync(path.join(folder, "index.js"), `require(${JSON.stringify(main)});\n`);
  const pulumiCommand = embeddedPulumi({ clouds: new AnyCloud(), home: path.join(folder, "home") });
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "prod-sample", workDir: folder },
    { pulumiCommand, envVars: { PULUMI_CONFIG_PASSPHRASE: "open" } },
  );
  const found = new Set<string>();
  const outcome = await stack
    .preview({
      policyPacks: [path.join(root, "policy")],
      policyPackConfigs: [path.join(folder, "policy-config.json")],
      onEvent: ({ policyEvent: told }) => {
        if (told === undefined) return;
        found.add(
          `${told.resourceUrn?.split("::").at(-1) ?? ""}: ${told.policyName} (${told.enforcementLevel})`,
        );
      },
    })
    .then(() => "goes through", String)
    .finally(() => pulumiCommand.close());
  const isRefused = [...found].some((one) => one.endsWith("(mandatory)"));
  expect(outcome).toContain(isRefused ? "mandatory policy" : "goes through");
  return [...found].sort();
}

it("GW-20 GW-26 GW-30 GW-31 the source's API is refused for all four at once, and for what else its snippets leave out", async () => {
  expect(await findings("source-api.js")).toEqual([
    "app-gateway: apigw-custom-cert (mandatory)",
    "app-gateway: apigw-nsg-required (mandatory)",
    "app-gateway: name-and-tags (mandatory)",
    "app-gateway: prod-protection (mandatory)",
    "customer-api: apigw-backend-private (mandatory)",
    "customer-api: apigw-https-backend (mandatory)",
    "customer-api: apigw-issuer-audience (mandatory)",
    "customer-api: apigw-logs (mandatory)",
    "customer-api: apigw-rate-limit (mandatory)",
    "customer-api: apigw-route-scope (mandatory)",
    "customer-api: apigw-token-auth-type (advisory)",
    "customer-api: name-and-tags (mandatory)",
  ]);
}, 60_000);

it("GW-19 the same API of typed components passes every rule", async () => {
  expect(await findings("typed-api.js")).toEqual([]);
}, 60_000);
