import { readFileSync } from "node:fs";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TENANCY, TENANCY_SETUP, simulatedAccount, stateOf, type Account } from "../deployed";

/** A cluster in short form. */
const GROUND = `${TENANCY_SETUP}
const pulumi = require("@pulumi/pulumi");
const { Vcn } = require("@pulumi/oci/core/vcn");
const { Subnet } = require("@pulumi/oci/core/subnet");
const { NetworkSecurityGroup } = require("@pulumi/oci/core/networkSecurityGroup");
const { Cluster } = require("@pulumi/oci/containerengine/cluster");
const vcnId = new Vcn("network", { compartmentId, cidrBlocks: ["10.65.0.0/16"], dnsLabel: "shop" }).id;
const subnet = (dnsLabel, cidrBlock) =>
  new Subnet(dnsLabel, { compartmentId, vcnId, cidrBlock, dnsLabel, prohibitPublicIpOnVnic: true }).id;
const balancerSubnetId = subnet("balancers", "10.65.1.0/24");
const cluster = new Cluster("cluster", {
  compartmentId, vcnId, kubernetesVersion: "v1.36.1", name: "cluster", type: "ENHANCED_CLUSTER",
  endpointConfig: { isPublicIpEnabled: false, subnetId: subnet("api", "10.65.3.0/28") },
  clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
  options: { serviceLbSubnetIds: [balancerSubnetId], kubernetesNetworkConfig: { servicesCidr: "172.21.0.0/16", podsCidr: "10.244.0.0/16" } },
});
exports.balancerSubnetId = balancerSubnetId;
exports.balancerGroupId = new NetworkSecurityGroup("balancers", { compartmentId, vcnId }).id;
exports.kubeconfig = cluster.endpoints.apply(([e]) => JSON.stringify({
  apiVersion: "v1", kind: "Config", "current-context": "c",
  clusters: [{ name: "c", cluster: { server: "https://" + e.privateEndpoint } }],
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  users: [{ name: "u", user: {} }],
}));
`;
const PLACE = {
  "oci:region": { value: "me-dubai-1" },
  "oci:tenancyOcid": { value: TENANCY },
};

let account: Account;
let certificates: Stack;
let ingress: Stack;
let inCluster: Stack;
beforeAll(async () => {
  account = simulatedAccount();
  const { outputs } = await (await account.stack("ground/dev", { source: GROUND }, PLACE)).up();
  const value = (name: string) => ({ value: outputs[name]?.value as string });
  certificates = await account.stack(
    "certificates/dev",
    { module: "components/certificates/example.js" },
    { "certificates:kubeconfig": value("kubeconfig") },
  );
  ingress = await account.stack(
    "ingress/dev",
    { module: "components/ingress/example.js" },
    {
      "ingress:kubeconfig": value("kubeconfig"),
      "ingress:balancerSubnetId": value("balancerSubnetId"),
      "ingress:balancerGroupId": value("balancerGroupId"),
      "ingress:issuerName": { value: "platform-ca" },
    },
  );
  inCluster = await account.stack(
    "oke/dev",
    { module: "components/oke/in-cluster-example.js" },
    {
      "oke:kubeconfig": value("kubeconfig"),
      "oke:balancerSubnetId": value("balancerSubnetId"),
      "oke:balancerGroupId": value("balancerGroupId"),
    },
  );
});
afterAll(() => {
  account.close();
});

describe("the examples, in one cluster", () => {
  test("CO-06 without the definitions of an operator its kinds are refused, whatever else is there", async () => {
    await expect(ingress.up()).rejects.toThrow(
      /no matches for kind "Certificate" in version "cert-manager.io\/v1"/,
    );
  });

  test("OK-38, OK-47 the certificates' deploys, changes nothing the second time, and has no key in clear", async () => {
    const { outputs } = await certificates.up();
    expect(outputs["issuerName"]?.value).toBe("platform-ca");
    expect(outputs["ids"]?.value).toEqual({
      orders: "spiffe://dev.acme/ns/shop/sa/orders",
      payments: "spiffe://dev.acme/ns/shop/sa/payments",
    });
    expect(readFileSync(account.stateFile("certificates/dev"), "utf8")).not.toMatch(
      /PRIVATE KEY|UFJJVkFURSBLRV/,
    );
    const again = await certificates.up();
    expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
  });

  test("OP-26 the ingress's deploys, and changes nothing the second time", async () => {
    const { outputs } = await ingress.up();
    expect(outputs["url"]?.value).toBe("https://payments.example.com/");
    const again = await ingress.up();
    expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
    const state = await stateOf(ingress);
    expect(state.get("gateway-class")?.outputs?.["spec"]).toMatchObject({
      controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
    });
  });

  test("OK-29 what OKE makes of a Service has a private address of the balancers' subnet, and a change of mode is no change of it", async () => {
    const { outputs } = await inCluster.up();
    expect(outputs["address"]?.value).toMatch(/^10\.65\.1\.\d+$/);
    expect(outputs["proven"]?.value).toMatch(/calico\/node.*@sha256:/);
    const again = await inCluster.up();
    expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);
    await inCluster.setConfig("oke:mode", { value: "public" });
    const preview = await inCluster.preview();
    expect(preview.changeSummary).toMatchObject({ replace: 1 });
    await expect(inCluster.up()).rejects.toThrow(/a public load balancer needs a public subnet/);
    await inCluster.setConfig("oke:mode", { value: "internal" });
    await inCluster.up();
  });
});
