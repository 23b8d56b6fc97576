/** Who reaches whom, on which ports: the whole of an environment at once, as it is drawn. */
import type { FilterRule } from "./filter";
import type { Model } from "./model";
import type { Endpoint } from "./parts";
import { cut, type Interval } from "./pieces";
import { ask } from "./reach";
import type { PortRange, Traffic } from "./traffic";
import { noWork, type Work } from "./work";
import { worldOf, type World } from "./world";

/** Ports of an endpoint that another one reaches, directly. What is passed on is a link of its own. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly protocol: Traffic["protocol"];
  readonly ports: PortRange;
  /** `partly`: some addresses, or to some; `unknown`: nothing known refuses it, and something not known may. */
  readonly verdict: "reaches" | "partly" | "unknown";
}

const ALL_PORTS: Interval = { first: 1, last: 65535 };
const PROTOCOLS = ["tcp", "udp"] as const;

/**
 * Every link between two endpoints. Only what a rule of both ends may let through is asked about, at one port of each set
 * that no rule near tells apart.
 *
 * @param work is added to: how many rules were looked at.
 */
export function linksOf(model: Model, work: Work = noWork()): readonly Link[] {
  const world = worldOf(model);
  const ends = model.endpoints.map((endpoint) => endOf(world, endpoint));
  return ends.flatMap((to) =>
    ends.filter((from) => from !== to).flatMap((from) => linksBetween(world, from, to, work)),
  );
}

/** An endpoint with all that decides about it. */
interface End {
  readonly endpoint: Endpoint;
  readonly ranges: readonly Interval[];
  readonly groups: ReadonlySet<string>;
  readonly rules: readonly FilterRule[];
  /** Whether groups or lists of it are not known: then anything may pass. */
  readonly isOpen: boolean;
  /** Ports by which network policies and ordered lists tell packets to it or from it apart. */
  readonly otherPorts: readonly Interval[];
}

function endOf(world: World, endpoint: Endpoint): End {
  const subnets = endpoint.subnets.flatMap((id) => world.subnets.get(id) ?? []);
  const gathered = subnets.map((subnet) =>
    world.rulesOf({ kind: "inside", endpoint, subnet, address: subnet.range.first }),
  );
  return {
    endpoint,
    ranges: subnets.map(({ range }) => range),
    groups: new Set(endpoint.groups),
    rules: gathered.flatMap(({ rules }) => rules),
    isOpen: gathered.some(({ missing }) => missing.length > 0),
    otherPorts: [
      ...(endpoint.pod === undefined ? [] : policyPorts(world)),
      ...subnets
        .flatMap(({ acl }) => (acl === undefined ? [] : (world.acls.get(acl)?.rules ?? [])))
        .flatMap(({ on }) => [...intervalOf(on.ports), ...intervalOf(on.sourcePorts)]),
    ],
  };
}

function policyPorts({ model }: World): Interval[] {
  return model.policies
    .flatMap(({ rules }) => rules)
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ range }) => (range === "named" ? [] : intervalOf(range)));
}

function linksBetween(world: World, from: End, to: End, work: Work): Link[] {
  return PROTOCOLS.flatMap((protocol) => {
    const [sent, received] = [
      passing(from, to, "out", protocol, work),
      passing(to, from, "in", protocol, work),
    ];
    if (sent === undefined || received === undefined) return [];
    const cuts = [...portsOf(from, to), ...portsOf(to, from), ...from.otherPorts, ...to.otherPorts];
    const links: Link[] = [];
    for (const piece of pieces(to.endpoint, protocol, cuts)) {
      if (!isWithin(piece, sent) || !isWithin(piece, received)) continue;
      const { verdict } = ask(
        world,
        { kind: "endpoint", endpoint: from.endpoint },
        { kind: "endpoint", endpoint: to.endpoint },
        { protocol, port: piece.first },
        work,
      );
      if (verdict === "blocked") continue;
      const before = links.at(-1);
      if (before?.verdict === verdict && before.ports[1] === piece.first - 1) {
        links[links.length - 1] = { ...before, ports: [before.ports[0], piece.last] };
        continue;
      }
      const ports = [piece.first, piece.last] as const;
      links.push({ from: from.endpoint.name, to: to.endpoint.name, protocol, ports, verdict });
    }
    return links;
  });
}

/** Ports by which an end's rules tell packets to and from another apart, answers included. */
function portsOf({ rules }: End, other: End): Interval[] {
  return rules
    .filter((rule) => isAbout(rule, other))
    .flatMap(({ on }) => [...intervalOf(on.ports), ...intervalOf(on.sourcePorts)]);
}

/** What an endpoint that tells what it listens on can be called on, or else all ports, cut. */
function pieces(
  { listeners }: Endpoint,
  protocol: Traffic["protocol"],
  cuts: readonly Interval[],
): Interval[] {
  if (listeners === undefined) return cut(ALL_PORTS, cuts);
  const ports = new Set(listeners.filter((one) => one.protocol === protocol).map(({ port }) => port));
  return [...ports].sort((a, b) => a - b).map((port) => ({ first: port, last: port }));
}

/** The ports that rules of an end may let pass to or from another; undefined where none can be. */
function passing(
  end: End,
  other: End,
  direction: FilterRule["direction"],
  protocol: Traffic["protocol"],
  work: Work,
): Interval[] | undefined {
  if (end.isOpen) return [ALL_PORTS];
  const ports = end.rules
    .filter((rule) => {
      work.evaluations++;
      return rule.direction === direction && isAbout(rule, other);
    })
    .filter(({ on }) => on.protocol === "all" || on.protocol === protocol)
    .map(({ on }) => (on.ports === undefined ? ALL_PORTS : { first: on.ports[0], last: on.ports[1] }));
  return ports.length === 0 ? undefined : ports;
}

function isAbout({ end }: FilterRule, other: End): boolean {
  if ("range" in end)
    return other.ranges.some(({ first, last }) => first <= end.range.last && end.range.first <= last);
  return "group" in end && other.groups.has(end.group);
}

const isWithin = (piece: Interval, ranges: readonly Interval[]): boolean =>
  ranges.some(({ first, last }) => first <= piece.first && piece.last <= last);

function intervalOf(ports: PortRange | undefined): Interval[] {
  return ports === undefined ? [] : [{ first: ports[0], last: ports[1] }];
}
