/** What a change does to how fast things must be back. */
import { OBJECTIVES } from "../../../components/recovery/tiers";
import type { Leaf } from "../leaves";
import type { Risk } from "../model";
import { shown } from "../values";
import { alike, listed } from "./alike";
import { keptFirst, stays, urnsOf, type Judged } from "./judged";

/** One risk for each stack and change of tier: what keeps nothing is told only with what keeps something, or alone. */
export function tierRisks(changes: readonly Judged[]): readonly Risk[] {
  const moved = changes.flatMap((change) => {
    const tier = tierOf(change);
    return tier === undefined ? [] : [{ change, tier }];
  });
  const groups = alike(moved, ({ change: { stack }, tier: { before, after } }) => [stack, before, after]);
  return groups.map((group): Risk => {
    const [{ change, tier }] = group;
    const all = group.map((one) => one.change);
    const names = new Set(keptFirst(all).map(({ name }) => name));
    return {
      kind: "recovery-tier",
      severity: "medium",
      stack: change.stack,
      ...urnsOf(all.map(({ resource }) => resource)),
      message: `The recovery tier of ${listed([...names])} is ${text(tier.after)}, and was ${text(tier.before)}.`,
      advice: "Check that backups and standby are what the tier promises.",
    };
  });
}

const tierOf = ({ leaves, resource }: Judged): Leaf | undefined =>
  stays(resource) ? leaves.find(({ path }) => /(^|\.)DrTier"?\]?$/.test(path)) : undefined;

function text(tier: unknown): string {
  if (typeof tier !== "string") return tier === undefined ? "not set" : shown(tier);
  const objectives = Object.entries(OBJECTIVES).find(([name]) => name === tier)?.[1];
  if (objectives === undefined) return tier;
  return `${tier} (back within ${objectives.rtoMinutes} minutes, at most ${objectives.rpoSeconds} seconds lost)`;
}
