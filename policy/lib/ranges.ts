import type { Resource } from "../rule";
import { inputsOf } from "../tokens";

/** What a range is for: a routed network, a cluster's services, a tunnel or link, or a peer to route to or let in. */
export type Use = "network" | "service" | "link" | "peer";

/** An address range that a resource states. */
export interface StatedRange {
  readonly path: string;
  readonly use: Use;
  /** Reads the range; throws while it is not known. */
  readonly read: () => string | undefined;
  /** Where nothing is said, the service chooses. */
  readonly required?: boolean;
}

/** Every range that a resource states, by type. */
export function plannedRanges(resource: Resource): StatedRange[] {
  return [
    ...networks(resource),
    ...clusters(resource),
    ...links(resource),
    ...routes(resource),
    ...securityRules(resource),
  ];
}

function one(use: Use, path: string, read: () => string | undefined, required = false): StatedRange {
  return { use, path, read, required };
}

function many<T>(
  use: Use,
  path: (index: number) => string,
  items: readonly T[] | undefined,
  read: (item: T) => string | undefined,
): StatedRange[] {
  // Items are read by index and late: one that is not known must not hide the others.
  return Array.from({ length: items?.length ?? 0 }, (_, index) =>
    one(use, path(index), () => {
      const item = items?.[index];
      return item === undefined ? undefined : read(item);
    }),
  );
}

const itself = (text: string) => text;

function networks(resource: Resource): StatedRange[] {
  const vcn = inputsOf(resource, "oci:Core/vcn:Vcn");
  if (vcn !== undefined) {
    return [
      one("network", "cidrBlock", () => vcn.cidrBlock),
      ...many("network", (index) => `cidrBlocks[${index}]`, vcn.cidrBlocks, itself),
    ];
  }
  const single =
    inputsOf(resource, "aws:ec2/vpc:Vpc") ??
    inputsOf(resource, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation") ??
    inputsOf(resource, "aws:ec2/subnet:Subnet") ??
    inputsOf(resource, "oci:Core/subnet:Subnet");
  return single === undefined ? [] : [one("network", "cidrBlock", () => single.cidrBlock)];
}

function clusters(resource: Resource): StatedRange[] {
  const eks = inputsOf(resource, "aws:eks/cluster:Cluster");
  if (eks !== undefined) {
    const path = "kubernetesNetworkConfig.serviceIpv4Cidr";
    return [one("service", path, () => eks.kubernetesNetworkConfig?.serviceIpv4Cidr, true)];
  }
  const oke = inputsOf(resource, "oci:ContainerEngine/cluster:Cluster");
  if (oke === undefined) return [];
  const path = "options.kubernetesNetworkConfig";
  return [
    one("service", `${path}.servicesCidr`, () => oke.options?.kubernetesNetworkConfig?.servicesCidr, true),
    one("service", `${path}.podsCidr`, () => oke.options?.kubernetesNetworkConfig?.podsCidr),
  ];
}

function links(resource: Resource): StatedRange[] {
  const vpn = inputsOf(resource, "aws:ec2/vpnConnection:VpnConnection");
  if (vpn === undefined) return [];
  return [
    one("link", "tunnel1InsideCidr", () => vpn.tunnel1InsideCidr),
    one("link", "tunnel2InsideCidr", () => vpn.tunnel2InsideCidr),
  ];
}

function routes(resource: Resource): StatedRange[] {
  const route =
    inputsOf(resource, "aws:ec2/route:Route") ??
    inputsOf(resource, "aws:ec2transitgateway/route:Route") ??
    inputsOf(resource, "aws:ec2/vpnConnectionRoute:VpnConnectionRoute");
  if (route !== undefined) return [one("peer", "destinationCidrBlock", () => route.destinationCidrBlock)];
  const drgRule = inputsOf(resource, "oci:Core/drgRouteTableRouteRule:DrgRouteTableRouteRule");
  if (drgRule !== undefined) return [one("peer", "destination", () => drgRule.destination)];
  const awsTable =
    inputsOf(resource, "aws:ec2/routeTable:RouteTable") ??
    inputsOf(resource, "aws:ec2/defaultRouteTable:DefaultRouteTable");
  if (awsTable !== undefined)
    return many(
      "peer",
      (index) => `routes[${index}].cidrBlock`,
      awsTable.routes,
      (entry) => entry.cidrBlock,
    );
  const ociTable =
    inputsOf(resource, "oci:Core/routeTable:RouteTable") ??
    inputsOf(resource, "oci:Core/defaultRouteTable:DefaultRouteTable");
  return many(
    "peer",
    (index) => `routeRules[${index}].destination`,
    ociTable?.routeRules,
    (entry) => entry.destination ?? entry.cidrBlock,
  );
}

function securityRules(resource: Resource): StatedRange[] {
  const nsgRule = inputsOf(
    resource,
    "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
  );
  if (nsgRule !== undefined) {
    // Another group or a service is no range, and its id is not known in a preview.
    const { sourceType = "CIDR_BLOCK", destinationType = "CIDR_BLOCK" } = nsgRule;
    return [
      ...(sourceType === "CIDR_BLOCK" ? [one("peer", "source", () => nsgRule.source)] : []),
      ...(destinationType === "CIDR_BLOCK" ? [one("peer", "destination", () => nsgRule.destination)] : []),
    ];
  }
  const list =
    inputsOf(resource, "oci:Core/securityList:SecurityList") ??
    inputsOf(resource, "oci:Core/defaultSecurityList:DefaultSecurityList");
  if (list !== undefined) {
    return [
      ...many(
        "peer",
        (i) => `ingressSecurityRules[${i}].source`,
        list.ingressSecurityRules,
        (rule) => rule.source,
      ),
      ...many(
        "peer",
        (i) => `egressSecurityRules[${i}].destination`,
        list.egressSecurityRules,
        (rule) => rule.destination,
      ),
    ];
  }
  const ingress = inputsOf(resource, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
  if (ingress !== undefined) return [one("peer", "cidrIpv4", () => ingress.cidrIpv4)];
  const rule = inputsOf(resource, "aws:ec2/securityGroupRule:SecurityGroupRule");
  if (rule !== undefined) return many("peer", (index) => `cidrBlocks[${index}]`, rule.cidrBlocks, itself);
  const group =
    inputsOf(resource, "aws:ec2/securityGroup:SecurityGroup") ??
    inputsOf(resource, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
  return (["ingress", "egress"] as const).flatMap((side) =>
    Array.from({ length: group?.[side]?.length ?? 0 }, (_, at) =>
      many("peer", (index) => `${side}[${at}].cidrBlocks[${index}]`, group?.[side]?.[at]?.cidrBlocks, itself),
    ).flat(),
  );
}
