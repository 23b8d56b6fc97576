import { cidr, contains } from "../../../components/core";
import { SUBNET_OF, type GroupRole, type SubnetRole } from "../../../components/oci-platform/plan/roles";
import type { Counterpart, Direction, SecurityPlan } from "../../../components/oci-platform/plan/rules";
import type { Traffic } from "../../../components/oci-platform/plan/sentences";

/** Someone who sends or is sent to: an interface in a group, one in the bastion's subnet, or someone outside. */
export type Host = GroupRole | "bastion" | "peer" | "internet" | "oracle-services";

/** One packet. */
export type Packet =
  | { readonly protocol: "tcp" | "udp"; readonly port: number }
  | { readonly protocol: "icmp"; readonly type: number; readonly code: number };

/**
 * Walks rules as OCI does, without knowing the sentences they come from: a packet passes when a rule at the sender lets it
 * out and a rule at the receiver lets it in; nobody outside is asked.
 */
export class Walker {
  readonly #ranges: Readonly<Record<Host, string | undefined>>;
  /** Rules by where they stand and which way they look. */
  readonly #rules = new Map<string, { counterpart: Counterpart; on: Traffic }[]>();

  constructor(plan: SecurityPlan, subnets: Readonly<Record<SubnetRole, string>>, peer: string) {
    const groups = Object.entries(SUBNET_OF).map(([group, subnet]) => [group, subnets[subnet]]);
    this.#ranges = {
      ...(Object.fromEntries(groups) as Record<GroupRole, string>),
      bastion: subnets.bastion,
      peer,
      internet: "203.0.113.0/24",
      "oracle-services": undefined,
    };
    for (const { group, direction, counterpart, on } of plan.groupRules) {
      this.add(group, direction, counterpart, on);
    }
    for (const { direction, cidr: range, on } of plan.bastionRules) {
      this.add("bastion", direction, { kind: "range", cidr: range }, on);
    }
  }

  private add(host: Host, direction: Direction, counterpart: Counterpart, on: Traffic): void {
    const key = `${host} ${direction}`;
    this.#rules.set(key, [...(this.#rules.get(key) ?? []), { counterpart, on }]);
  }

  passes(from: Host, to: Host, packet: Packet): boolean {
    return this.letsThrough(from, "EGRESS", to, packet) && this.letsThrough(to, "INGRESS", from, packet);
  }

  private letsThrough(host: Host, direction: Direction, other: Host, packet: Packet): boolean {
    if (host === "peer" || host === "internet" || host === "oracle-services") return true;
    return (this.#rules.get(`${host} ${direction}`) ?? []).some(
      ({ counterpart, on }) => covers(on, packet) && this.isOneOf(counterpart, other),
    );
  }

  private isOneOf(counterpart: Counterpart, host: Host): boolean {
    if (counterpart.kind === "services") return host === "oracle-services";
    if (counterpart.kind === "group") return counterpart.role === host;
    const range = this.#ranges[host];
    return range !== undefined && contains(cidr(counterpart.cidr), cidr(range));
  }
}

function covers(on: Traffic, packet: Packet): boolean {
  if (on.protocol === "all") return true;
  if (on.protocol === "icmp") {
    return packet.protocol === "icmp" && on.type === packet.type && on.code === packet.code;
  }
  return (
    packet.protocol === on.protocol &&
    "port" in packet &&
    on.ports[0] <= packet.port &&
    packet.port <= on.ports[1]
  );
}
