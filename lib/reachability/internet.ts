/** Everything that the internet reaches, and by which way. */
import type { Hop } from "./answer";
import { inRange, type FilterRule } from "./filter";
import { flow } from "./flow";
import type { Model } from "./model";
import type { Endpoint } from "./parts";
import { rangesNear, rulesNear, sourcePorts } from "./near";
import type { Party } from "./party";
import { cut, join, type Interval } from "./pieces";
import type { Inside, Place } from "./place";
import { ask, insidePieces, internetPieces } from "./reach";
import type { PortRange, Traffic } from "./traffic";
import { noWork, type Work } from "./work";
import { worldOf, type World } from "./world";

/** Ports of an endpoint that some of the internet reaches. */
export interface Exposure {
  readonly endpoint: string;
  readonly protocol: Traffic["protocol"];
  /** The ports that are called: those of the first of `through`, where there is one. */
  readonly ports: PortRange;
  /** Where on the internet. */
  readonly from: readonly Interval[];
  readonly hops: readonly Hop[];
  /** Names of the load balancers and gateways in between, the first called first. */
  readonly through: readonly string[];
  /** False: nothing known refuses it, and whether something else does is not known. */
  readonly certain: boolean;
}

const ALL_PORTS: Interval = { first: 1, last: 65535 };
const PROTOCOLS = ["tcp", "udp"] as const;

/**
 * What the internet reaches. What has neither a public address nor a door is passed over without a look at its rules.
 *
 * @param work is added to: how many rules were looked at.
 */
export function reachableFromInternet(model: Model, work: Work = noWork()): readonly Exposure[] {
  const world = worldOf(model);
  const direct = model.endpoints
    .filter((endpoint) => endpoint.isPublic || (endpoint.doors ?? []).length > 0)
    .flatMap((endpoint) => exposuresOf(world, endpoint, work));
  return [...direct, ...direct.flatMap((one) => passedOn(world, one, one.ports, work))];
}

/** What of it gets in by one port range, and the way. */
interface Box {
  readonly ports: Interval;
  readonly from: Interval[];
  readonly hops: readonly Hop[];
  readonly certain: boolean;
}

function exposuresOf(world: World, endpoint: Endpoint, work: Work): Exposure[] {
  return PROTOCOLS.flatMap((protocol) =>
    merged([...boxesOf(world, endpoint, protocol, work)]).map(({ ports, from, hops, certain }) => ({
      endpoint: endpoint.name,
      protocol,
      ports: [ports.first, ports.last] as const,
      from,
      hops,
      through: [],
      certain,
    })),
  );
}

/** Every piece of the internet with every set of ports that no rule for that piece tells apart. */
function* boxesOf(
  world: World,
  endpoint: Endpoint,
  protocol: Traffic["protocol"],
  work: Work,
): Generator<Box> {
  const party: Party = { kind: "endpoint", endpoint };
  const callers = sourcePorts(rulesNear(world, party));
  const fixed = fixedPorts(world, endpoint);
  for (const source of internetPieces(world, undefined, rangesNear(world, party))) {
    const from: Place = { kind: "internet", address: source.first };
    for (const { place } of insidePieces(world, endpoint, undefined, [])) {
      const { received, hopeless } = rulesFor(world, place, from, work);
      if (hopeless && (endpoint.doors ?? []).length === 0) continue;
      const ranges = received.flatMap(({ on }) => [on.ports, on.sourcePorts]).flatMap(intervalOf);
      for (const ports of cut(ALL_PORTS, [...ranges, ...fixed])) {
        const flows = callers.map((sourcePort) =>
          flow(world, from, place, { protocol, sourcePort, port: ports.first }, work, received),
        );
        const open = flows.find(({ blocks }) => blocks.length === 0);
        const perhaps = flows.find(({ blocks }) => blocks.every((block) => block.unknown === true));
        if (perhaps === undefined) continue;
        yield { ports, from: [source], hops: (open ?? perhaps).hops, certain: open !== undefined };
      }
    }
  }
}

/** The rules of an interface that may match packets to and from a place. */
function rulesFor(
  world: World,
  place: Inside,
  other: Place,
  work: Work,
): { received: FilterRule[]; hopeless: boolean } {
  const { rules, missing } = world.rulesOf(place);
  const received = rules.filter(({ end }) => {
    work.evaluations++;
    return "range" in end && inRange(end.range, other);
  });
  const admits = received.some(({ direction }) => direction === "in");
  return { received, hopeless: !admits && missing.length === 0 };
}

/** Ports by which something other than groups and lists tells packets apart. */
function fixedPorts(world: World, endpoint: Endpoint): Interval[] {
  const single = (port: number): Interval => ({ first: port, last: port });
  const acls = endpoint.subnets
    .flatMap((id) => world.subnets.get(id)?.acl ?? [])
    .flatMap((id) => world.acls.get(id)?.rules ?? []);
  const policies = endpoint.pod === undefined ? [] : world.model.policies;
  return [
    ...(endpoint.listeners ?? []).map(({ port }) => single(port)),
    ...(endpoint.doors ?? []).map(({ port }) => single(port)),
    ...acls.flatMap(({ on }) => [on.ports, on.sourcePorts]).flatMap(intervalOf),
    ...policies
      .flatMap(({ rules }) => rules)
      .flatMap(({ ports = [] }) => ports)
      .flatMap(({ range }) => (range === "named" ? [] : intervalOf(range))),
  ];
}

function intervalOf(ports: PortRange | undefined): Interval[] {
  return ports === undefined ? [] : [{ first: ports[0], last: ports[1] }];
}

/** Boxes as few as they can be told in: ports that the same part of the internet reaches, together. */
function merged(boxes: readonly Box[]): Box[] {
  const byPorts = new Map<string, Box>();
  for (const box of boxes) {
    const key = `${box.certain} ${box.ports.first}-${box.ports.last}`;
    const known = byPorts.get(key);
    if (known === undefined) byPorts.set(key, { ...box, from: [...box.from] });
    else known.from.push(...box.from);
  }
  const distinct = [...byPorts.values()].map((box) => ({ ...box, from: join(box.from) }));
  return [true, false].flatMap((certain) => {
    const some = distinct.filter((box) => box.certain === certain);
    const result: Box[] = [];
    for (const ports of cut(
      ALL_PORTS,
      some.map((box) => box.ports),
    )) {
      const here = some.filter((box) => box.ports.first <= ports.first && ports.last <= box.ports.last);
      const [first] = here;
      if (first === undefined) continue;
      const from = join(here.flatMap((box) => box.from));
      const before = result.at(-1);
      const same = before?.ports.last === ports.first - 1 && sameRanges(before.from, from);
      if (same) {
        result[result.length - 1] = { ...before, ports: { first: before.ports.first, last: ports.last } };
      } else result.push({ ports, from, hops: first.hops, certain });
    }
    return result;
  });
}

function sameRanges(a: readonly Interval[], b: readonly Interval[]): boolean {
  return (
    a.length === b.length && a.every(({ first, last }, i) => first === b[i]?.first && last === b[i]?.last)
  );
}

/** What an exposed endpoint passes connections on to, and what that does in turn. */
function passedOn(world: World, exposure: Exposure, ports: PortRange, work: Work): Exposure[] {
  const relay = world.endpoints.get(exposure.endpoint);
  if (relay === undefined || exposure.through.includes(relay.name)) return [];
  const through = [...exposure.through, relay.name];
  return (relay.listeners ?? [])
    .filter(({ protocol, port }) => protocol === exposure.protocol && ports[0] <= port && port <= ports[1])
    .flatMap(({ protocol, port: called, to }) =>
      to.flatMap(({ endpoint: name, port }) => {
        const target = world.endpoints.get(name);
        if (target === undefined) return [];
        const answer = ask(
          world,
          { kind: "endpoint", endpoint: relay },
          { kind: "endpoint", endpoint: target },
          { protocol, port },
          work,
        );
        if (answer.verdict === "blocked") return [];
        const further: Exposure = {
          ...exposure,
          endpoint: name,
          ports: exposure.through.length === 0 ? [called, called] : exposure.ports,
          hops: [...exposure.hops, ...answer.hops.slice(1)],
          through,
          certain: exposure.certain && answer.verdict !== "unknown",
        };
        return [further, ...passedOn(world, further, [port, port], work)];
      }),
    );
}
