import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { RULES } from "../../policy/rules";
import { dev, prod, staging } from "../../stacks/environments";
import { platform } from "../../stacks/reference";

const config = { "causeway:org": "acme", "causeway:awsAccountId": "222222222222" };

describe("the reference platform's use of the pack", () => {
  it.each([dev, staging, prod])("names the pack's folder and configures every rule in $name", async (env) => {
    const [use] = await platform.policies(env, config);
    expect(existsSync(path.join(use?.path ?? "", "PulumiPolicy.yaml"))).toBe(true);
    expect(Object.keys(use?.config ?? {})).toEqual(RULES.map(({ id }) => id));
  });

  it("tells every rule what it needs, so that none is silent", async () => {
    const [use] = await platform.policies(prod, config);
    for (const { id, needs } of RULES) {
      expect(use?.config?.[id], id).toMatchObject(
        Object.fromEntries(needs.map((fact) => [fact, expect.anything() as unknown])),
      );
    }
  });

  it("tells the plan of all environments, and the owner's names of this one", async () => {
    const [use] = await platform.policies(staging, config);
    const links = (block: string, site: number, tunnels: string[], account: string[]) => ({
      block,
      networks: [site, site + 1, site + 2].map((octet) => `10.${octet}.0.0/16`),
      serviceRanges: ["172.20.0.0/16", "172.21.0.0/16", "172.22.0.0/16"],
      linkRanges: tunnels,
      accounts: account,
      publicEntry: false,
    });
    expect(use?.config?.["env-no-cross-route"]).toMatchObject({
      org: "acme",
      environments: {
        dev: { class: "dev", ...links("10.64.0.0/14", 64, ["169.254.32.0/24"], []) },
        staging: {
          class: "staging",
          ...links("10.68.0.0/14", 68, ["169.254.33.0/24", "10.95.255.64/26"], ["222222222222"]),
        },
        prod: { class: "prod", ...links("10.72.0.0/14", 72, ["169.254.34.0/24", "10.95.255.0/26"], []) },
      },
    });
    expect(use?.config?.["region-from-config"]).toMatchObject({
      regions: ["us-east-1", "me-dubai-1", "me-jeddah-1"],
    });
    expect(use?.config?.["layer-order"]).toMatchObject({
      stacks: { identity: { layer: 1, needs: ["foundation"] } },
    });
  });
});

it("the pack carries the version of the package", () => {
  const root = path.resolve(__dirname, "../..");
  const version = (file: string) =>
    (JSON.parse(readFileSync(path.join(root, file), "utf8")) as { version: string }).version;
  expect(version("policy/package.json")).toBe(version("package.json"));
});
