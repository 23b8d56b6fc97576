import { Provider } from "@pulumi/oci/provider";
import * as pulumi from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";
import {
  AlarmTopic,
  CompartmentBudget,
  CompartmentTree,
  HostCertificate,
  HttpsLoadBalancer,
  IdentityTree,
  MetricAlarms,
  NetworkLoadBalancer,
  OciKeys,
  PrivateZone,
  SecurityPosture,
  TagNamespace,
  VirtualNetwork,
  tcp,
} from "./index";

const config = new pulumi.Config();
const tenancyId = config.require("tenancyId");
const region = config.require("region");
const tags = {
  Environment: "dev",
  Service: "shop",
  Team: "shop",
  Owner: "shop-team",
  CostCenter: "shop-dev",
  DataClass: "internal",
  DrTier: "none",
  ManagedBy: "pulumi",
} as const;
const everywhere = { naming: { org: "acme", env: "dev", site: "glb" }, tags };
const here = { naming: { org: "acme", env: "dev", site: "dxb" }, tags };
// A tenancy whose home region is the one that is built in; otherwise the first three take a provider of the home region.
const oci = { provider: new Provider("oci", { region, tenancyOcid: tenancyId }) };

// A place for a shop: who may do what in it, a private network with a warehouse beyond, and keys for its data.
const tree = new CompartmentTree("compartments", { ...everywhere, parentId: tenancyId }, oci);
const tagging = new TagNamespace("tagging", { ...everywhere, compartmentId: tree.environmentId }, oci);
// Cloud Guard watches it, and its compartments refuse what would open them up.
const posture = new SecurityPosture(
  "posture",
  {
    ...everywhere,
    tenancyId,
    reportingRegion: region,
    environmentId: tree.environmentId,
    compartmentIds: tree.ids,
    zones: true,
    detectors: {
      configuration: [{ id: "LB_CERTIFICATE_EXPIRING_SOON", isEnabled: true, riskLevel: "HIGH" }],
    },
  },
  { ...oci, dependsOn: tagging },
);
const people = new IdentityTree(
  "people",
  {
    ...everywhere,
    tenancyId,
    environmentId: tree.environmentId,
    compartmentIds: tree.ids,
    regions: [region],
  },
  { ...oci, dependsOn: tagging },
);
const network = new VirtualNetwork(
  "network",
  {
    ...here,
    compartmentId: tree.ids.network,
    cidr: "10.80.0.0/16",
    subnets: {
      "load-balancer-internal": "10.80.1.0/24",
      "api-endpoint": "10.80.3.0/28",
      bastion: "10.80.3.64/26",
      database: "10.80.4.0/24",
      runners: "10.80.7.0/24",
      workers: "10.80.8.0/22",
      pods: "10.80.32.0/19",
    },
    peers: { warehouse: "10.90.0.0/16" },
    allow: [
      { from: "peer:warehouse", to: "database", on: tcp(1522), why: "to book what leaves the shelves" },
    ],
    bastion: { clients: ["10.80.7.0/24"], maxSessionMinutes: 60 },
  },
  { ...oci, dependsOn: tagging },
);
// Names that only the network and the warehouse resolve.
new PrivateZone(
  "names",
  {
    ...here,
    compartmentId: tree.ids.network,
    vcnId: network.vcnId,
    zone: "dxb.dev.internal.acme.example",
    listener: { subnetId: network.subnetId("database"), nsgIds: [network.groupId("database")] },
    // A real one leaves `protect` out, here and below.
    protect: false,
  },
  { ...oci, dependsOn: tagging },
);
const keys = new OciKeys(
  "keys",
  { ...here, compartmentId: tree.ids.security, keys: ["orders"], protect: false },
  { ...oci, dependsOn: tagging },
);
// A name that they trust: signed by a CA of the shop's own.
const caKey = new PrivateKey("ca", { algorithm: "ECDSA", ecdsaCurve: "P384" });
const ca = new SelfSignedCert("ca", {
  privateKeyPem: caKey.privateKeyPem,
  subject: { commonName: "shop CA" },
  isCaCertificate: true,
  allowedUses: ["cert_signing", "digital_signature"],
  validityPeriodHours: 8760,
});
const certificate = new HostCertificate(
  "shop",
  {
    ...here,
    compartmentId: tree.ids.platform,
    hostnames: ["shop.dxb.dev.internal.acme.example"],
    issuer: { certificatePem: ca.certPem, privateKeyPem: caKey.privateKeyPem },
  },
  { providers: [oci.provider], dependsOn: tagging },
);

// What colleagues call: an internal balancer with a firewall, in front of two hosts that speak TLS.
const balancer = new HttpsLoadBalancer(
  "shop",
  {
    ...here,
    compartmentId: tree.ids.platform,
    subnetId: network.subnetId("load-balancer-internal"),
    nsgIds: [network.groupId("load-balancer")],
    exposure: { kind: "internal", firewall: { rateLimit: { requests: 100, seconds: 10 } } },
    certificateId: certificate.certificateId,
    backends: {
      port: 8443,
      tls: { trustedCaIds: [config.require("caBundleId")] },
      hosts: { "node-a": { ipAddress: "10.80.8.11" }, "node-b": { ipAddress: "10.80.8.12" } },
    },
    logs: { logGroupId: network.logGroupId, retentionDays: 30 },
  },
  { ...oci, dependsOn: tagging },
);

// What other programs call, with TLS that ends at the hosts.
new NetworkLoadBalancer(
  "orders",
  {
    ...here,
    compartmentId: tree.ids.platform,
    subnetId: network.subnetId("load-balancer-internal"),
    nsgIds: [network.groupId("load-balancer")],
    port: 443,
    backends: {
      port: 9443,
      health: { kind: "https", path: "/health" },
      hosts: { "node-a": { ipAddress: "10.80.8.11" }, "node-b": { ipAddress: "10.80.8.12" } },
    },
  },
  { ...oci, dependsOn: tagging },
);

// Who is told when it goes wrong, and when it has.
const topic = new AlarmTopic(
  "alarms",
  {
    ...here,
    compartmentId: tree.ids.platform,
    subscribers: { oncall: { protocol: "EMAIL", endpoint: "oncall@example.com" } },
  },
  { ...oci, dependsOn: tagging },
);
new CompartmentBudget(
  "budget",
  {
    ...everywhere,
    tenancyId,
    compartmentId: tree.environmentId,
    monthlyAmount: 200,
    recipients: ["oncall@example.com"],
  },
  { ...oci, dependsOn: tagging },
);
new MetricAlarms(
  "nodes",
  {
    ...here,
    compartmentId: tree.ids.platform,
    topicId: topic.topicId,
    alarms: {
      cpu: {
        namespace: "oci_computeagent",
        query: "CpuUtilization[1m].mean() > 80",
        pendingMinutes: 10,
        severity: "WARNING",
        title: "Nodes are busy",
        body: "Look for the pods that use most; the pool grows by itself up to its greatest size.",
      },
    },
  },
  { ...oci, dependsOn: tagging },
);

export const balancerId = balancer.loadBalancerId;
export const certificatePem = certificate.certificatePem;
export const guardTargetId = posture.targetId;
export const vcnId = network.vcnId;
export const workersSubnetId = network.subnetId("workers");
export const ordersKeyId = keys.keyIds.orders;
export const operatorsGroupId = people.groupIds["node-operators"];
