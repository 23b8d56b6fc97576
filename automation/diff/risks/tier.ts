/** What a change does to how fast things must be back. */
import { OBJECTIVES } from "../../../components/recovery/tiers";
import type { Risk } from "../model";
import { KEEPS } from "../stateful";
import { shown } from "../values";
import { stays, urnsOf, type Judged } from "./judged";

/** So many names of one stack are told; the others are counted. */
const NAMED = 4;

/** One risk for each stack and change of tier: what keeps nothing is told only with what keeps something, or alone. */
export function tierRisks(changes: readonly Judged[]): readonly Risk[] {
  const groups = new Map<string, { before: unknown; after: unknown; all: Judged[] }>();
  for (const change of changes) {
    const tier = change.leaves.find(({ path }) => /(^|\.)DrTier"?\]?$/.test(path));
    if (tier === undefined || !stays(change.resource)) continue;
    const { before, after } = tier;
    const key = JSON.stringify([change.stack, before, after]);
    const group = groups.get(key) ?? { before, after, all: [] };
    group.all.push(change);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ before, after, all }): Risk => {
    const kept = all.filter(({ resource }) => KEEPS[resource.type] !== undefined);
    const told = [...kept, ...all.filter((one) => !kept.includes(one))].map(({ resource }) => resource.name);
    const names = [...new Set(told)];
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    const [one] = all;
    return {
      kind: "recovery-tier",
      severity: "medium",
      ...(one === undefined ? {} : { stack: one.stack }),
      ...urnsOf(all.map(({ resource }) => resource)),
      message: `The recovery tier of ${names.slice(0, NAMED).join(", ")}${more} is ${text(after)}, and was ${text(before)}.`,
      advice: "Check that backups and standby are what the tier promises.",
    };
  });
}

function text(tier: unknown): string {
  if (typeof tier !== "string") return tier === undefined ? "not set" : shown(tier);
  const objectives = Object.entries(OBJECTIVES).find(([name]) => name === tier)?.[1];
  if (objectives === undefined) return tier;
  return `${tier} (back within ${objectives.rtoMinutes} minutes, at most ${objectives.rpoSeconds} seconds lost)`;
}
