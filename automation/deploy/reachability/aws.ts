/** AWS's networks, from resources of `@pulumi/aws`. */
import { cidr } from "../../../lib/cidr";
import type {
  Acl,
  AclRule,
  End,
  Filter,
  FilterRule,
  Gateway,
  Match,
  PortRange,
  Route,
  RouteTable,
  Subnet,
} from "../../../lib/reachability";
import { number, object, objects, text, texts, type Deployed, type Inventory, type Values } from "./deployed";
import type { Parts } from "./oci";

const ec2 = (kind: string) => `aws:ec2/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;

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
    filters: [...groups(inventory), ...clusterGroups(inventory)],
    acls: acls(inventory),
    services: gatewayEndpoints(inventory).map(({ outputs }) => ({
      name: serviceWord(outputs),
      labels: [text(outputs, "prefixListId"), text(outputs, "serviceName")].flatMap((label) => label ?? []),
    })),
  };
}

/** `com.amazonaws.us-east-1.ecr.api` is `ecr.api`. */
export function serviceWord(outputs: Values): string {
  return (text(outputs, "serviceName") ?? "").split(".").slice(3).join(".");
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

function nameOf({ outputs, name }: Deployed): string {
  return text(object(outputs, "tags"), "Name") ?? text(object(outputs, "tagsAll"), "Name") ?? name;
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

/** Protocol names and numbers of the EC2 API, IpPermission `IpProtocol`. */
const PROTOCOLS: Readonly<Record<string, Match["protocol"]>> = {
  "-1": "all",
  all: "all",
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
};

function matchOf(protocol: string | undefined, from: number | undefined, to: number | undefined): Match {
  const kind = PROTOCOLS[protocol ?? ""] ?? "other";
  if (kind === "all" || from === undefined || to === undefined || from === -1) return { protocol: kind };
  const ports: PortRange = [from, to];
  return { protocol: kind, ports };
}

function groups(inventory: Inventory): Filter[] {
  const separate = separateRules(inventory);
  return [...inventory.of(ec2("SecurityGroup")), ...inventory.of(ec2("DefaultSecurityGroup"))].map(
    (group) => ({
      id: group.id,
      name: nameOf(group),
      rules: [
        ...(["in", "out"] as const).flatMap((direction) =>
          objects(group.outputs, direction === "in" ? "ingress" : "egress").flatMap((rule) =>
            inlineRule(rule, direction, group, inventory),
          ),
        ),
        ...(separate.get(group.id) ?? []),
      ],
    }),
  );
}

function inlineRule(
  rule: Values,
  direction: FilterRule["direction"],
  of: Deployed,
  inventory: Inventory,
): FilterRule[] {
  const on = matchOf(text(rule, "protocol"), number(rule, "fromPort"), number(rule, "toPort"));
  const description = text(rule, "description");
  const ends: End[] = [
    ...texts(rule, "cidrBlocks").flatMap((range) => {
      const block = inventory.block(range, of);
      return block === undefined ? [] : [{ range: block }];
    }),
    ...texts(rule, "securityGroups").map((group) => ({ group })),
    ...(rule["self"] === true ? [{ group: of.id }] : []),
    ...texts(rule, "prefixListIds").map((service) => ({ service })),
  ];
  return ends.map((end) => ({
    direction,
    end,
    on,
    ...(description === undefined ? {} : { text: description }),
  }));
}

/** Rules that are resources of their own, by the id of their group. */
function separateRules(inventory: Inventory): ReadonlyMap<string, FilterRule[]> {
  const found = new Map<string, FilterRule[]>();
  const add = (group: string | undefined, rules: readonly FilterRule[]) => {
    if (group !== undefined) found.set(group, [...(found.get(group) ?? []), ...rules]);
  };
  for (const [type, direction] of [
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in"],
    ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out"],
  ] as const) {
    for (const rule of inventory.of(type)) {
      const { outputs } = rule;
      const one = {
        ...outputs,
        protocol: text(outputs, "ipProtocol"),
        cidrBlocks: [text(outputs, "cidrIpv4")],
        securityGroups: [text(outputs, "referencedSecurityGroupId")],
        prefixListIds: [text(outputs, "prefixListId")],
      };
      add(text(outputs, "securityGroupId"), inlineRule(one, direction, rule, inventory));
    }
  }
  for (const rule of inventory.of(ec2("SecurityGroupRule"))) {
    const { outputs } = rule;
    const group = text(outputs, "securityGroupId");
    const direction = text(outputs, "type") === "egress" ? "out" : "in";
    const one = { ...outputs, securityGroups: [text(outputs, "sourceSecurityGroupId")], self: undefined };
    add(group, inlineRule(one, direction, rule, inventory));
    if (outputs["self"] === true && group !== undefined) {
      const on = matchOf(text(outputs, "protocol"), number(outputs, "fromPort"), number(outputs, "toPort"));
      add(group, [{ direction, end: { group }, on }]);
    }
  }
  return found;
}

/**
 * The group that EKS makes with a cluster is in no state: all among its members, and out to everywhere (EKS User Guide,
 * "View Amazon EKS security group requirements for clusters").
 */
function clusterGroups(inventory: Inventory): Filter[] {
  const separate = separateRules(inventory);
  return inventory.of("aws:eks/cluster:Cluster").flatMap((cluster) => {
    const id = text(object(cluster.outputs, "vpcConfig"), "clusterSecurityGroupId");
    if (id === undefined) return [];
    const on: Match = { protocol: "all" };
    const text_ = "as EKS makes it";
    return [
      {
        id,
        name: `${inventory.prefix(cluster)} cluster security group`,
        rules: [
          { direction: "in", end: { group: id }, on, text: `members of the cluster's group, ${text_}` },
          { direction: "out", end: { range: cidr("0.0.0.0/0") }, on, text: `out to everywhere, ${text_}` },
          ...(separate.get(id) ?? []),
        ],
      } satisfies Filter,
    ];
  });
}

function acls(inventory: Inventory): Acl[] {
  return [...inventory.of(ec2("NetworkAcl")), ...inventory.of(ec2("DefaultNetworkAcl"))].map((acl) => {
    const own = (["in", "out"] as const).flatMap((direction) =>
      objects(acl.outputs, direction === "in" ? "ingress" : "egress").flatMap((rule) =>
        aclRule(rule, direction, number(rule, "ruleNo"), text(rule, "action"), acl, inventory),
      ),
    );
    const separate = inventory
      .of(ec2("NetworkAclRule"))
      .filter(({ outputs }) => text(outputs, "networkAclId") === acl.id)
      .flatMap((rule) => {
        const { outputs } = rule;
        const direction = outputs["egress"] === true ? "out" : "in";
        return aclRule(
          outputs,
          direction,
          number(outputs, "ruleNumber"),
          text(outputs, "ruleAction"),
          rule,
          inventory,
        );
      });
    const rules = [...own, ...separate].sort((a, b) => a.number - b.number);
    return { id: acl.id, name: nameOf(acl), rules };
  });
}

function aclRule(
  rule: Values,
  direction: AclRule["direction"],
  ruleNumber: number | undefined,
  action: string | undefined,
  of: Deployed,
  inventory: Inventory,
): AclRule[] {
  const range = inventory.block(text(rule, "cidrBlock"), of);
  if (range === undefined || ruleNumber === undefined) return [];
  const on = matchOf(text(rule, "protocol"), number(rule, "fromPort"), number(rule, "toPort"));
  return [{ number: ruleNumber, direction, allow: action?.toLowerCase() === "allow", range, on }];
}
