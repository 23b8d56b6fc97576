/**
 * Lists at the boundary of a subnet, read in order until one rule matches; what none matches is refused. They know no
 * connections, so answers need rules of their own, and they are not asked about packets that stay in the subnet.
 *
 * Source: Amazon VPC User Guide, "Network ACL basics" and "Network ACL rules".
 */
import type { Direction } from "./filter";
import { inRange } from "./filter";
import type { Interval } from "./pieces";
import type { Place } from "./place";
import { matchesTraffic, type Match, type Packet } from "./traffic";
import type { Work } from "./work";

export interface AclRule {
  /** Rules are read from the lowest number on. */
  readonly number: number;
  readonly direction: Direction;
  readonly allow: boolean;
  readonly range: Interval;
  readonly on: Match;
}

export interface Acl {
  readonly id: string;
  readonly name: string;
  /** In ascending order of their numbers. */
  readonly rules: readonly AclRule[];
}

/** The rule that decides; undefined when none matches, which refuses. */
export function decidingRule(
  { rules }: Acl,
  direction: Direction,
  other: Place,
  packet: Packet,
  work: Work,
): AclRule | undefined {
  return rules.find((rule) => {
    work.evaluations++;
    return rule.direction === direction && inRange(rule.range, other) && matchesTraffic(rule.on, packet);
  });
}
