import type { FactName } from "../facts";
import { parseUrn } from "../lib/urn";
import type { Finding, Place, Resource, Rule, StackResource } from "../rule";
import { holds, matches, type Waiver } from "./waiver";

/** The waiver that accepts a finding, where there is one and the rule admits it. */
export function waiverOf(
  rule: Rule,
  { stack, today, facts }: Place<FactName>,
  { resource }: Finding,
): Waiver | undefined {
  return facts.waivers?.find((waiver) => holds(waiver, today) && covers(waiver, rule, stack, resource));
}

/** How a finding that is accepted is told. */
export function acceptance({ expires, owner, reason }: Waiver): string {
  return `Waived until ${expires} by ${owner}: ${reason}.`;
}

function covers(waiver: Waiver, rule: Rule, stack: string, resource: Resource): boolean {
  return (
    rule.waivable !== false &&
    waiver.rule === rule.id &&
    matches(waiver.stack, stack) &&
    matches(waiver.resource, `${parseUrn(resource.urn).type}::${resource.name}`)
  );
}

/** The waivers of a rule that hold in a stack. Whoever waives what admits no waiver is told so by exemption-expiry. */
export function waiversOf(rule: Rule, { stack, today, facts }: Place<FactName>): Waiver[] {
  if (rule.waivable === false) return [];
  const mine = (facts.waivers ?? []).filter((waiver) => waiver.rule === rule.id);
  return mine.filter((waiver) => holds(waiver, today) && matches(waiver.stack, stack));
}

/** A waiver that covers nothing any more is a hole in waiting: one message for each of a stack. */
export function unusedWaivers(
  rule: Rule,
  waivers: readonly Waiver[],
  resources: readonly StackResource[],
  place: Place<FactName>,
): string[] {
  if (waivers.length === 0) return [];
  const findings = allFindings(rule, resources, place);
  if (findings === undefined) return [];
  return waivers
    .filter((waiver) => !findings.some((finding) => covers(waiver, rule, place.stack, finding.resource)))
    .map(
      (waiver) =>
        `The waiver of ${waiver.owner} for ${waiver.resource} in ${waiver.stack} covers no finding. Remove it from the waivers.`,
    );
}

/** Every finding of a rule in a stack; undefined while values it depends on are unknown or of no form that it can read. */
function allFindings(
  rule: Rule,
  resources: readonly StackResource[],
  place: Place<FactName>,
): Finding[] | undefined {
  const findings: Finding[] = [];
  try {
    for (const resource of resources) rule.check?.(resource, place, (finding) => findings.push(finding));
    rule.checkStack?.(resources, place, (finding) => findings.push(finding));
  } catch {
    return undefined;
  }
  return findings;
}
