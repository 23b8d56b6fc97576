import { Bastion } from "@pulumi/oci/bastion/bastion";
import { Subnet } from "@pulumi/oci/core/subnet";
import { Vcn } from "@pulumi/oci/core/vcn";
import { DefaultRouteTable } from "@pulumi/oci/core/defaultRouteTable";
import { getServicesOutput } from "@pulumi/oci/core/getServices";
import { ServiceGateway } from "@pulumi/oci/core/serviceGateway";
import { NetworkSecurityGroup } from "@pulumi/oci/core/networkSecurityGroup";
import { getAvailabilityDomainsOutput } from "@pulumi/oci/identity/getAvailabilityDomains";
import * as pulumi from "@pulumi/pulumi";
import { NodePool, OkeCluster } from "./index";

const config = new pulumi.Config();
const compartmentId = config.require("compartmentId");
const kmsKeyId = config.require("clusterKeyId");
const place = {
  naming: { org: "acme", env: "dev", site: "dxb" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
} as const;

// A network in short form: nodes reach the region's services and nothing else. `oci-platform`'s VirtualNetwork has the rules
// and the routes of a whole one.
const vcnCidr = "10.65.0.0/16";
const vcn = new Vcn("network", { compartmentId, cidrBlocks: [vcnCidr], dnsLabel: "shop" });
const everyService = getServicesOutput({
  filters: [{ name: "name", values: ["All .* Services In Oracle Services Network"], regex: true }],
}).services.apply((found) => found[0] ?? { id: "", cidrBlock: "" });
const gateway = new ServiceGateway("services", {
  compartmentId,
  vcnId: vcn.id,
  services: [{ serviceId: everyService.id }],
});
new DefaultRouteTable("routes", {
  manageDefaultResourceId: vcn.defaultRouteTableId,
  routeRules: [
    {
      destination: everyService.cidrBlock,
      destinationType: "SERVICE_CIDR_BLOCK",
      networkEntityId: gateway.id,
    },
  ],
});
const part = (role: string, cidrBlock: string) => ({
  subnetId: new Subnet(role, {
    compartmentId,
    vcnId: vcn.id,
    cidrBlock,
    dnsLabel: role,
    prohibitPublicIpOnVnic: true,
  }).id,
  nsgIds: [new NetworkSecurityGroup(role, { compartmentId, vcnId: vcn.id, displayName: role }).id] as const,
});
const ranges = {
  vcn: vcnCidr,
  endpoint: "10.65.3.0/28",
  loadBalancers: "10.65.1.0/24",
  workers: "10.65.8.0/22",
  pods: "10.65.32.0/19",
};
const bastion = new Bastion("door", {
  compartmentId,
  bastionType: "STANDARD",
  targetSubnetId: part("bastion", "10.65.3.64/26").subnetId,
  clientCidrBlockAllowLists: ["10.65.7.0/24"],
});

const cluster = new OkeCluster("cluster", {
  ...place,
  compartmentId,
  kmsKeyId,
  vcnId: vcn.id,
  ranges,
  kubernetesVersion: "v1.36.1",
  endpoint: part("api", ranges.endpoint),
  servicesCidr: config.get("servicesCidr") ?? "172.21.0.0/16",
  loadBalancerSubnetIds: [part("balancers", ranges.loadBalancers).subnetId],
  access: { bastionId: bastion.id },
  protect: config.getBoolean("protect") ?? true,
});
const workers = new NodePool("workers", {
  ...place,
  compartmentId,
  kmsKeyId,
  clusterId: cluster.clusterId,
  clusterVersion: "v1.36.1",
  shape: { name: "VM.Standard3.Flex", ocpus: 4, memoryGb: 32 },
  size: { first: config.getNumber("nodes") ?? 3, min: 1, max: 9 },
  nodes: {
    ...part("workers", ranges.workers),
    cidr: ranges.workers,
    availabilityDomains: getAvailabilityDomainsOutput({ compartmentId }).apply((found) =>
      found.availabilityDomains.map(({ name }) => name),
    ),
    faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
  },
  pods: { ...part("pods", ranges.pods), cidr: ranges.pods },
});

export const endpoint = cluster.endpoint;
export const accessPath = cluster.accessPath;
export const nodePoolId = workers.nodePoolId;
