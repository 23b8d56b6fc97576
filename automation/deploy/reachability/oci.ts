/** OCI's networks, from resources of `@pulumi/oci`. */
import type {
  Filter,
  FilterRule,
  Gateway,
  Match,
  Model,
  Route,
  RouteTable,
  Subnet,
} from "../../../lib/reachability";
import { object, objects, text, texts, type Deployed, type Inventory, type Values } from "./deployed";

const core = (kind: string) => `oci:Core/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;

export type Parts = Pick<
  Model,
  "networks" | "subnets" | "tables" | "gateways" | "filters" | "acls" | "services"
>;

export function ociParts(inventory: Inventory): Parts {
  const tables = [...inventory.of(core("RouteTable")), ...inventory.of(core("DefaultRouteTable"))].map(
    (one) => tableOf(one, inventory),
  );
  const filters = [
    ...inventory.of(core("NetworkSecurityGroup")).map((one) => groupOf(one, inventory)),
    ...[...inventory.of(core("SecurityList")), ...inventory.of(core("DefaultSecurityList"))].map((one) =>
      listOf(one, inventory),
    ),
  ];
  return {
    networks: inventory.of(core("Vcn")).map((vcn) => ({
      id: vcn.id,
      name: vcn.stack,
      ranges: texts(vcn.outputs, "cidrBlocks").flatMap((range) => inventory.block(range, vcn) ?? []),
    })),
    subnets: inventory.of(core("Subnet")).flatMap((subnet) => subnetOf(subnet, inventory)),
    tables,
    gateways: gatewaysOf(inventory, tables),
    filters,
    acls: [],
    services: servicesOf(tables, filters),
  };
}

function subnetOf(subnet: Deployed, inventory: Inventory): Subnet[] {
  const { outputs } = subnet;
  const range = inventory.block(text(outputs, "cidrBlock"), subnet);
  const [network, table] = [text(outputs, "vcnId"), text(outputs, "routeTableId")];
  if (range === undefined || network === undefined || table === undefined) return [];
  const name = text(outputs, "displayName") ?? subnet.name;
  return [{ id: subnet.id, name, network, range, table, lists: texts(outputs, "securityListIds") }];
}

/** The id of a resource that stands for one that came with its VCN is that one's. */
const idOf = ({ id, outputs }: Deployed): string => text(outputs, "manageDefaultResourceId") ?? id;

function tableOf(table: Deployed, inventory: Inventory): RouteTable {
  const routes = objects(table.outputs, "routeRules").flatMap((rule): Route[] => {
    const destination = text(rule, "destination") ?? text(rule, "cidrBlock");
    const via = text(rule, "networkEntityId");
    if (text(rule, "destinationType") === "SERVICE_CIDR_BLOCK") {
      return destination === undefined ? [] : [{ to: { service: destination }, via }];
    }
    const range = inventory.block(destination, table);
    return range === undefined ? [] : [{ to: { range }, via }];
  });
  return { id: idOf(table), name: text(table.outputs, "displayName") ?? table.name, routes };
}

/** Protocol numbers: IANA, "Assigned Internet Protocol Numbers". */
const PROTOCOLS: Readonly<Record<string, Match["protocol"]>> = { all: "all", "6": "tcp", "17": "udp" };

function matchOf(rule: Values, portsOf: (options: Values) => Pick<Match, "ports" | "sourcePorts">): Match {
  const protocol = PROTOCOLS[text(rule, "protocol") ?? ""] ?? "other";
  return { protocol, ...portsOf(object(rule, protocol === "udp" ? "udpOptions" : "tcpOptions")) };
}

function rangeIn(values: Values): readonly [number, number] | undefined {
  const { min, max } = values;
  return typeof min === "number" && typeof max === "number" ? [min, max] : undefined;
}

/** A group's rules name port ranges, a list's have the ports of the destination in the options themselves. */
function portsOfGroup(options: Values): Pick<Match, "ports" | "sourcePorts"> {
  const ports = rangeIn(object(options, "destinationPortRange"));
  const sourcePorts = rangeIn(object(options, "sourcePortRange"));
  return { ...(ports && { ports }), ...(sourcePorts && { sourcePorts }) };
}

function portsOfList(options: Values): Pick<Match, "ports" | "sourcePorts"> {
  const ports = rangeIn(options);
  const sourcePorts = rangeIn(object(options, "sourcePortRange"));
  return { ...(ports && { ports }), ...(sourcePorts && { sourcePorts }) };
}

function groupOf(group: Deployed, inventory: Inventory): Filter {
  const rules = inventory
    .of(core("NetworkSecurityGroupSecurityRule"))
    .filter(({ outputs }) => text(outputs, "networkSecurityGroupId") === group.id)
    .flatMap((rule) => {
      const direction = text(rule.outputs, "direction") === "EGRESS" ? "out" : "in";
      return ruleOf(rule.outputs, direction, matchOf(rule.outputs, portsOfGroup), rule, inventory);
    });
  return { id: group.id, name: text(group.outputs, "displayName") ?? group.name, rules };
}

function listOf(list: Deployed, inventory: Inventory): Filter {
  const rules = (["in", "out"] as const).flatMap((direction) =>
    objects(list.outputs, direction === "in" ? "ingressSecurityRules" : "egressSecurityRules").flatMap(
      (rule) => ruleOf(rule, direction, matchOf(rule, portsOfList), list, inventory),
    ),
  );
  return { id: idOf(list), name: text(list.outputs, "displayName") ?? list.name, rules };
}

function ruleOf(
  rule: Values,
  direction: FilterRule["direction"],
  on: Match,
  of: Deployed,
  inventory: Inventory,
): FilterRule[] {
  const end = text(rule, direction === "in" ? "source" : "destination");
  const type = text(rule, direction === "in" ? "sourceType" : "destinationType") ?? "CIDR_BLOCK";
  const description = text(rule, "description");
  const rest = {
    direction,
    on,
    resource: of.urn,
    ...(rule["stateless"] === true ? { stateless: true } : {}),
    ...(description === undefined ? {} : { text: description }),
  };
  if (end === undefined) return [];
  if (type === "NETWORK_SECURITY_GROUP") return [{ ...rest, end: { group: end } }];
  if (type === "SERVICE_CIDR_BLOCK") return [{ ...rest, end: { service: end } }];
  const range = inventory.block(end, of);
  return range === undefined ? [] : [{ ...rest, end: { range } }];
}

function gatewaysOf(inventory: Inventory, tables: readonly RouteTable[]): Gateway[] {
  const named = (one: Deployed) => ({ id: one.id, name: text(one.outputs, "displayName") ?? one.name });
  const shut = (one: Deployed): Gateway => ({
    ...named(one),
    kind: "transit",
    networks: [],
    links: [],
    beyond: [],
  });
  return [
    ...inventory.of(core("InternetGateway")).map((one): Gateway => {
      const network = text(one.outputs, "vcnId") ?? "";
      return one.outputs["enabled"] === false ? shut(one) : { ...named(one), kind: "internet", network };
    }),
    ...inventory
      .of(core("NatGateway"))
      .map((one): Gateway =>
        one.outputs["blockTraffic"] === true ? shut(one) : { ...named(one), kind: "nat" },
      ),
    ...inventory.of(core("ServiceGateway")).map((one): Gateway => {
      // Its own state names services by id alone; a route to a service that it does not have is refused (Service Gateway).
      const services = tables
        .flatMap(({ routes }) => routes)
        .flatMap(({ to, via }) => ("service" in to && via === one.id ? [to.service] : []));
      return { ...named(one), kind: "service", services: [...new Set(services)] };
    }),
    ...inventory.of(core("Drg")).map((one) => drgOf(one, named(one), inventory)),
    ...inventory.of(core("LocalPeeringGateway")).map((one): Gateway => {
      const peer = text(one.outputs, "peerId");
      const networks = [text(one.outputs, "vcnId") ?? ""];
      return {
        ...named(one),
        kind: "transit",
        networks,
        links: peer === undefined ? [] : [peer],
        beyond: [],
      };
    }),
  ];
}

function drgOf(drg: Deployed, named: { id: string; name: string }, inventory: Inventory): Gateway {
  const of = (kind: string) =>
    inventory.of(core(kind)).filter(({ outputs }) => text(outputs, "drgId") === drg.id);
  const defaults = objects(drg.outputs, "defaultDrgRouteTables").flatMap((table) => Object.values(table));
  const networks = of("DrgAttachment").flatMap((attachment) => {
    const { outputs } = attachment;
    const table = text(outputs, "drgRouteTableId");
    if (table !== undefined && !defaults.includes(table)) {
      inventory.gap(
        attachment,
        "its own DRG route table is not considered: it is taken to learn of every attachment",
      );
    }
    return text(object(outputs, "networkDetails"), "id") ?? text(outputs, "vcnId") ?? [];
  });
  const connections = inventory.of(core("RemotePeeringConnection"));
  const mine = of("RemotePeeringConnection");
  const links = mine.flatMap(({ outputs }) => {
    const peer = text(outputs, "peerId");
    const other = connections.find(({ id }) => id === peer);
    return (other && text(other.outputs, "drgId")) ?? [];
  });
  const beyond = of("Ipsec").flatMap((connection) =>
    texts(connection.outputs, "staticRoutes").flatMap((range) => inventory.block(range, connection) ?? []),
  );
  return { ...named, kind: "transit", networks, links, beyond };
}

/** "All <region> Services" holds every other label of its region, which has the region's key in it. */
const ALL = /^all-([a-z0-9]+)-services-in-oracle-services-network$/;

function servicesOf(tables: readonly RouteTable[], filters: readonly Filter[]): Model["services"] {
  const labels = new Set([
    ...tables.flatMap(({ routes }) => routes).flatMap(({ to }) => ("service" in to ? [to.service] : [])),
    ...filters.flatMap(({ rules }) => rules).flatMap(({ end }) => ("service" in end ? [end.service] : [])),
  ]);
  return [...labels].map((label) => {
    const region = ALL.exec(label)?.[1];
    if (region !== undefined) return { name: `oracle-services-${region}`, labels: [label] };
    const whole = [...labels].filter((other) => label.includes(`-${ALL.exec(other)?.[1] ?? "\n"}-`));
    return { name: label, labels: [label, ...whole] };
  });
}
