/**
 * One connection from one address to another: every check that its first packet and the answer to it have to pass. All are
 * made, so that everything in the way is told at once.
 *
 * A connection needs a route there and back; at the sender a rule to send, at the receiver one to receive, and where rules
 * keep no track of connections one for the answer as well; both subnets' ordered lists in both directions; both pods'
 * policies; and someone who listens.
 */
import { decidingRule } from "./acl";
import type { Block, Hop } from "./answer";
import { passage, type Direction, type FilterRule } from "./filter";
import type { Subnet } from "./parts";
import { holds } from "./pieces";
import { placeName, type Inside, type Place } from "./place";
import { policyVerdict } from "./policy";
import { wayFrom, wayIn, type Way } from "./route";
import { replyTo, trafficText, type Packet } from "./traffic";
import type { Work } from "./work";
import type { World } from "./world";

export interface Flow {
  readonly hops: readonly Hop[];
  /** None: it gets through. */
  readonly blocks: readonly Block[];
}

type Leg = Block["leg"];

/** @param received the receiver's rules, where the caller has left out those that can not match. */
export function flow(
  world: World,
  from: Place,
  to: Place,
  packet: Packet,
  work: Work,
  received?: readonly FilterRule[],
): Flow {
  const through = throughDoor(from, to, packet);
  if (through !== undefined) return through;
  if (from.kind !== "inside" && to.kind !== "inside") {
    const text = `neither ${placeName(from)} nor ${placeName(to)} is in a network that is known`;
    return { hops: [], blocks: [{ kind: "route", leg: "request", at: placeName(from), text }] };
  }
  const trip = new Trip(world, from, to, packet, work);
  trip.run(received);
  return { hops: trip.hops, blocks: trip.blocks };
}

function throughDoor(from: Place, to: Place, { protocol, port }: Packet): Flow | undefined {
  if (from.kind !== "internet" || to.kind !== "inside" || protocol !== "tcp") return undefined;
  const door = to.endpoint.doors?.find(
    (one) => one.port === port && one.clients.some((range) => holds(range, from.address)),
  );
  return (
    door && {
      hops: [
        { kind: "place", name: placeName(from) },
        { kind: "door", name: door.name },
        { kind: "place", name: to.endpoint.name },
      ],
      blocks: [],
    }
  );
}

class Trip {
  readonly hops: Hop[] = [];
  readonly blocks: Block[] = [];
  private readonly reply: Packet;

  constructor(
    private readonly world: World,
    private readonly from: Place,
    private readonly to: Place,
    private readonly packet: Packet,
    private readonly work: Work,
  ) {
    this.reply = replyTo(packet);
  }

  run(received: readonly FilterRule[] | undefined): void {
    const { from, to, packet, reply, world } = this;
    const crosses = !(from.kind === "inside" && to.kind === "inside" && from.subnet.id === to.subnet.id);

    this.hops.push({ kind: "place", name: placeName(from) });
    let nat: Subnet | undefined;
    let sent = true;
    if (from.kind === "inside") {
      this.policies(from, "out", to);
      sent = this.rules(from, "out", to, packet, "request");
      if (crosses) this.boundary(from.subnet, "out", to, packet, "request");
      nat = this.take(wayFrom(world, from.subnet, from.endpoint.isPublic, to, "request"), true).nat;
      if (nat !== undefined && nat.id !== from.subnet.id) {
        this.boundary(nat, "in", from, packet, "request");
        this.boundary(nat, "out", to, packet, "request");
      }
    } else if (to.kind === "inside") {
      this.take(wayIn(world, from, to.subnet, to.endpoint.isPublic, to.endpoint.name), true);
    }

    let tracked = true;
    if (to.kind === "inside") {
      if (crosses) this.boundary(to.subnet, "in", from, packet, "request");
      tracked = this.rules(to, "in", from, packet, "request", received);
      this.policies(to, "in", from);
      this.listener(to);
    }
    this.hops.push({ kind: "place", name: placeName(to) });

    if (to.kind === "inside") {
      if (!tracked) this.rules(to, "out", from, reply, "reply", received);
      if (crosses) this.boundary(to.subnet, "out", from, reply, "reply");
      this.take(wayFrom(world, to.subnet, to.endpoint.isPublic, from, "reply"), false);
    }
    if (from.kind === "inside") {
      if (nat !== undefined && nat.id !== from.subnet.id) {
        this.boundary(nat, "in", to, reply, "reply");
        this.boundary(nat, "out", from, reply, "reply");
      }
      if (crosses) this.boundary(from.subnet, "in", to, reply, "reply");
      if (!sent) this.rules(from, "in", to, reply, "reply");
    }
  }

  private take(way: Way, shown: boolean): Way {
    if (shown) this.hops.push(...way.hops);
    this.blocks.push(...way.blocks);
    return way;
  }

  /** Whether the answer needs no rule: also where the packet itself has none, so that one gap is told once. */
  private rules(
    end: Inside,
    direction: Direction,
    other: Place,
    packet: Packet,
    leg: Leg,
    given?: readonly FilterRule[],
  ): boolean {
    const { rules, missing, names } = this.world.rulesOf(end);
    const { by, tracked } = passage(given ?? rules, direction, other, packet, this.work);
    if (by !== undefined) {
      if (leg === "request")
        this.hops.push({ kind: "rule", name: end.endpoint.name, text: ruleText(by, direction) });
      return tracked;
    }
    const does = direction === "out" ? "send" : "receive";
    const way = `${direction === "out" ? "to" : "from"} ${placeName(other)}`;
    const what = leg === "request" ? trafficText(packet) : `answers of ${trafficText(this.packet)}`;
    const of = names.length === 0 ? "no security group or list" : `no rule of ${names.join(", ")}`;
    this.blocks.push({
      kind: "rule",
      leg,
      at: end.endpoint.name,
      text:
        missing.length === 0
          ? `${of} lets ${end.endpoint.name} ${does} ${what} ${way}`
          : `nothing is known of ${missing.join(", ")}, which may let ${end.endpoint.name} ${does} ${what} ${way}`,
      ...(missing.length === 0 ? {} : { unknown: true }),
    });
    return true;
  }

  private boundary(subnet: Subnet, direction: Direction, other: Place, packet: Packet, leg: Leg): void {
    if (subnet.acl === undefined) return;
    const acl = this.world.acls.get(subnet.acl);
    const what = leg === "request" ? trafficText(packet) : `answers of ${trafficText(this.packet)}`;
    const way = `${direction === "out" ? "out of" : "into"} ${subnet.name}`;
    if (acl === undefined) {
      const text = `nothing is known of ${subnet.acl}, which may refuse ${what} ${way}`;
      this.blocks.push({ kind: "acl", leg, at: subnet.acl, text, unknown: true });
      return;
    }
    const rule = decidingRule(acl, direction, other, packet, this.work);
    if (rule?.allow === true) return;
    const by = rule === undefined ? "no rule of" : `rule ${rule.number} of`;
    const text =
      rule === undefined
        ? `${by} ${acl.name} lets ${what} ${way}`
        : `${by} ${acl.name} refuses ${what} ${way}`;
    this.blocks.push({ kind: "acl", leg, at: acl.name, text });
  }

  private policies({ endpoint }: Inside, direction: Direction, other: Place): void {
    if (endpoint.pod === undefined) return;
    const { policies, namespaces } = this.world.model;
    const verdict = policyVerdict(
      policies,
      namespaces,
      endpoint.pod,
      direction,
      other,
      this.packet,
      this.work,
    );
    if (verdict.kind === "open") return;
    if (verdict.kind === "allowed") {
      const { namespace, name, text } = verdict.by;
      this.hops.push({
        kind: "policy",
        name: `${namespace}/${name}`,
        ...(text === undefined ? {} : { text }),
      });
      return;
    }
    const names = verdict.by.map(({ namespace, name }) => `${namespace}/${name}`).join(", ");
    const does = direction === "out" ? "send" : "receive";
    const way = `${direction === "out" ? "to" : "from"} ${placeName(other)}`;
    const what = `${endpoint.name} ${does} ${trafficText(this.packet)} ${way}`;
    const refused = { kind: "policy", leg: "request", at: endpoint.name } as const;
    if (verdict.kind === "unknown") {
      const text = `whether network policies (${names}) let ${what} depends on labels that are not known`;
      this.blocks.push({ ...refused, text, unknown: true });
    } else if (verdict.by.some(({ enforced }) => enforced)) {
      this.blocks.push({
        ...refused,
        text: `no network policy lets ${what}, of those that select it (${names})`,
      });
    } else {
      const text = `no network policy lets ${what}, but nothing is known in ${endpoint.pod.cluster} that enforces ${names}`;
      this.blocks.push({ ...refused, text, unknown: true });
    }
  }

  private listener({ endpoint }: Inside): void {
    const { protocol, port } = this.packet;
    if (endpoint.listeners === undefined) return;
    if (endpoint.listeners.some((one) => one.protocol === protocol && one.port === port)) return;
    const ports = endpoint.listeners.map(trafficText).join(", ");
    const text = `${endpoint.name} does not listen on ${trafficText(this.packet)}${ports === "" ? "" : `, only on ${ports}`}`;
    this.blocks.push({ kind: "listener", leg: "request", at: endpoint.name, text });
  }
}

function ruleText({ text }: FilterRule, direction: Direction): string {
  return text ?? (direction === "out" ? "a rule to send" : "a rule to receive");
}
