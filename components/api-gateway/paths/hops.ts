import {
  canReach,
  partyNamed,
  trafficText,
  type Block,
  type Party,
  type Traffic,
} from "../../../lib/reachability";
import type { GatewayPaths, PathGap } from "./spec";

/** One way from one place to another that has to be open. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly traffic: Traffic;
  readonly routes: readonly string[];
}

export const tcp = (port: number): Traffic => ({ protocol: "tcp", port });

const REMEDIES: Readonly<Record<Block["kind"], string>> = {
  route: "give the subnet's route table a rule for it: peers of the network, or Oracle's services",
  gateway:
    "let the route lead by a gateway that goes there: the dynamic routing gateway for networks, the service gateway for Oracle's services",
  address: "call it by its private address: nothing of this path has a public one",
  rule: "say it in a sentence of the network, so that both ends get their rule",
  acl: "let the ordered list of the subnet pass it",
  policy: "let the namespace's network policies allow it",
  listener: "call a port that it listens on, or let it listen there",
};

/** What keeps a hop from being open, each missing thing once. */
export function hopGaps({ network }: GatewayPaths, { from, to, traffic, routes }: Hop): PathGap[] {
  const [source, target] = [partyNamed(network, from), partyNamed(network, to)];
  const strangers = [
    { name: from, party: source },
    { name: to, party: target },
  ].flatMap(({ name, party }): PathGap[] => {
    if (!("fault" in party)) return [];
    const what = `${name} is no part of the network`;
    return [{ kind: "place", routes, from, to, what, remedy: `name ${party.fault}` }];
  });
  if ("fault" in source || "fault" in target) return strangers;
  const { verdict, blocks } = canReach(network, source.party, target.party, traffic);
  if (verdict === "reaches") return [];
  const gaps = blocks.map(({ kind, leg, at, text }) => ({
    key: [kind, leg, at].join(" "),
    gap: {
      kind,
      routes,
      from,
      to,
      on: trafficText(traffic),
      what: leg === "reply" ? `on the way back, ${text}` : text,
      remedy: REMEDIES[kind],
    },
  }));
  // A range is asked about piece by piece: what stops several of its pieces is one gap.
  return [...new Map(gaps.map(({ key, gap }) => [key, gap])).values()];
}

/** Whether any of the one's addresses gets to the other. */
export function isOpen({ network }: GatewayPaths, from: Party, to: Party, traffic: Traffic): boolean {
  return ["reaches", "partly"].includes(canReach(network, from, to, traffic).verdict);
}
