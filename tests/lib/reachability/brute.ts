/**
 * A second opinion: it walks single packets from address to address over a model, bit strings and all, and shares no code
 * with the library. It is slow, and only as clever as a packet.
 */
import type { Endpoint, Filter, Model, Policy, Subnet } from "../../../lib/reachability";

export type Spot =
  | { readonly at: "interface"; readonly endpoint: Endpoint; readonly subnet: Subnet; readonly ip: number }
  | { readonly at: "internet" | "beyond"; readonly ip: number }
  | { readonly at: "service"; readonly labels: readonly string[] };

export interface Wire {
  readonly protocol: "tcp" | "udp";
  readonly sport: number;
  readonly dport: number;
}

/** Why a packet dies: `request rule`, with a `?` behind it when that can not be told. None: it and its answer arrive. */
export function walk(model: Model, from: Spot, to: Spot, wire: Wire): Set<string> {
  const why = new Set<string>();
  if (to.at === "interface" && from.at === "internet" && wire.protocol === "tcp") {
    for (const door of to.endpoint.doors ?? []) {
      if (door.port !== wire.dport) continue;
      for (const { first, last } of door.clients) if (from.ip >= first && from.ip <= last) return why;
    }
  }
  const back: Wire = { protocol: wire.protocol, sport: wire.dport, dport: wire.sport };
  if (from.at !== "interface" && to.at !== "interface") return why.add("request route");

  let nat: Subnet | undefined;
  let fromRemembers = true;
  let toRemembers = true;
  if (from.at === "interface") {
    const left = leave(model, from.subnet, from.endpoint.isPublic, to, false);
    left.why.forEach((one) => why.add(`request ${one}`));
    nat = left.nat;
    fromRemembers = guard(model, from, "out", to, wire, "request", why);
    kubernetes(model, from.endpoint, "out", to, wire, why);
  } else if (to.at === "interface") {
    enter(model, from, to).forEach((one) => why.add(`request ${one}`));
  }
  if (to.at === "interface") {
    toRemembers = guard(model, to, "in", from, wire, "request", why);
    kubernetes(model, to.endpoint, "in", from, wire, why);
    const heard = to.endpoint.listeners?.filter((l) => l.port === wire.dport && l.protocol === wire.protocol);
    if (heard?.length === 0) why.add("request listener");
    const left = leave(model, to.subnet, to.endpoint.isPublic, from, true);
    left.why.forEach((one) => why.add(`reply ${one}`));
    if (!toRemembers) guard(model, to, "out", from, back, "reply", why);
  }
  if (from.at === "interface" && !fromRemembers) guard(model, from, "in", to, back, "reply", why);

  for (const [leg, packet, path] of [
    ["request", wire, [from, nat, to]],
    ["reply", back, [to, nat, from]],
  ] as const) {
    const [start, middle, end] = path;
    const subnets = [
      start.at === "interface" ? start.subnet : undefined,
      middle,
      end.at === "interface" ? end.subnet : undefined,
    ];
    // Each boundary that is really crossed: the subnet before is not the subnet behind.
    const crossed: [Subnet, "in" | "out", Spot][] = [];
    const seen = subnets.filter((one): one is Subnet => one !== undefined);
    const stations = seen.filter((one, i) => one.id !== seen[i - 1]?.id);
    const whole = [
      ...(start.at === "interface" ? [] : [undefined]),
      ...stations,
      ...(end.at === "interface" ? [] : [undefined]),
    ];
    whole.forEach((station, i) => {
      if (station === undefined) return;
      if (i > 0) crossed.push([station, "in", start]);
      if (i < whole.length - 1) crossed.push([station, "out", end]);
    });
    for (const [subnet, direction, other] of crossed) {
      const verdict = listed(model, subnet, direction, other, packet);
      if (verdict !== "yes") why.add(`${leg} acl${verdict === "?" ? "?" : ""}`);
    }
  }
  return why;
}

const bits = (ip: number, length: number): string => ip.toString(2).padStart(32, "0").slice(0, length);

function inside(ip: number | "everywhere", range: { first: number; last: number }): boolean {
  if (ip === "everywhere") return range.first === 0 && range.last === 4294967295;
  return ip >= range.first && ip <= range.last;
}

const ipOf = (spot: Spot): number | "everywhere" => (spot.at === "service" ? "everywhere" : spot.ip);

type Next = { kind: "none" } | { kind: "local" } | { kind: "to"; id: string | undefined };

function next(model: Model, subnet: Subnet, to: Spot): Next | undefined {
  const table = model.tables.find(({ id }) => id === subnet.table);
  if (table === undefined) return undefined;
  if (to.at === "service") {
    for (const route of table.routes) {
      if ("service" in route.to && to.labels.includes(route.to.service)) return { kind: "to", id: route.via };
    }
    for (const route of table.routes) {
      if ("range" in route.to && route.to.range.prefix === 0) return { kind: "to", id: route.via };
    }
    return { kind: "none" };
  }
  for (let length = 32; length >= 0; length--) {
    const same = (range: { first: number; prefix: number }) =>
      range.prefix === length && bits(range.first, length) === bits(to.ip, length);
    for (const network of model.networks) {
      if (network.id === subnet.network && network.ranges.some(same)) return { kind: "local" };
    }
    for (const route of table.routes) {
      if ("range" in route.to && same(route.to.range)) return { kind: "to", id: route.via };
    }
  }
  return { kind: "none" };
}

function leave(
  model: Model,
  subnet: Subnet,
  isPublic: boolean,
  to: Spot,
  answering: boolean,
): { why: string[]; nat?: Subnet } {
  const step = next(model, subnet, to);
  if (step === undefined) return { why: ["route?"] };
  if (step.kind === "none") return { why: ["route"] };
  if (step.kind === "local") {
    return { why: to.at === "interface" && to.subnet.network === subnet.network ? [] : ["route"] };
  }
  if (step.id === undefined) return { why: ["route"] };
  const gateway = model.gateways.find(({ id }) => id === step.id);
  if (gateway === undefined) return { why: ["gateway?"] };
  const abroad = to.at === "internet" || to.at === "service";
  if (gateway.kind === "internet") return { why: !abroad ? ["gateway"] : isPublic ? [] : ["address"] };
  if (gateway.kind === "nat") {
    if (answering || !abroad) return { why: ["gateway"] };
    if (gateway.subnet === undefined) return { why: [] };
    const house = model.subnets.find(({ id }) => id === gateway.subnet);
    if (house === undefined) return { why: ["gateway?"] };
    const onward = next(model, house, to);
    const exit = onward?.kind === "to" ? model.gateways.find(({ id }) => id === onward.id) : undefined;
    return exit?.kind === "internet" ? { why: [], nat: house } : { why: ["route"] };
  }
  if (gateway.kind === "service") {
    const served = to.at === "service" && gateway.services.some((label) => to.labels.includes(label));
    return { why: served ? [] : ["gateway"] };
  }
  if (to.at === "beyond") {
    return { why: gateway.beyond.some((range) => inside(to.ip, range)) ? [] : ["gateway"] };
  }
  if (to.at !== "interface") return { why: ["gateway"] };
  const ends = model.gateways.filter(
    (other) =>
      other.kind === "transit" &&
      (other.id === gateway.id || other.links.includes(gateway.id) || gateway.links.includes(other.id)),
  );
  const arrives = ends.some((end) => end.kind === "transit" && end.networks.includes(to.subnet.network));
  return { why: arrives ? [] : ["gateway"] };
}

function enter(model: Model, from: Spot, to: Extract<Spot, { at: "interface" }>): string[] {
  if (from.at === "internet") {
    const open = model.gateways.some((one) => one.kind === "internet" && one.network === to.subnet.network);
    return !open ? ["gateway"] : to.endpoint.isPublic ? [] : ["address"];
  }
  if (from.at === "beyond") {
    for (const one of model.gateways) {
      if (one.kind !== "transit" || !one.networks.includes(to.subnet.network)) continue;
      if (one.beyond.some((range) => inside(from.ip, range))) return [];
    }
  }
  return ["gateway"];
}

function speaks(on: Filter["rules"][number]["on"], { protocol, sport, dport }: Wire): boolean {
  if (on.protocol !== "all" && on.protocol !== protocol) return false;
  const [low, high] = on.ports ?? [0, 65535];
  const [lowSource, highSource] = on.sourcePorts ?? [0, 65535];
  return dport >= low && dport <= high && sport >= lowSource && sport <= highSource;
}

/** Whether the interface remembers the connection; what has no rule is not asked again on the way back. */
function guard(
  model: Model,
  { endpoint, subnet }: Extract<Spot, { at: "interface" }>,
  direction: "in" | "out",
  other: Spot,
  wire: Wire,
  leg: string,
  why: Set<string>,
): boolean {
  let stateful = 0;
  let stateless = 0;
  let lost = 0;
  for (const id of new Set([...endpoint.groups, ...subnet.lists])) {
    const filter = model.filters.find((one) => one.id === id);
    if (filter === undefined) lost++;
    for (const rule of filter?.rules ?? []) {
      if (rule.direction !== direction || !speaks(rule.on, wire)) continue;
      const { end } = rule;
      const meant =
        "range" in end
          ? inside(ipOf(other), end.range)
          : "group" in end
            ? other.at === "interface" && other.endpoint.groups.includes(end.group)
            : other.at === "service" && other.labels.includes(end.service);
      if (!meant) continue;
      if (rule.stateless === true) stateless++;
      else stateful++;
    }
  }
  if (stateful + stateless === 0) {
    why.add(`${leg} rule${lost > 0 ? "?" : ""}`);
    return true;
  }
  return stateless === 0;
}

function listed(
  model: Model,
  subnet: Subnet,
  direction: "in" | "out",
  other: Spot,
  wire: Wire,
): "yes" | "no" | "?" {
  if (subnet.acl === undefined) return "yes";
  const acl = model.acls.find(({ id }) => id === subnet.acl);
  if (acl === undefined) return "?";
  const hits = acl.rules
    .filter(
      (rule) => rule.direction === direction && inside(ipOf(other), rule.range) && speaks(rule.on, wire),
    )
    .sort((a, b) => a.number - b.number);
  return hits[0]?.allow === true ? "yes" : "no";
}

function kubernetes(
  model: Model,
  endpoint: Endpoint,
  direction: "in" | "out",
  other: Spot,
  wire: Wire,
  why: Set<string>,
): void {
  const { pod } = endpoint;
  if (pod?.namespace === undefined) return;
  const labelled = (policy: Policy["pods"], labels: Readonly<Record<string, string>> = {}) => {
    for (const { key, operator, values } of policy) {
      const has = Object.hasOwn(labels, key);
      const isIn = has && values.includes(labels[key] ?? "");
      const good = { In: isIn, NotIn: !isIn, Exists: has, DoesNotExist: !has }[operator];
      if (!good) return false;
    }
    return true;
  };
  const binding = model.policies.filter(
    (policy) =>
      policy.cluster === pod.cluster &&
      policy.namespace === pod.namespace &&
      policy.isolates.includes(direction) &&
      labelled(policy.pods, pod.labels),
  );
  if (binding.length === 0) return;
  for (const policy of binding) {
    for (const rule of policy.rules) {
      if (rule.direction !== direction) continue;
      const portFits =
        rule.ports === undefined ||
        rule.ports.some(({ protocol, range = [1, 65535] }) => {
          return (
            protocol === wire.protocol &&
            range !== "named" &&
            wire.dport >= range[0] &&
            wire.dport <= range[1]
          );
        });
      if (!portFits) continue;
      if (rule.peers === undefined) return;
      for (const peer of rule.peers) {
        if ("block" in peer) {
          if (!inside(ipOf(other), peer.block)) continue;
          if (!peer.except.some((range) => inside(ipOf(other), range))) return;
          continue;
        }
        const theirs = other.at === "interface" ? other.endpoint.pod : undefined;
        if (theirs === undefined || theirs.cluster !== policy.cluster) continue;
        const home =
          peer.namespaces === undefined
            ? theirs.namespace === policy.namespace
            : labelled(peer.namespaces, model.namespaces[`${theirs.cluster}/${theirs.namespace}`]);
        if (home && (peer.pods === undefined || labelled(peer.pods, theirs.labels))) return;
      }
    }
  }
  why.add("request policy");
}
