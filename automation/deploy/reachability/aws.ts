/** AWS's networks, from resources of `@pulumi/aws`. */
import type { Gateway, Route, RouteTable, Subnet } from "../../../lib/reachability";
import { ec2, nameOf, serviceWord } from "./aws-names";
import { awsAcls, awsGroups } from "./aws-rules";
import { objects, text, texts, type Deployed, type Inventory, type Values } from "./deployed";
import type { Parts } from "./oci";

export function awsParts(inventory: Inventory): Parts {
  return {
    networks: inventory.of(ec2("Vpc")).map((vpc) => ({
      id: vpc.id,
      name: vpc.stack,
      ranges: [
        text(vpc.outputs, "cidrBlock"),
        ...inventory
          .of(ec2("VpcIpv4CidrBlockAssociation"))
          .filter(({ outputs }) => text(outputs, "vpcId") === vpc.id)
          .map(({ outputs }) => text(outputs, "cidrBlock")),
      ].flatMap((range) => inventory.block(range, vpc) ?? []),
    })),
    subnets: inventory.of(ec2("Subnet")).flatMap((subnet) => subnetOf(subnet, inventory)),
    tables: tables(inventory),
    gateways: gateways(inventory),
    filters: awsGroups(inventory),
    acls: awsAcls(inventory),
    services: gatewayEndpoints(inventory).map(({ outputs }) => ({
      name: serviceWord(outputs),
      labels: [text(outputs, "prefixListId"), text(outputs, "serviceName")].flatMap((label) => label ?? []),
    })),
  };
}

const gatewayEndpoints = (inventory: Inventory): readonly Deployed[] =>
  inventory.of(ec2("VpcEndpoint")).filter(({ outputs }) => text(outputs, "vpcEndpointType") === "Gateway");

function subnetOf(subnet: Deployed, inventory: Inventory): Subnet[] {
  const { outputs } = subnet;
  const range = inventory.block(text(outputs, "cidrBlock"), subnet);
  const network = text(outputs, "vpcId");
  if (range === undefined || network === undefined) return [];
  const vpc = inventory.of(ec2("Vpc")).find(({ id }) => id === network)?.outputs ?? {};
  const table =
    inventory
      .of(ec2("RouteTableAssociation"))
      .filter((one) => text(one.outputs, "subnetId") === subnet.id)
      .map((one) => text(one.outputs, "routeTableId"))
      .at(-1) ?? mainTable(inventory, network, vpc);
  const acl = aclOf(inventory, subnet.id, text(vpc, "defaultNetworkAclId"));
  return [{ id: subnet.id, name: nameOf(subnet), network, range, table, lists: [], ...(acl && { acl }) }];
}

function mainTable(inventory: Inventory, vpc: string, outputs: Values): string {
  const associated = inventory
    .of(ec2("MainRouteTableAssociation"))
    .find((one) => text(one.outputs, "vpcId") === vpc);
  return (associated && text(associated.outputs, "routeTableId")) ?? text(outputs, "mainRouteTableId") ?? "";
}

/** A list of its own, or the VPC's where that is managed; as it comes it lets everything through (VPC User Guide, "Default network ACL"). */
function aclOf(inventory: Inventory, subnet: string, fallback: string | undefined): string | undefined {
  const own = inventory
    .of(ec2("NetworkAcl"))
    .find(({ outputs }) => texts(outputs, "subnetIds").includes(subnet));
  const associated = inventory
    .of(ec2("NetworkAclAssociation"))
    .find(({ outputs }) => text(outputs, "subnetId") === subnet);
  const managed = inventory
    .of(ec2("DefaultNetworkAcl"))
    .some(({ outputs, id }) => [id, text(outputs, "defaultNetworkAclId")].includes(fallback ?? ""));
  return (
    own?.id ?? (associated && text(associated.outputs, "networkAclId")) ?? (managed ? fallback : undefined)
  );
}

/** What a route may lead to, each under a key of its own. */
const TARGETS = [
  "gatewayId",
  "natGatewayId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "vpcEndpointId",
  "networkInterfaceId",
  "localGatewayId",
  "carrierGatewayId",
  "egressOnlyGatewayId",
  "coreNetworkArn",
] as const;

function routeOf(route: Values, of: Deployed, inventory: Inventory): Route[] {
  const via = TARGETS.map((key) => text(route, key)).find((id) => id !== undefined);
  if (via === "local") return [];
  const list = text(route, "destinationPrefixListId");
  if (list !== undefined) return [{ to: { service: list }, via }];
  const range = inventory.block(text(route, "destinationCidrBlock") ?? text(route, "cidrBlock"), of);
  return range === undefined ? [] : [{ to: { range }, via }];
}

function tables(inventory: Inventory): RouteTable[] {
  const endpoints = gatewayEndpoints(inventory);
  return [...inventory.of(ec2("RouteTable")), ...inventory.of(ec2("DefaultRouteTable"))].map((table) => {
    if (texts(table.outputs, "propagatingVgws").length > 0) {
      inventory.gap(table, "routes that a virtual private gateway propagates are not considered");
    }
    return {
      id: table.id,
      name: nameOf(table),
      routes: [
        ...objects(table.outputs, "routes").flatMap((route) => routeOf(route, table, inventory)),
        ...inventory
          .of(ec2("Route"))
          .filter(({ outputs }) => text(outputs, "routeTableId") === table.id)
          .flatMap((route) => routeOf(route.outputs, route, inventory)),
        ...endpoints
          .filter(({ outputs }) => texts(outputs, "routeTableIds").includes(table.id))
          .map((one): Route => ({ to: { service: listOf(one) }, via: one.id })),
      ],
    };
  });
}

const listOf = ({ id, outputs }: Deployed): string => text(outputs, "prefixListId") ?? id;

function gateways(inventory: Inventory): Gateway[] {
  const named = (one: Deployed) => ({ id: one.id, name: nameOf(one) });
  const between = (one: Deployed, networks: readonly (string | undefined)[]): Gateway => ({
    ...named(one),
    kind: "transit",
    networks: networks.flatMap((id) => id ?? []),
    links: [],
    beyond: [],
  });
  const attachments = inventory.of("aws:ec2transitgateway/vpcAttachment:VpcAttachment");
  return [
    ...inventory.of(ec2("InternetGateway")).map((one): Gateway => {
      const attached = inventory
        .of(ec2("InternetGatewayAttachment"))
        .find(({ outputs }) => text(outputs, "internetGatewayId") === one.id);
      const network = text(one.outputs, "vpcId") ?? (attached && text(attached.outputs, "vpcId")) ?? "";
      return { ...named(one), kind: "internet", network };
    }),
    ...inventory
      .of(ec2("NatGateway"))
      .filter(({ outputs }) => text(outputs, "connectivityType") !== "private")
      .map((one): Gateway => {
        const subnet = text(one.outputs, "subnetId");
        return { ...named(one), kind: "nat", ...(subnet && { subnet }) };
      }),
    ...gatewayEndpoints(inventory).map((one): Gateway => ({
      ...named(one),
      kind: "service",
      services: [listOf(one)],
    })),
    ...inventory
      .of(ec2("VpcPeeringConnection"))
      .map((one) => between(one, [text(one.outputs, "vpcId"), text(one.outputs, "peerVpcId")])),
    ...inventory.of("aws:ec2transitgateway/transitGateway:TransitGateway").map((one) =>
      between(
        one,
        attachments
          .filter(({ outputs }) => text(outputs, "transitGatewayId") === one.id)
          .map(({ outputs }) => text(outputs, "vpcId")),
      ),
    ),
  ];
}
