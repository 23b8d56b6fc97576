/**
 * Route tables and gateways: how a packet leaves a subnet, and whether what it leaves by leads to where it is going.
 *
 * The longest prefix decides, a network's own ranges being routes too, which win over a route of the same length; a route to
 * a service comes before any range. Sources: OCI Networking, "VCN Route Tables" (route selection, intra-VCN routing),
 * "Dynamic Routing Gateways" (default route tables: an attached VCN learns of all attachments, a remote peering of VCNs
 * only), "Overview of NAT Gateways", "Service Gateway"; Amazon VPC User Guide, "Route priority", "NAT gateway basics",
 * "Gateway endpoints" of the PrivateLink guide.
 */
import type { Block, Hop } from "./answer";
import type { Gateway, Route } from "./gateway";
import type { Subnet } from "./parts";
import { holds } from "./pieces";
import { placeName, type Place } from "./place";
import type { World } from "./world";

/** How a packet gets on, or why not. */
export interface Way {
  readonly hops: readonly Hop[];
  readonly blocks: readonly Block[];
  /** The subnet of the NAT gateway that it passes, if that stands in one. */
  readonly nat?: Subnet;
}

type Leg = Block["leg"];

/** What a subnet's table says of a destination: a route, `local`, or undefined. */
export function routeFor(world: World, subnet: Subnet, to: Place): Route | "local" | undefined {
  const routes = world.tables.get(subnet.table)?.routes ?? [];
  if (to.kind === "service") {
    return (
      routes.find((route) => "service" in route.to && to.service.labels.includes(route.to.service)) ??
      routes.find((route) => "range" in route.to && route.to.range.prefix === 0)
    );
  }
  let best: Route | "local" | undefined;
  let length = -1;
  for (const range of world.networks.get(subnet.network)?.ranges ?? []) {
    if (holds(range, to.address) && range.prefix > length) [best, length] = ["local", range.prefix];
  }
  for (const route of routes) {
    if ("service" in route.to || !holds(route.to.range, to.address)) continue;
    if (route.to.range.prefix > length) [best, length] = [route, route.to.range.prefix];
  }
  return best;
}

/**
 * The way from a subnet.
 * @param isPublic whether the sender has a public address.
 */
export function wayFrom(world: World, subnet: Subnet, isPublic: boolean, to: Place, leg: Leg): Way {
  const block = (kind: Block["kind"], at: string, text: string, unknown = false): Way => ({
    hops: [],
    blocks: [{ kind, leg, at, text, ...(unknown ? { unknown } : {}) }],
  });
  const table = world.tables.get(subnet.table);
  const goal = placeName(to);
  if (table === undefined) {
    return block("route", subnet.name, `the route table of ${subnet.name} is not known`, true);
  }
  const route = routeFor(world, subnet, to);
  if (route === undefined) return block("route", table.name, `${table.name} has no route to ${goal}`);
  if (route === "local") {
    const network = world.networks.get(subnet.network);
    return to.kind === "inside" && to.subnet.network === subnet.network
      ? {
          hops: [{ kind: "route", name: network?.name ?? subnet.network, text: "within the network" }],
          blocks: [],
        }
      : block("route", table.name, `${table.name} takes ${goal} for an address of its own network`);
  }
  if (route.via === undefined) {
    return block("route", table.name, `the route of ${table.name} to ${goal} leads nowhere`);
  }
  const gateway = world.gateways.get(route.via);
  if (gateway === undefined) {
    const text = `${table.name} leads to ${goal} by ${route.via}, of which nothing is known`;
    return block("gateway", table.name, text, true);
  }
  const hop: Hop = { kind: "gateway", name: gateway.name, text: `by ${table.name}` };
  const wrong = () =>
    block(
      "gateway",
      gateway.name,
      `${table.name} leads to ${goal} by ${gateway.name}, which does not go there`,
    );
  switch (gateway.kind) {
    case "internet":
      if (to.kind !== "internet" && to.kind !== "service") return wrong();
      return isPublic
        ? { hops: [hop], blocks: [] }
        : block("address", gateway.name, `${gateway.name} passes nothing without a public address`);
    case "nat":
      if (leg === "reply") {
        return block(
          "gateway",
          gateway.name,
          `answers would leave by ${gateway.name}, under another address`,
        );
      }
      if (to.kind !== "internet" && to.kind !== "service") return wrong();
      return gateway.subnet === undefined
        ? { hops: [hop], blocks: [] }
        : throughNat(world, gateway.subnet, hop, to);
    case "service":
      return to.kind === "service" && to.service.labels.some((label) => gateway.services.includes(label))
        ? { hops: [hop], blocks: [] }
        : wrong();
    case "transit": {
      const far = farEnd(world, gateway, to);
      if (far === undefined) return wrong();
      const link: Hop[] = far === gateway ? [] : [{ kind: "gateway", name: far.name }];
      return { hops: [hop, ...link], blocks: [] };
    }
  }
}

/** A NAT gateway in a subnet goes on from there, with an address of its own; going round in NAT gateways leads nowhere. */
function throughNat(world: World, id: string, hop: Hop, to: Place): Way {
  const subnet = world.subnets.get(id);
  if (subnet === undefined) {
    const text = `nothing is known of the subnet of ${hop.name}`;
    return { hops: [], blocks: [{ kind: "gateway", leg: "request", at: hop.name, text, unknown: true }] };
  }
  const next = routeFor(world, subnet, to);
  const via = next === undefined || next === "local" ? undefined : world.gateways.get(next.via ?? "");
  if (via?.kind !== "internet") {
    const text = `${hop.name} stands in ${subnet.name}, which has no route to the internet`;
    return { hops: [], blocks: [{ kind: "route", leg: "request", at: subnet.name, text }] };
  }
  return { hops: [hop, { kind: "gateway", name: via.name }], blocks: [], nat: subnet };
}

type Transit = Extract<Gateway, { kind: "transit" }>;

/** The gateway, or the one that it is linked with, at which the destination is. */
function farEnd(world: World, gateway: Transit, to: Place): Transit | undefined {
  if (to.kind === "beyond") {
    return gateway.beyond.some((range) => holds(range, to.address)) ? gateway : undefined;
  }
  if (to.kind !== "inside") return undefined;
  return [gateway, ...linked(world, gateway)].find(({ networks }) => networks.includes(to.subnet.network));
}

/** A link joins both ends, whichever of the two names it. */
function linked(world: World, gateway: Transit): Transit[] {
  return world.model.gateways.filter(
    (other): other is Transit =>
      other.kind === "transit" &&
      other !== gateway &&
      (gateway.links.includes(other.id) || other.links.includes(gateway.id)),
  );
}

/** The way in to a network from what is in none. */
export function wayIn(world: World, from: Place, subnet: Subnet, isPublic: boolean, name: string): Way {
  const block = (kind: Block["kind"], at: string, text: string): Way => ({
    hops: [],
    blocks: [{ kind, leg: "request", at, text }],
  });
  const network = world.networks.get(subnet.network)?.name ?? subnet.network;
  if (from.kind === "internet") {
    const gateway = world.model.gateways.find(
      (one) => one.kind === "internet" && one.network === subnet.network,
    );
    if (gateway === undefined) return block("gateway", network, `${network} has no internet gateway`);
    if (!isPublic) return block("address", name, `${name} has no public address`);
    return { hops: [{ kind: "gateway", name: gateway.name }], blocks: [] };
  }
  if (from.kind === "beyond") {
    const gateway = world.model.gateways.find(
      (one) =>
        one.kind === "transit" &&
        one.networks.includes(subnet.network) &&
        one.beyond.some((range) => holds(range, from.address)),
    );
    return gateway === undefined
      ? block("gateway", network, `no gateway of ${network} leads from ${placeName(from)}`)
      : { hops: [{ kind: "gateway", name: gateway.name }], blocks: [] };
  }
  return block("gateway", placeName(from), `${placeName(from)} opens no connections into networks`);
}
