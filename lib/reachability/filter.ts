/**
 * Security groups and security lists. Everything that no rule allows is refused, and rules add up, whichever group or list
 * they are in.
 *
 * Sources: OCI Networking, "Security Rules" (an NSG's rules apply to the interfaces in it, a list's to all of its subnet;
 * "Stateful Versus Stateless Rules": where both match, the stateless one takes precedence and the connection is not
 * tracked), "Network Security Groups"; Amazon VPC User Guide, "Security group rules" (stateful, allow only).
 */
import type { Interval } from "./pieces";
import { EVERYWHERE, holds } from "./pieces";
import type { Place } from "./place";
import { matchesTraffic, type Match, type Packet } from "./traffic";
import type { Work } from "./work";

export type Direction = "in" | "out";

/** The other end of a rule: a range, the members of a group, or a service by its label. */
export type End = { readonly range: Interval } | { readonly group: string } | { readonly service: string };

export interface FilterRule {
  readonly direction: Direction;
  readonly end: End;
  readonly on: Match;
  /** Whether answers need a rule of their own. */
  readonly stateless?: boolean;
  /** What its author says of it. */
  readonly text?: string;
  /** What it is written in, by the name that its reader has for that; left out where nothing is. */
  readonly resource?: string;
}

export interface Filter {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly FilterRule[];
}

/** What the rules of an interface say of a packet. */
export interface Passage {
  /** The rule that allows it, if any does. */
  readonly by: FilterRule | undefined;
  /** Whether the answer is let through without a rule. */
  readonly tracked: boolean;
}

export function passage(
  rules: readonly FilterRule[],
  direction: Direction,
  other: Place,
  packet: Packet,
  work: Work,
): Passage {
  let by: FilterRule | undefined;
  for (const rule of rules) {
    work.evaluations++;
    if (rule.direction !== direction || !matchesTraffic(rule.on, packet) || !isEnd(rule.end, other)) continue;
    if (rule.stateless === true) return { by: rule, tracked: false };
    by ??= rule;
  }
  return { by, tracked: by !== undefined };
}

function isEnd(end: End, place: Place): boolean {
  if ("range" in end) return inRange(end.range, place);
  if ("group" in end) return place.kind === "inside" && place.endpoint.groups.includes(end.group);
  return place.kind === "service" && place.service.labels.includes(end.service);
}

/** A service's addresses are somewhere in the world: only the whole world is sure to hold them. */
export function inRange(range: Interval, place: Place): boolean {
  if (place.kind === "service") return range.first <= EVERYWHERE.first && range.last >= EVERYWHERE.last;
  return holds(range, place.address);
}
