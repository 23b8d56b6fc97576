import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulatedAccount, type Account } from "../deployed";

const AWS_PLATFORM = path.resolve(__dirname, "../../../dist/components/aws-platform/index.js");

/** Roles and keys of an account, as the platform makes them. */
const GROUND = `
const { KeySet, PlatformRoles } = require(${JSON.stringify(AWS_PLATFORM)});
const tags = { Environment: "dev", Service: "s", Team: "t", Owner: "o", CostCenter: "c", DataClass: "internal", DrTier: "none", ManagedBy: "pulumi" };
const account = { id: "111111111111", region: "us-east-1" };
const place = { naming: { org: "acme", env: "dev", site: "use1" }, tags, account };
const roles = new PlatformRoles("roles", { ...place, deployerPrincipals: ["arn:aws:iam::111111111111:role/pipeline"] });
const keys = new KeySet("keys", { ...place, protect: false, keys: { clusters: "clusters", logs: "logs" } });
exports.clusterRoleArn = roles.arns["eks-cluster"];
exports.nodeRoleArn = roles.arns["eks-node"];
exports.deployerRoleArn = roles.arns.deployer;
exports.clusterKeyArn = keys.arns.clusters;
exports.logKeyArn = keys.arns.logs;
`;
const REGION = { "aws:region": { value: "us-east-1" } };

interface Made {
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
}

let account: Account;
let shop: Stack;
beforeAll(async () => {
  account = simulatedAccount();
  const { outputs } = await (await account.stack("ground/dev", { source: GROUND }, REGION)).up();
  const config = Object.fromEntries(
    Object.entries(outputs).map(([key, { value }]) => [`shop:${key}`, { value: value as string }]),
  );
  shop = await account.stack(
    "shop/dev",
    { module: "components/gitops/example.js" },
    { ...REGION, ...config },
  );
});
afterAll(() => {
  account.close();
});

async function resources(): Promise<readonly Made[]> {
  const { deployment } = (await shop.exportStack()) as { deployment: { resources?: Made[] } };
  return deployment.resources ?? [];
}
async function made(name: string): Promise<Made> {
  const found = (await resources()).find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${name} is not in the state`);
  return found;
}

describe("the example", () => {
  test("it deploys a cluster and a namespace in it, and changes nothing the second time", async () => {
    const up = await shop.up();
    expect(up.outputs["endpoint"]?.value).toMatch(/^https:\/\/.+\.us-east-1\.eks\.amazonaws\.com$/);
    expect(up.outputs["namespace"]?.value).toBe("development");
    const again = await shop.up();
    expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
  });

  test("GO-53 each part waits for what it needs: logs, cluster, add-ons of nodes, nodes, DNS", async () => {
    const waitsFor = async (name: string, before: string) => {
      const { dependencies = [] } = await made(name);
      expect(dependencies.map((urn) => urn.split("::").at(-1))).toContain(before);
    };
    await waitsFor("cluster-cluster", "cluster-log-group");
    for (const addon of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"])
      await waitsFor("cluster-nodes", `cluster-addon-${addon}`);
    await waitsFor("cluster-addon-coredns", "cluster-nodes");
  });

  test("OP-23 no credential of the cluster is in the state", async () => {
    const { inputs } = await made("kubernetes");
    const config = JSON.parse(inputs["kubeconfig"] as string) as { users: [{ user: object }] };
    expect(Object.keys(config.users[0].user)).toEqual(["exec"]);
  });

  test("a later change of the size is left to whoever owns it", async () => {
    await shop.setConfig("shop:nodes", { value: "5" });
    const up = await shop.up();
    expect(Object.keys(up.summary.resourceChanges ?? {})).toEqual(["same"]);
    expect((await made("cluster-nodes")).inputs["scalingConfig"]).toMatchObject({ desiredSize: 3 });
  });

  test("it is taken down", async () => {
    await shop.destroy();
    expect(await resources()).toEqual([]);
  });
});
