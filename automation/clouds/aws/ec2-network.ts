import { isBlock, overlap, prefixOf, within } from "../cidr";
import type { Context, InputRule, Kind } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { arn, ec2, ec2Id, region } from "./common";
import { zonesOf } from "./regions";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

export const vpcTarget = ec2("vpc", "ec2/vpc:Vpc", "ec2/defaultVpc:DefaultVpc");
export const subnetTarget = ec2("subnet", "ec2/subnet:Subnet");
const tableTarget = ec2(
  "rtb",
  "ec2/routeTable:RouteTable",
  "ec2/defaultRouteTable:DefaultRouteTable",
  "ec2/vpc:Vpc",
);

/** Blocks of a VPC: its own and those associated later. */
export function blocksOf(c: Context, vpc: Entity): string[] {
  const added = c
    .all("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
    .filter((e) => e.inputs["vpcId"] === vpc.id);
  return [vpc, ...added].flatMap((e) => v.text(e.outputs, "cidrBlock") ?? []);
}

/** A block of /16 to /28 (Amazon VPC user guide, "VPC CIDR blocks", "Subnet sizing"). */
const sized: InputRule = (inputs, report) => {
  const block = v.text(inputs, "cidrBlock");
  if (block === undefined) return;
  const prefix = prefixOf(block);
  if (prefix === undefined) report("cidrBlock", `"${block}" is not an IPv4 block with its host bits zero`);
  else if (prefix < 16 || prefix > 28) report("cidrBlock", `"${block}" must be from /16 to /28`);
};

const vpc: Kind = {
  type: VPC,
  simulates: "blocks of /16 to /28; comes with a default security group, network ACL and main route table",
  check: sized,
  id: ec2Id("vpc"),
  outputs: (c, id) => ({
    arn: arn(c, "ec2", `vpc/${id}`),
    enableDnsSupport: c.flag("enableDnsSupport") ?? true,
    enableDnsHostnames: c.flag("enableDnsHostnames") ?? false,
    instanceTenancy: c.text("instanceTenancy") ?? "default",
    defaultSecurityGroupId: `sg-0${c.derive.hex("default security group", 16)}`,
    defaultNetworkAclId: `acl-0${c.derive.hex("default network acl", 16)}`,
    mainRouteTableId: `rtb-0${c.derive.hex("main route table", 16)}`,
    defaultRouteTableId: `rtb-0${c.derive.hex("main route table", 16)}`,
    dhcpOptionsId: `dopt-0${c.derive.hex("dhcp options", 16)}`,
  }),
  aliases: (o) =>
    ["arn", "defaultSecurityGroupId", "defaultNetworkAclId", "mainRouteTableId"].map((k) => v.text(o, k)),
  takesAlong: (c, e) =>
    c
      .all("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
      .filter((group) => group.inputs["vpcId"] === e.id),
  inUse: (e, holders) => [
    "DependencyViolation",
    `The vpc '${e.id}' has dependencies and cannot be deleted: ${holders.map((h) => h.id).join(", ")}`,
  ],
};

const subnet: Kind = {
  type: SUBNET,
  simulates: "lies in its VPC's blocks, overlaps no other subnet, in a zone of the region",
  check: sized,
  references: { vpcId: vpcTarget },
  holds: ["vpcId"],
  id: ec2Id("subnet"),
  rules: (c) => {
    const block = c.text("cidrBlock");
    const parent = c.find(c.text("vpcId"), ...vpcTarget.types);
    const zones = zonesOf(region(c));
    const zone = c.text("availabilityZone");
    if (zone !== undefined && !zones.some((z) => z.name === zone))
      c.refuse(
        "InvalidParameterValue",
        `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the ` +
          `following availability zones: ${zones.map((z) => z.name).join(", ")}`,
      );
    if (block === undefined || !parent) return;
    if (!blocksOf(c, parent).some((outer) => within(block, outer)))
      c.refuse("InvalidSubnet.Range", `The CIDR '${block}' is invalid: it is not in ${parent.id}`);
    for (const other of c.others(SUBNET)) {
      const taken = v.text(other.outputs, "cidrBlock");
      if (other.inputs["vpcId"] === parent.id && taken !== undefined && overlap(block, taken))
        c.refuse("InvalidSubnet.Conflict", `The CIDR '${block}' conflicts with another subnet (${other.id})`);
    }
  },
  outputs: (c, id) => {
    const zones = zonesOf(region(c));
    const zone =
      zones.find((z) => z.name === c.text("availabilityZone")) ??
      zones.find((z) => z.id === c.text("availabilityZoneId")) ??
      zones[c.derive.below("zone", zones.length)];
    return {
      arn: arn(c, "ec2", `subnet/${id}`),
      availabilityZone: zone?.name ?? "",
      availabilityZoneId: zone?.id ?? "",
      mapPublicIpOnLaunch: c.flag("mapPublicIpOnLaunch") ?? false,
      privateDnsHostnameTypeOnLaunch: c.text("privateDnsHostnameTypeOnLaunch") ?? "ip-name",
    };
  },
  inUse: (e, holders) => [
    "DependencyViolation",
    `The subnet '${e.id}' has dependencies and cannot be deleted: ${holders.map((h) => h.id).join(", ")}`,
  ],
};

const block: Kind = {
  type: "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  simulates: "a further block that overlaps none of the VPC's",
  check: sized,
  references: { vpcId: vpcTarget },
  holds: ["vpcId"],
  replaces: { vpcId: true, cidrBlock: true },
  id: ec2Id("vpc-cidr-assoc"),
  rules: (c) => {
    const parent = c.find(c.text("vpcId"), ...vpcTarget.types);
    const own = c.text("cidrBlock") ?? "";
    if (parent && !c.old && blocksOf(c, parent).some((b) => overlap(b, own)))
      c.refuse("InvalidVpc.Range", `The CIDR '${own}' conflicts with another block of ${parent.id}`);
  },
};

const gateway: Kind = {
  type: GATEWAY,
  simulates: "one to a VPC; not deleted while a public NAT gateway is there",
  references: { vpcId: vpcTarget },
  holds: ["vpcId"],
  id: ec2Id("igw"),
  rules: (c) => {
    const own = c.text("vpcId");
    const other = c.others(GATEWAY).find((e) => own !== undefined && e.inputs["vpcId"] === own);
    if (other)
      c.refuse("Resource.AlreadyAssociated", `${own ?? ""} already has an internet gateway (${other.id})`);
  },
  outputs: (c, id) => ({ arn: arn(c, "ec2", `internet-gateway/${id}`) }),
  // EC2 API reference, DetachInternetGateway: the VPC "must not contain any running instances with Elastic IP addresses or
  // public IPv4 addresses"; the words are those of https://github.com/hashicorp/terraform/issues/1303 (read 2026-11-26).
  beforeDelete: (c, e) => {
    const network = v.text(e.inputs, "vpcId");
    const mapped = c
      .all(NAT)
      .filter((one) => v.text(one.outputs, "publicIp") !== "" && networkOfNat(c, one) === network);
    if (mapped.length > 0)
      c.refuse(
        "DependencyViolation",
        `Network ${network ?? ""} has some mapped public address(es). Please unmap those public address(es) before ` +
          `detaching the gateway: ${mapped.map((one) => one.id).join(", ")}`,
      );
  },
};

const networkOfNat = (c: Context, nat: Entity | undefined): string | undefined =>
  v.text(c.find(v.text(nat?.inputs, "subnetId"), SUBNET)?.inputs, "vpcId");

const eip: Kind = {
  type: EIP,
  id: ec2Id("eipalloc"),
  outputs: (c, id) => {
    // TEST-NET-3 of RFC 5737: an address that can be no one's.
    const publicIp = `203.0.113.${String(c.derive.below("public ip", 254) + 1)}`;
    return {
      arn: arn(c, "ec2", `elastic-ip/${id}`),
      allocationId: id,
      domain: "vpc",
      publicIp,
      publicDns: `ec2-${publicIp.replaceAll(".", "-")}.compute-1.amazonaws.com`,
      networkBorderGroup: region(c),
      publicIpv4Pool: "amazon",
    };
  },
  inUse: (e, holders) => [
    "AuthFailure",
    `The address '${e.id}' is in use by ${holders.map((h) => h.id).join(", ")} and can not be released`,
  ],
};

const nat: Kind = {
  type: NAT,
  simulates: "a public one has an address of its own and an internet gateway in its VPC",
  references: { subnetId: subnetTarget, allocationId: ec2("eipalloc", "ec2/eip:Eip") },
  holds: ["subnetId", "allocationId"],
  check: (inputs, report) => {
    const isPublic = (v.text(inputs, "connectivityType") ?? "public") === "public";
    if (isPublic && inputs["allocationId"] === undefined && inputs["availabilityMode"] === undefined)
      report("allocationId", "a public NAT gateway needs an address: give the allocationId of an Eip");
    if (!isPublic && inputs["allocationId"] !== undefined)
      report("allocationId", "a private NAT gateway has no public address");
  },
  id: ec2Id("nat"),
  rules: (c) => {
    const allocation = c.text("allocationId");
    const other = c
      .others(NAT)
      .find((e) => allocation !== undefined && e.inputs["allocationId"] === allocation);
    if (other) c.refuse("Resource.AlreadyAssociated", `${allocation ?? ""} is used by ${other.id} already`);
    const network = v.text(c.find(c.text("subnetId"), SUBNET)?.inputs, "vpcId");
    const isPublic = (c.text("connectivityType") ?? "public") === "public";
    if (isPublic && !c.all(GATEWAY).some((g) => g.inputs["vpcId"] === network))
      c.refuse("Gateway.NotAttached", `Network ${network ?? ""} has no Internet gateway attached`);
  },
  outputs: (c) => {
    const subnet = c.find(c.text("subnetId"), SUBNET);
    const address = c.find(c.text("allocationId"), EIP);
    const [a, b, host] = (v.text(subnet?.outputs, "cidrBlock") ?? "").split(".");
    return {
      associationId: `eipassoc-0${c.derive.hex("association", 16)}`,
      connectivityType: c.text("connectivityType") ?? "public",
      networkInterfaceId: `eni-0${c.derive.hex("interface", 16)}`,
      privateIp:
        c.text("privateIp") ?? `${a ?? ""}.${b ?? ""}.${host ?? ""}.${String(4 + c.derive.below("ip", 8))}`,
      publicIp: v.text(address?.outputs, "publicIp") ?? "",
    };
  },
};

const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
const targets = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "gatewayId",
  "localGatewayId",
  "natGatewayId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

const routeRule =
  (names: readonly string[]): InputRule =>
  (inputs, report) => {
    const given = (keys: readonly string[]) =>
      keys.filter((k) => inputs[k] !== undefined && inputs[k] !== null);
    if (given(names).length !== 1) report("", `a route needs exactly one of ${names.join(", ")}`);
    if (given(targets).length !== 1) report("", `a route needs exactly one of ${targets.join(", ")}`);
    const block = v.text(inputs, names[0] ?? "");
    if (block !== undefined && !isBlock(block)) report(names[0] ?? "", `"${block}" is not an IP block`);
  };

/** The network that a route's target belongs to, if it is known. */
function networkOfTarget(
  c: Context,
  inputs: v.ObjectValue,
): [id: string, vpc: string | undefined] | undefined {
  const gatewayId = v.text(inputs, "gatewayId");
  if (gatewayId !== undefined && gatewayId !== "local")
    return [gatewayId, v.text(c.find(gatewayId, GATEWAY)?.inputs, "vpcId")];
  const natId = v.text(inputs, "natGatewayId");
  if (natId === undefined) return undefined;
  return [natId, networkOfNat(c, c.find(natId, NAT))];
}

function refuseForeignTarget(
  c: Context,
  inputs: v.ObjectValue,
  table: string,
  network: string | undefined,
): void {
  const found = networkOfTarget(c, inputs);
  if (found?.[1] !== undefined && found[1] !== network)
    c.refuse(
      "InvalidParameterValue",
      `route table ${table} and network gateway ${found[0]} belong to different networks`,
    );
}

const vpcOfTable = (c: Context, id: string | undefined): string | undefined => {
  const table = c.find(id, ...tableTarget.types);
  return table?.type === VPC ? table.id : v.text(table?.outputs, "vpcId");
};

/** Where a route leads, written in its table or on its own. */
const destinationOf = (route: v.ObjectValue): string =>
  ["cidrBlock", "ipv6CidrBlock", ...destinations].flatMap((k) => v.text(route, k) ?? [])[0] ?? "";

const exists = (destination: string): readonly [code: string, message: string] => [
  "RouteAlreadyExists",
  `The route identified by ${destination} already exists.`,
];

/** Every table has routes to its VPC's own blocks, which nobody makes again. */
function refuseLocalRoute(c: Context, table: string | undefined, routes: readonly v.ObjectValue[]): void {
  const vpc = c.find(table, VPC);
  const own = vpc ? blocksOf(c, vpc) : [];
  const twice = routes.filter((r) => v.text(r, "gatewayId") !== "local").map(destinationOf);
  const local = twice.find((to) => own.includes(to));
  if (local !== undefined) c.refuse(...exists(local));
}

/** A route of its own may not lead where one that is written in its table does. */
function refuseSecondRoute(c: Context): void {
  const table = c.find(c.text("routeTableId"), TABLE);
  if (v.objects(table?.inputs, "routes").some((r) => destinationOf(r) === destinationOf(c.inputs)))
    c.refuse(...exists(destinationOf(c.inputs)));
}

// A route's target may go first: the route stays, as a black hole (EC2 API reference, Route, `state`).

const routeTable: Kind = {
  type: TABLE,
  simulates:
    "targets of its routes are in the same VPC, no destination twice; its routes and associations go with it",
  references: { vpcId: vpcTarget },
  holds: ["vpcId"],
  check: (inputs, report, site) => {
    const all = v.objects(inputs, "routes").map(destinationOf);
    for (const [i, to] of all.entries())
      if (to !== "" && all.indexOf(to) !== i) report(`routes[${String(i)}]`, `${to} has a route already`);
    for (const [i, route] of v.objects(inputs, "routes").entries())
      routeRule(["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"])(
        route,
        (p, reason) => {
          report(`routes[${String(i)}]${p === "" ? "" : `.${p}`}`, reason);
        },
        site,
      );
  },
  id: ec2Id("rtb"),
  rules: (c) => {
    for (const route of c.objects("routes"))
      refuseForeignTarget(c, route, c.old?.id ?? c.name, c.text("vpcId"));
    refuseLocalRoute(c, c.text("vpcId"), c.objects("routes"));
  },
  outputs: (c, id) => ({ arn: arn(c, "ec2", `route-table/${id}`) }),
  // EC2 itself wants a table without associations; the provider ends them first (`resourceRouteTableDelete` in
  // github.com/hashicorp/terraform-provider-aws, internal/service/ec2/vpc_route_table.go, read 2026-11-26).
  takesAlong: (c, e) =>
    [ROUTE, ASSOCIATION].flatMap((type) => c.all(type).filter((one) => one.inputs["routeTableId"] === e.id)),
  inUse: (e, holders) => [
    "DependencyViolation",
    `The routeTable '${e.id}' has dependencies and cannot be deleted: ${holders.map((h) => h.id).join(", ")}`,
  ],
};

const route: Kind = {
  type: ROUTE,
  simulates: "one destination, one target in the same VPC, no destination twice in a table",
  references: { routeTableId: tableTarget },
  check: routeRule(destinations),
  id: (c) => `r-${c.text("routeTableId") ?? ""}${c.derive.digits("id", 10)}`,
  claims: (c) => [
    `aws route ${c.text("routeTableId") ?? ""} ${destinations.map((d) => c.text(d) ?? "").join("")}`,
  ],
  taken: (c) => exists(destinationOf(c.inputs)),
  rules: (c) => {
    const table = c.text("routeTableId") ?? "";
    refuseForeignTarget(c, c.inputs, table, vpcOfTable(c, table));
    refuseLocalRoute(c, vpcOfTable(c, table), [c.inputs]);
    refuseSecondRoute(c);
  },
  outputs: () => ({ origin: "CreateRoute", state: "active" }),
};

const association: Kind = {
  type: ASSOCIATION,
  simulates: "one table to a subnet, both in one VPC",
  references: { routeTableId: tableTarget, subnetId: subnetTarget },
  holds: ["subnetId"],
  replaces: { subnetId: true, gatewayId: true, routeTableId: false },
  check: (inputs, report) => {
    if ((inputs["subnetId"] === undefined) === (inputs["gatewayId"] === undefined))
      report("", "an association needs either a subnetId or a gatewayId");
  },
  id: ec2Id("rtbassoc"),
  claims: (c) => [`aws route table of ${c.text("subnetId") ?? c.text("gatewayId") ?? ""}`],
  taken: (c) => [
    "Resource.AlreadyAssociated",
    `the specified association for route table ${c.text("routeTableId") ?? ""} conflicts with an existing association`,
  ],
  rules: (c) => {
    const network = v.text(c.find(c.text("subnetId"), SUBNET)?.inputs, "vpcId");
    const table = vpcOfTable(c, c.text("routeTableId"));
    if (network !== undefined && table !== undefined && network !== table)
      c.refuse(
        "InvalidParameterValue",
        `route table ${c.text("routeTableId") ?? ""} and subnet ${c.text("subnetId") ?? ""} belong to different networks`,
      );
  },
};

export const network: readonly Kind[] = [
  vpc,
  subnet,
  block,
  gateway,
  eip,
  nat,
  routeTable,
  route,
  association,
];
