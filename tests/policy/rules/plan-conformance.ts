import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const vcn: Sample = { type: "oci:Core/vcn:Vcn", name: "vcn", props: { cidrBlocks: ["10.65.0.0/16"] } };
const vpc: Sample = { type: "aws:ec2/vpc:Vpc", name: "vpc", props: { cidrBlock: "10.64.0.0/16" } };
const subnet: Sample = {
  type: "aws:ec2/subnet:Subnet",
  name: "subnet",
  props: { vpcId: "vpc-1", cidrBlock: "10.64.4.0/24" },
};
const route: Sample = {
  type: "aws:ec2/route:Route",
  name: "route",
  props: { routeTableId: "rtb-1", destinationCidrBlock: "10.65.0.0/16" },
};
const table: Sample = {
  type: "oci:Core/routeTable:RouteTable",
  name: "table",
  props: { routeRules: [{ destination: "0.0.0.0/0" }, { destination: "10.64.0.0/16" }] },
};
const eks: Sample = {
  type: "aws:eks/cluster:Cluster",
  name: "eks",
  props: { kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" } },
};
const oke: Sample = {
  type: "oci:ContainerEngine/cluster:Cluster",
  name: "oke",
  props: { options: { kubernetesNetworkConfig: { servicesCidr: "172.21.0.0/16" } } },
};
const vpn: Sample = {
  type: "aws:ec2/vpnConnection:VpnConnection",
  name: "vpn",
  props: { tunnel1InsideCidr: "169.254.32.0/30", tunnel2InsideCidr: "169.254.32.4/30" },
};
const group: Sample = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "group",
  props: { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.64.32.0/19"] }] },
};
const nsgRule: Sample = {
  type: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
  name: "nsg-rule",
  props: { direction: "INGRESS", protocol: "6", source: "10.65.0.0/24" },
};

export const planConformanceCases: RuleCases = {
  rule: "plan-conformance",
  serves: ["CO-14", "CO-15", "CO-18"],
  violating: [
    {
      title: "a VCN outside the plan",
      resources: [changed(vcn, { cidrBlocks: ["10.65.0.0/16", "10.0.0.0/16"] })],
      says: ['"vcn": cidrBlocks[1] is "10.0.0.0/16"', "10.64.0.0/16, 10.65.0.0/16"],
    },
    {
      title: "a VPC of another environment",
      resources: [changed(vpc, { cidrBlock: "10.72.0.0/16" })],
      says: ['"vpc": cidrBlock is "10.72.0.0/16"', "outside the plan of dev"],
    },
    {
      title: "a network wider than the plan's",
      resources: [changed(vpc, { cidrBlock: "10.64.0.0/15" })],
      says: ['cidrBlock is "10.64.0.0/15"'],
    },
    {
      title: "a subnet outside every network",
      resources: [changed(subnet, { cidrBlock: "10.67.0.0/24" })],
      says: ['"subnet": cidrBlock is "10.67.0.0/24"'],
    },
    {
      title: "a private route out of the plan",
      resources: [changed(route, { destinationCidrBlock: "192.168.0.0/16" })],
      says: ['"route": destinationCidrBlock is "192.168.0.0/16"'],
    },
    {
      title: "a rule of a route table out of the plan",
      resources: [changed(table, { routeRules: [{ destination: UNKNOWN }, { destination: "10.0.0.0/8" }] })],
      says: ['"table": routeRules[1].destination is "10.0.0.0/8"'],
    },
    {
      title: "an allow list out of the plan",
      resources: [changed(group, { ingress: [{ cidrBlocks: ["10.64.0.0/16", "10.0.0.0/8"] }] })],
      says: ['"group": ingress[0].cidrBlocks[1] is "10.0.0.0/8"'],
    },
    {
      title: "an OCI source out of the plan",
      resources: [changed(nsgRule, { source: "172.16.0.0/12" })],
      says: ['"nsg-rule": source is "172.16.0.0/12"'],
    },
    {
      title: "an EKS service range of its own",
      resources: [changed(eks, { kubernetesNetworkConfig: { serviceIpv4Cidr: "10.100.0.0/16" } })],
      says: ['kubernetesNetworkConfig.serviceIpv4Cidr is "10.100.0.0/16"', "172.20.0.0/16"],
    },
    {
      title: "an OKE cluster that takes the default service range",
      resources: [changed(oke, { options: undefined })],
      says: ["options.kubernetesNetworkConfig.servicesCidr is not set"],
    },
    {
      title: "a tunnel of another environment",
      resources: [changed(vpn, { tunnel2InsideCidr: "169.254.34.4/30" })],
      says: ['"vpn": tunnel2InsideCidr is "169.254.34.4/30"', "169.254.32.0/24"],
    },
    {
      title: "two subnets that overlap",
      resources: [subnet, { ...changed(subnet, { cidrBlock: "10.64.4.128/25" }), name: "inner" }],
      says: ['"inner": cidrBlock is "10.64.4.128/25"', "overlaps that of subnet"],
    },
    {
      title: "two networks that overlap",
      resources: [vpc, changed(vcn, { cidrBlocks: ["10.64.0.0/16"] })],
      says: ['"vcn": cidrBlocks[0] is "10.64.0.0/16"', "overlaps that of vpc"],
    },
  ],
  complying: [
    {
      title: "ranges of the plan",
      resources: [vcn, vpc, subnet, route, table, eks, oke, vpn, group, nsgRule],
    },
    {
      title: "a service label of OCI",
      resources: [changed(nsgRule, { source: "all-dxb-services-in-oracle-services-network" })],
    },
    {
      title: "a public range, which is another rule's matter",
      resources: [changed(route, { destinationCidrBlock: "52.94.0.0/22" })],
    },
  ],
  unknown: [
    { title: "a range that is not known", resources: [changed(vpc, { cidrBlock: UNKNOWN })] },
    { title: "a list that is not known", resources: [changed(vcn, { cidrBlocks: UNKNOWN })] },
  ],
  unknownButEnough: [
    {
      title: "a group as the source whose id is not known",
      resources: [changed(nsgRule, { sourceType: "NETWORK_SECURITY_GROUP", source: UNKNOWN })],
    },
  ],
};
