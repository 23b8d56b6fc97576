import { mismatchText, type Mismatch } from "../../../lib/event-patterns";
import type { DeployedRule } from "../../deploy/read-events";

/** The schema of what `events match --json` writes of one event. */
export const EVENTS_MATCH_SCHEMA = "causeway.events-match/1";

/** What one pattern says of an event. */
export type Verdict =
  | { readonly match: true }
  | { readonly match: false; readonly mismatch: Mismatch }
  | { readonly error: string };

/** What one rule says of an event. */
export interface RuleVerdict {
  readonly rule: DeployedRule;
  readonly verdict: Verdict;
}

const documentOf = (content: object): string =>
  `${JSON.stringify({ schema: EVENTS_MATCH_SCHEMA, ...content }, null, 2)}\n`;

export const patternDocument = (verdict: Verdict): string => documentOf(verdict);

export function rulesDocument(env: string, simulated: boolean, verdicts: readonly RuleVerdict[]): string {
  const rules = verdicts.map(({ rule: { stack, name, bus, enabled }, verdict }) => ({
    stack,
    name,
    bus,
    enabled,
    ...verdict,
  }));
  return documentOf({ env, simulated, rules });
}

export function verdictText(verdict: Verdict): string {
  if ("error" in verdict) return `can not be matched: ${verdict.error}`;
  return verdict.match ? "matches" : `does not match: ${mismatchText(verdict.mismatch)}`;
}

/** The rules that match first, then the others with the reason. */
export function rulesText(verdicts: readonly RuleVerdict[]): string {
  if (verdicts.length === 0) return "No event rule is deployed there.\n";
  const matching = verdicts.filter(({ verdict }) => "match" in verdict && verdict.match);
  const others = verdicts.filter((one) => !matching.includes(one));
  const lines = [...matching, ...others].map(
    ({ rule, verdict }) =>
      `${rule.stack}  ${rule.name} on ${rule.bus}${rule.enabled ? "" : " (disabled)"} ${verdictText(verdict)}`,
  );
  return `${lines.join("\n")}\n${matching.length} of ${verdicts.length} rules match.\n`;
}
