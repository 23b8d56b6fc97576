import type { Fault } from "../../core";
import { SUBNET_OF, WORLD, type GroupRole, type Peers, type SubnetRole } from "./roles";
import {
  PATH_DISCOVERY,
  isPeer,
  peerName,
  sentenceText,
  trafficName,
  type Party,
  type Sentence,
  type Traffic,
} from "./sentences";

/** The other end of a rule. */
export type Counterpart =
  | { readonly kind: "group"; readonly role: GroupRole }
  | { readonly kind: "range"; readonly cidr: string }
  | { readonly kind: "services" };

export type Direction = "EGRESS" | "INGRESS";

/** A rule of a group. */
export interface GroupRule {
  /** Unique within the network, made of role words: `workers-to-api-endpoint-tcp-6443`. */
  readonly key: string;
  readonly group: GroupRole;
  readonly direction: Direction;
  readonly counterpart: Counterpart;
  readonly on: Traffic;
  readonly description: string;
}

/** A rule of the bastion subnet's own security list, the one place where no group can stand. */
export interface BastionRule {
  readonly direction: Direction;
  readonly cidr: string;
  readonly on: Traffic;
  readonly description: string;
}

export interface SecurityPlan {
  readonly groupRules: readonly GroupRule[];
  readonly bastionRules: readonly BastionRule[];
}

/** What exists in a network, so that sentences about what it lacks fall away. */
export interface Ground {
  readonly vcn: string;
  readonly subnets: Readonly<Partial<Record<SubnetRole, string>>>;
  readonly groups: ReadonlySet<GroupRole>;
  readonly peers: Peers;
}

/** OCI service limits, "Networking": security rules a network security group takes, both directions together. */
const RULES_A_GROUP = 120;
/** OCI Core Services API, AddSecurityRuleDetails `description`. */
const DESCRIPTION_MAX = 255;

/**
 * The rules that say what the sentences say: a stateful rule to send at the one end and a stateful rule to receive at the
 * other, so that neither half can be forgotten. A party that the network does not have makes no rule.
 */
export function securityPlan(sentences: readonly Sentence[], ground: Ground): SecurityPlan {
  const present = [...sentences, ...pathDiscovery(sentences, ground)].filter(
    ({ from, to }) => exists(from, ground) && exists(to, ground),
  );
  return {
    groupRules: present.flatMap((sentence) => [
      ...groupRule(sentence, "EGRESS", ground),
      ...groupRule(sentence, "INGRESS", ground),
    ]),
    bastionRules: present.flatMap((sentence) => [
      ...bastionRule(sentence, "EGRESS", ground),
      ...bastionRule(sentence, "INGRESS", ground),
    ]),
  };
}

function isGroup(party: Party): party is GroupRole {
  return party in SUBNET_OF;
}

function exists(party: Party, { groups, peers, subnets }: Ground): boolean {
  if (isGroup(party)) return groups.has(party);
  if (isPeer(party)) return peerName(party) in peers;
  return party !== "bastion" || subnets.bastion !== undefined;
}

/** A group's packets cross the network and what its sentences name; on each of these ways packet size is found out. */
function pathDiscovery(sentences: readonly Sentence[], { groups }: Ground): Sentence[] {
  const why = "to find the packet size of the path";
  return [...groups].flatMap((role) => {
    const senders = sentences.filter(({ to }) => to === role).map(({ from }) => from);
    const receivers = sentences.filter(({ from }) => from === role).map(({ to }) => to);
    const peers = new Set([...senders, ...receivers].filter(isPeer));
    return [
      ...["vcn" as const, ...peers].flatMap((place): Sentence[] => [
        { from: place, to: role, on: PATH_DISCOVERY, why },
        { from: role, to: place, on: PATH_DISCOVERY, why },
      ]),
      ...(receivers.includes("oracle-services")
        ? [{ from: role, to: "oracle-services" as const, on: PATH_DISCOVERY, why }]
        : []),
    ];
  });
}

function ends({ from, to }: Sentence, direction: Direction): { own: Party; other: Party } {
  return direction === "EGRESS" ? { own: from, other: to } : { own: to, other: from };
}

function groupRule(sentence: Sentence, direction: Direction, ground: Ground): GroupRule[] {
  const { own, other } = ends(sentence, direction);
  if (!isGroup(own)) return [];
  return [
    {
      key: [own, direction === "EGRESS" ? "to" : "from", slug(other), slug(trafficName(sentence.on))].join(
        "-",
      ),
      group: own,
      direction,
      counterpart: counterpart(other, ground),
      on: sentence.on,
      description: sentenceText(sentence),
    },
  ];
}

function bastionRule(sentence: Sentence, direction: Direction, ground: Ground): BastionRule[] {
  const { own, other } = ends(sentence, direction);
  if (own !== "bastion") return [];
  const cidr = isGroup(other) ? ground.subnets[SUBNET_OF[other]] : rangeOf(other, ground);
  return cidr === undefined
    ? []
    : [{ direction, cidr, on: sentence.on, description: sentenceText(sentence) }];
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function counterpart(party: Party, ground: Ground): Counterpart {
  if (isGroup(party)) return { kind: "group", role: party };
  const cidr = rangeOf(party, ground);
  return cidr === undefined ? { kind: "services" } : { kind: "range", cidr };
}

/** The range of a party that is neither a group nor Oracle's services. */
function rangeOf(party: Exclude<Party, GroupRole>, { vcn, subnets, peers }: Ground): string | undefined {
  if (isPeer(party)) return peers[peerName(party)];
  switch (party) {
    case "vcn":
      return vcn;
    case "internet":
      return WORLD;
    case "bastion":
      return subnets.bastion;
    case "oracle-services":
      return undefined;
  }
}

/** Everything wrong with sentences that a user adds, and with the number of rules in all. */
export function sentenceFaults(path: string, added: readonly Sentence[], ground: Ground): Fault[] {
  return added.flatMap((sentence, i) => {
    const faults: Fault[] = [];
    const fault = (field: string, given: unknown, allowed: string) =>
      faults.push({ path: `${path}[${i}].${field}`, given, allowed });
    const { from, to, on } = sentence;
    for (const [field, party] of [
      ["from", from],
      ["to", to],
    ] as const) {
      if (!exists(party, ground))
        fault(field, party, `a party of this network: ${parties(ground).join(", ")}`);
    }
    if (!isGroup(from) && !isGroup(to)) fault("to", to, "a role with a security group at one end at least");
    if (on.protocol === "all" && from !== to) {
      fault("on", "all", "a protocol and its ports; only a group's talk with itself may be anything");
    }
    if ((on.protocol === "tcp" || on.protocol === "udp") && !isPortRange(on.ports)) {
      fault("on.ports", on.ports, "two ports from 1 to 65535, the first not above the last");
    }
    if (
      from === "internet" &&
      !(to === "load-balancer-public" && ["TCP 443", "TCP 80"].includes(trafficName(on)))
    ) {
      fault("from", from, "the internet only to load-balancer-public, on TCP 443 or 80");
    }
    if (sentenceText(sentence).length > DESCRIPTION_MAX) {
      fault("why", sentence.why, `a sentence of at most ${DESCRIPTION_MAX} characters in all`);
    }
    return faults;
  });
}

function isPortRange([first, last]: readonly [number, number]): boolean {
  return Number.isInteger(first) && Number.isInteger(last) && first >= 1 && last <= 65535 && first <= last;
}

function parties({ groups, peers, subnets }: Ground): Party[] {
  const named = Object.keys(peers).map((name): Party => `peer:${name}`);
  const bastion: Party[] = subnets.bastion === undefined ? [] : ["bastion"];
  return [...groups, ...bastion, "vcn", "oracle-services", "internet", ...named];
}

/** Groups with more rules than the service takes, and rules that two sentences make twice. */
export function ruleFaults(path: string, rules: readonly GroupRule[]): Fault[] {
  const keys = rules.map((rule) => rule.key);
  const twice = new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
  const counts = new Map<GroupRole, number>();
  for (const { group } of rules) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [
    ...[...twice].map((key) => ({ path, given: key, allowed: "each allowance once" })),
    ...[...counts]
      .filter(([, count]) => count > RULES_A_GROUP)
      .map(([role, count]) => ({
        path: `${path} (${role})`,
        given: count,
        allowed: `at most ${RULES_A_GROUP} rules a group: merge ranges or peers`,
      })),
  ];
}
