/** Whether one party reaches another, asked for all of their addresses at once. */
import type { Answer, Block, Verdict } from "./answer";
import { flow, type Flow } from "./flow";
import type { Model } from "./model";
import type { Endpoint, Listener } from "./parts";
import { natRanges, natRules, rangesNear, rulesNear, sourcePorts } from "./near";
import type { Party } from "./party";
import { cut, join, type Interval } from "./pieces";
import type { Inside, Place } from "./place";
import type { Packet, Traffic } from "./traffic";
import { noWork, type Work } from "./work";
import { worldOf, type World } from "./world";

/**
 * Whether the one can open a connection to the other: directly, or else through what listens on the port and passes
 * connections on (load balancers, gateways). The port is the one that `from` calls.
 *
 * @param work is added to: how many rules were looked at.
 */
export function canReach(
  model: Model,
  from: Party,
  to: Party,
  traffic: Traffic,
  work: Work = noWork(),
): Answer {
  const world = worldOf(model);
  const direct = ask(world, from, to, traffic, work);
  if (passes(direct.verdict) || to.kind !== "endpoint") return direct;
  return throughRelays(world, from, to.endpoint, traffic, work) ?? direct;
}

const passes = (verdict: Verdict): boolean => verdict === "reaches" || verdict === "partly";

/** The first chain of relays that passes the connection on to the endpoint. */
function throughRelays(
  world: World,
  from: Party,
  to: Endpoint,
  traffic: Traffic,
  work: Work,
): Answer | undefined {
  for (const relay of world.model.endpoints) {
    if (relay === to || (from.kind === "endpoint" && from.endpoint.name === relay.name)) continue;
    const answer = passedOn(world, from, relay, traffic, to, work, []);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function passedOn(
  world: World,
  from: Party,
  relay: Endpoint,
  traffic: Traffic,
  to: Endpoint,
  work: Work,
  seen: readonly Endpoint[],
): Answer | undefined {
  const targets = behind(relay, traffic);
  if (targets.length === 0 || seen.includes(relay)) return undefined;
  const first = ask(world, from, { kind: "endpoint", endpoint: relay }, traffic, work);
  if (!passes(first.verdict)) return undefined;
  const own: Party = { kind: "endpoint", endpoint: relay };
  for (const { endpoint: name, port } of targets) {
    const target = world.endpoints.get(name);
    if (target === undefined) continue;
    const next: Traffic = { protocol: traffic.protocol, port };
    const second =
      name === to.name
        ? ask(world, own, { kind: "endpoint", endpoint: to }, next, work)
        : passedOn(world, own, target, next, to, work, [...seen, relay]);
    if (second !== undefined && passes(second.verdict)) return chained(first, second);
  }
  return undefined;
}

/** What a relay passes a connection on to. */
export function behind({ listeners = [] }: Endpoint, { protocol, port }: Traffic): Listener["to"] {
  return listeners.filter((one) => one.protocol === protocol && one.port === port).flatMap(({ to }) => to);
}

function chained(first: Answer, second: Answer): Answer {
  const whole = first.verdict === "reaches" && second.verdict === "reaches";
  return {
    verdict: whole ? "reaches" : "partly",
    hops: [...first.hops, ...second.hops.slice(1)],
    blocks: [...first.blocks, ...second.blocks],
    ...(first.only === undefined ? {} : { only: first.only }),
  };
}

interface Piece {
  readonly place: Place;
  readonly range: Interval | undefined;
}

/** The answer without relays. */
export function ask(world: World, from: Party, to: Party, traffic: Traffic, work: Work): Answer {
  const near = [...rulesNear(world, from), ...rulesNear(world, to), ...natRules(world)];
  const sources = piecesOf(world, from, [...rangesNear(world, to), ...natRanges(world)]);
  const targets = piecesOf(world, to, [...rangesNear(world, from), ...natRanges(world)]);
  const ports = sourcePorts(near);
  const nowhere = sources.length === 0 ? from : targets.length === 0 ? to : undefined;
  if (nowhere !== undefined) return { verdict: "unknown", hops: [], blocks: [lost(nowhere)] };
  const through: { source: Piece; target: Piece; flow: Flow }[] = [];
  const stopped: Flow[] = [];
  for (const source of sources) {
    for (const target of targets) {
      for (const sourcePort of ports) {
        const packet: Packet = { ...traffic, sourcePort };
        const one = flow(world, source.place, target.place, packet, work);
        if (one.blocks.length === 0) through.push({ source, target, flow: one });
        else stopped.push(one);
      }
    }
  }
  const blocks = distinct(stopped.flatMap((one) => one.blocks));
  const [first] = through;
  if (first === undefined) {
    const sure = stopped.every((one) => one.blocks.some((block) => block.unknown !== true));
    const open = stopped.some((one) => one.blocks.every((block) => block.unknown === true));
    return { verdict: sure || !open ? "blocked" : "unknown", hops: [], blocks };
  }
  if (stopped.length === 0) return { verdict: "reaches", hops: first.flow.hops, blocks };
  return {
    verdict: "partly",
    hops: first.flow.hops,
    blocks,
    only: {
      from: join(through.flatMap(({ source }) => source.range ?? [])),
      to: join(through.flatMap(({ target }) => target.range ?? [])),
    },
  };
}

function lost(party: Party): Block {
  const at = party.kind === "endpoint" ? party.endpoint.name : party.kind;
  const text = `nothing is known of the addresses of ${at}`;
  return { kind: "route", leg: "request", at, text, unknown: true };
}

function distinct(blocks: readonly Block[]): Block[] {
  return [...new Map(blocks.map((block) => [`${block.leg} ${block.text}`, block])).values()];
}

function piecesOf(world: World, party: Party, cuts: readonly Interval[]): Piece[] {
  switch (party.kind) {
    case "service":
      return [{ place: { kind: "service", service: party.service }, range: undefined }];
    case "beyond":
      return cut(party.range, [...cuts, ...world.model.networks.flatMap(({ ranges }) => ranges)]).map(
        (range) => ({ place: { kind: "beyond", address: range.first }, range }),
      );
    case "internet":
      return internetPieces(world, party.range, cuts).map((range) => ({
        place: { kind: "internet", address: range.first },
        range,
      }));
    case "endpoint":
      return insidePieces(world, party.endpoint, party.range, cuts).map(({ place, range }) => ({
        place,
        range,
      }));
  }
}

export function internetPieces(
  world: World,
  only: Interval | undefined,
  cuts: readonly Interval[],
): Interval[] {
  return world.internet.flatMap((range) => overlap(range, only)).flatMap((range) => cut(range, cuts));
}

/** An endpoint's addresses, subnet by subnet. */
export function insidePieces(
  world: World,
  endpoint: Endpoint,
  only: Interval | undefined,
  cuts: readonly Interval[],
): { readonly place: Inside; readonly range: Interval }[] {
  return endpoint.subnets
    .flatMap((id) => world.subnets.get(id) ?? [])
    .flatMap((subnet) =>
      overlap(subnet.range, only)
        .flatMap((range) => cut(range, cuts))
        .map((range) => ({
          place: { kind: "inside", endpoint, subnet, address: range.first } as const,
          range,
        })),
    );
}

function overlap(range: Interval, only: Interval | undefined): Interval[] {
  if (only === undefined) return [range];
  const both = { first: Math.max(range.first, only.first), last: Math.min(range.last, only.last) };
  return both.first <= both.last ? [both] : [];
}
