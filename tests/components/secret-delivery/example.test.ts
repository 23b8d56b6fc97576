import { afterAll, beforeAll, expect, test } from "vitest";
import { TENANCY, TENANCY_SETUP, simulatedAccount, stateOf, type Account } from "../deployed";

/** A cluster in short form. */
const GROUND = `${TENANCY_SETUP}
const pulumi = require("@pulumi/pulumi");
const { Vcn } = require("@pulumi/oci/core/vcn");
const { Subnet } = require("@pulumi/oci/core/subnet");
const { Vault } = require("@pulumi/oci/kms/vault");
const { Cluster } = require("@pulumi/oci/containerengine/cluster");
const vcnId = new Vcn("network", { compartmentId, cidrBlocks: ["10.65.0.0/16"], dnsLabel: "shop" }).id;
const subnetId = new Subnet("api", { compartmentId, vcnId, cidrBlock: "10.65.3.0/28", dnsLabel: "api", prohibitPublicIpOnVnic: true }).id;
const cluster = new Cluster("cluster", {
  compartmentId, vcnId, kubernetesVersion: "v1.36.1", name: "cluster", type: "ENHANCED_CLUSTER",
  endpointConfig: { isPublicIpEnabled: false, subnetId },
  clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
});
exports.vaultId = new Vault("vault", { compartmentId, displayName: "vault", vaultType: "DEFAULT" }).id;
exports.kubeconfig = cluster.endpoints.apply(([e]) => JSON.stringify({
  apiVersion: "v1", kind: "Config", "current-context": "c",
  clusters: [{ name: "c", cluster: { server: "https://" + e.privateEndpoint } }],
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  users: [{ name: "u", user: {} }],
}));
`;

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("OP-36 both ways deploy in a closed cluster, and a second run changes nothing", async () => {
  const ground = await account.stack(
    "ground/dev",
    { source: GROUND },
    { "oci:region": { value: "me-dubai-1" }, "oci:tenancyOcid": { value: TENANCY } },
  );
  const { outputs: made } = await ground.up();
  const shop = await account.stack(
    "shop/dev",
    { module: "components/secret-delivery/example.js" },
    {
      "shop:kubeconfig": { value: made["kubeconfig"]?.value as string },
      "shop:vaultId": { value: made["vaultId"]?.value as string },
    },
  );
  const { outputs } = await shop.up();
  const place = (name: string) => (outputs[name]?.value as { mount: unknown }).mount;
  expect(place("shopVolume")).toEqual(place("bankVolume"));

  const state = await stateOf(shop);
  expect(state.get("shop-secret-db-secret")?.outputs?.["apiVersion"]).toBe("external-secrets.io/v1");
  expect(state.get("bank-class-db-secret")?.outputs?.["apiVersion"]).toBe("secrets-store.csi.x-k8s.io/v1");

  const again = await shop.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
});
