import { afterAll, beforeAll, expect, test } from "vitest";
import { TENANCY, TENANCY_SETUP, simulatedAccount, type Account } from "../deployed";

const DATA = `
${TENANCY_SETUP}
const { Key } = require("@pulumi/oci/kms/key");
const { Vault } = require("@pulumi/oci/kms/vault");
const { Bucket } = require("@pulumi/oci/objectstorage/bucket");
const { getNamespaceOutput } = require("@pulumi/oci/objectstorage/getNamespace");
const { Provider } = require("@pulumi/oci/provider");
const standby = { provider: new Provider("standby", { region: "me-jeddah-1", tenancyOcid: tenancy }) };
const vault = new Vault("standby", { compartmentId, displayName: "standby", vaultType: "DEFAULT" }, standby);
const keyShape = { algorithm: "AES", length: 32 };
exports.standbyKeyId = new Key("standby", { compartmentId, displayName: "standby", keyShape, managementEndpoint: vault.managementEndpoint }, standby).id;
exports.namespace = getNamespaceOutput({ compartmentId: tenancy }).namespace;
exports.bucket = new Bucket("pictures", { compartmentId, namespace: exports.namespace, name: "pictures", versioning: "Enabled" }).name;
`;

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("the example deploys, changes nothing the second time, and keeps its replica", async () => {
  const region = { "oci:region": { value: "me-dubai-1" }, "oci:tenancyOcid": { value: TENANCY } };
  const { outputs } = await (await account.stack("data/dev", { source: DATA }, region)).up();
  const config = ["compartmentId", "standbyKeyId", "namespace", "bucket"].map((name) => [
    `shop:${name}`,
    { value: outputs[name]?.value as string },
  ]);
  const shop = await account.stack(
    "shop/dev",
    { module: "components/recovery/example.js" },
    { ...region, ...(Object.fromEntries(config) as Record<string, { value: string }>) },
  );

  const first = await shop.up();
  expect(first.outputs["replica"]?.value).toBe("acme-dev-jed-recovery-pictures");
  expect(first.outputs["steeringPolicyId"]?.value).toContain("ocid1.");

  const second = await shop.up();
  expect(Object.keys(second.summary.resourceChanges ?? {})).toEqual(["same"]);

  await expect(shop.destroy()).rejects.toThrow(/pictures-replica.*protect|protect.*pictures-replica/s);
}, 240_000);
