import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, expect, test } from "vitest";
import { simulatedAccount, type Account } from "../deployed";

/** A compartment, a key and who may use it, as the owner of a tenancy would make them. */
const GROUND = `
const { Compartment } = require("@pulumi/oci/identity/compartment");
const { Policy } = require("@pulumi/oci/identity/policy");
const { Vault } = require("@pulumi/oci/kms/vault");
const { Key } = require("@pulumi/oci/kms/key");
const { getTenancyOutput } = require("@pulumi/oci/identity/getTenancy");
const pulumi = require("@pulumi/pulumi");
const tenancy = new pulumi.Config("oci").require("tenancyOcid");
const compartmentId = new Compartment("shop", { compartmentId: tenancy, name: "shop", description: "Shop" }).id;
const vault = new Vault("shop", { compartmentId, displayName: "shop", vaultType: "DEFAULT" });
new Policy("keys", { compartmentId, name: "keys", description: "Who uses the keys", statements: [
  "Allow service blockstorage to use keys in compartment shop",
  "Allow any-user to use keys in compartment shop where request.principal.type = 'cluster'",
  "Allow any-user to use key-delegate in compartment shop where request.principal.type = 'nodepool'",
] });
exports.compartmentId = compartmentId;
exports.clusterKeyId = new Key("clusters", {
  compartmentId,
  displayName: "clusters",
  managementEndpoint: vault.managementEndpoint,
  keyShape: { algorithm: "AES", length: 32 },
}).id;
`;
const PLACE = {
  "oci:region": { value: "me-dubai-1" },
  "oci:tenancyOcid": { value: "ocid1.tenancy.oc1..aaaaaaaaexampleexample" },
};

interface Made {
  readonly urn: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

let account: Account;
let shop: Stack;
beforeAll(async () => {
  account = simulatedAccount();
  const { outputs } = await (await account.stack("ground/dev", { source: GROUND }, PLACE)).up();
  const value = (name: string) => ({ value: outputs[name]?.value as string });
  shop = await account.stack(
    "shop/dev",
    { module: "components/oke/example.js" },
    { ...PLACE, "shop:compartmentId": value("compartmentId"), "shop:clusterKeyId": value("clusterKeyId") },
  );
});
afterAll(() => {
  account.close();
});

async function made(name: string): Promise<Made> {
  const { deployment } = (await shop.exportStack()) as { deployment: { resources: Made[] } };
  const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${name} is not in the state`);
  return found;
}

test("OP-15 OK-30 the example deploys a cluster with a private endpoint only, and changes nothing the second time", async () => {
  const up = await shop.up();
  expect(up.outputs["endpoint"]?.value).toMatch(/^https:\/\/10\.65\.3\.(\d|1[0-5]):6443$/);
  const cluster = await made("cluster-cluster");
  expect(cluster.outputs["endpoints"]).toMatchObject([{ publicEndpoint: "" }]);

  const again = await shop.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});

test("OP-18 OP-51 three nodes stand in three fault domains", async () => {
  const { outputs } = await made("workers-pool");
  const nodes = outputs["nodes"] as { faultDomain: string }[];
  expect(nodes).toHaveLength(3);
  expect(new Set(nodes.map(({ faultDomain }) => faultDomain)).size).toBe(3);
});

test("OP-19 a later change of the size is left to whoever owns it", async () => {
  await shop.setConfig("shop:nodes", { value: "5" });
  const up = await shop.up();
  expect(Object.keys(up.summary.resourceChanges ?? {})).toEqual(["same"]);
  const { outputs } = await made("workers-pool");
  expect(outputs["nodeConfigDetails"]).toMatchObject({ size: 3 });
});

test("OK-03 a change that would replace the cluster is refused in the preview, by name and with what it has, protected or not", async () => {
  const before = await made("cluster-cluster");
  await shop.setConfig("shop:servicesCidr", { value: "172.23.0.0/16" });
  for (const protect of ["true", "false"]) {
    await shop.setConfig("shop:protect", { value: protect });
    const refused =
      /OkeCluster "cluster".*is not replaced.*servicesCidr is 172\.23\.0\.0\/16; it stays 172\.21\.0\.0\/16/s;
    await expect(shop.preview()).rejects.toThrow(refused);
    await expect(shop.up()).rejects.toThrow(refused);
  }
  expect((await made("cluster-cluster")).outputs).toEqual(before.outputs);
  await shop.removeConfig("shop:servicesCidr");
  await shop.removeConfig("shop:protect");
});

test("it is taken down when protection is off, and not before", async () => {
  await expect(shop.destroy()).rejects.toThrow(/protect/);
  await shop.setConfig("shop:protect", { value: "false" });
  await shop.up();
  await shop.destroy();
  const { deployment } = (await shop.exportStack()) as { deployment: { resources?: unknown[] } };
  expect(deployment.resources ?? []).toEqual([]);
});
