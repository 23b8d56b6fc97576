import type {
  EnforcementLevel,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { FACT_SCHEMAS, type FactName, type Facts } from "./facts";
import { messageOf } from "./lib/message";
import { isUnknown } from "./lib/unknown";
import { parseUrn } from "./lib/urn";
import { placeOf } from "./place";
import type { Finding, Place, Resource, Rule, StackResource } from "./rule";
import { holds, matches, type Waiver } from "./waivers/waiver";

/** The second form that `reportViolation` of `@pulumi/policy` takes, missing in its declarations: a level of its own. */
type ReportAt = (violation: { message: string; urn: string; enforcementLevel: EnforcementLevel }) => void;

/** Facts that every rule may be told: they say where a stack is, what is accepted, and what day it is. */
const COMMON: readonly FactName[] = ["environments", "waivers", "today"];

/** A rule as CrossGuard takes it. One policy checks single resources and the stack, so that a matter has one id. */
export function toPolicy(
  rule: Rule,
  level: EnforcementLevel,
): ResourceValidationPolicy | StackValidationPolicy {
  const facts: FactName[] = [...new Set<FactName>([...rule.needs, ...(rule.uses ?? []), ...COMMON])];
  return {
    name: rule.id,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: level,
    remediationSteps: rule.remediationSteps,
    tags: [...rule.serves],
    configSchema: { properties: Object.fromEntries(facts.map((fact) => [fact, FACT_SCHEMAS[fact]])) },
    ...(rule.check === undefined
      ? {}
      : { validateResource: (args, report) => validateResource(rule, args, report) }),
    ...(rule.remediate === undefined
      ? {}
      : { remediateResource: (args: ResourceValidationArgs) => rule.remediate?.(resourceOf(args)) }),
    validateStack: (args: StackValidationArgs, report: ReportViolation) => validateStack(rule, args, report),
  };
}

function validateResource(rule: Rule, args: ResourceValidationArgs, report: ReportViolation): void {
  const config = args.getConfig<Partial<Facts>>();
  const found = placeOf(rule, args.urn, config);
  if ("missing" in found) return args.notApplicable(`${rule.id} can not judge: ${found.missing}.`);
  rule.check?.(resourceOf(args), found.place, reporter(rule, found.place, config.waivers, report));
}

function validateStack(rule: Rule, args: StackValidationArgs, report: ReportViolation): void {
  const root =
    args.resources.find((resource) => resource.type === "pulumi:pulumi:Stack") ?? args.resources[0];
  if (root === undefined) return;
  const config = args.getConfig<Partial<Facts>>();
  const found = placeOf(rule, root.urn, config);
  if ("missing" in found) {
    return at("advisory", `${rule.id} did not check this stack: ${found.missing}.`, root.urn, report);
  }
  const { place } = found;
  const resources = stackResources(args.resources);
  unusedWaivers(rule, resources, place, config.waivers, (message) => report(message, root.urn));
  rule.checkStack?.(resources, place, reporter(rule, place, config.waivers, report));
}

function at(enforcementLevel: EnforcementLevel, message: string, urn: string, report: ReportViolation): void {
  (report as unknown as ReportAt)({ message, urn, enforcementLevel });
}

/** Reports a finding as a violation, or, where a waiver covers it, as advice that says why. */
function reporter(
  rule: Rule,
  place: Place<FactName>,
  waivers: readonly Waiver[] | undefined,
  report: ReportViolation,
): (finding: Finding) => void {
  return (finding) => {
    const waiver = waivers?.find(
      (candidate) => holds(candidate, place.today) && covers(candidate, rule, place.stack, finding.resource),
    );
    if (waiver === undefined) return report(messageOf(finding), finding.resource.urn);
    const accepted = `Waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}.`;
    at("advisory", `${rule.description}\n${messageOf(finding)} ${accepted}`, finding.resource.urn, report);
  };
}

function covers(waiver: Waiver, rule: Rule, stack: string, resource: Resource): boolean {
  return (
    rule.waivable !== false &&
    waiver.rule === rule.id &&
    matches(waiver.stack, stack) &&
    matches(waiver.resource, `${resource.type}::${resource.name}`)
  );
}

/** A waiver that covers nothing any more is a hole in waiting. */
function unusedWaivers(
  rule: Rule,
  resources: readonly StackResource[],
  place: Place<FactName>,
  waivers: readonly Waiver[] | undefined,
  report: (message: string) => void,
): void {
  const mine = (waivers ?? []).filter(
    (waiver) => holds(waiver, place.today) && waiver.rule === rule.id && matches(waiver.stack, place.stack),
  );
  if (mine.length === 0) return;
  const findings = allFindings(rule, resources, place);
  if (findings === undefined) return;
  for (const waiver of mine) {
    if (findings.some((finding) => covers(waiver, rule, place.stack, finding.resource))) continue;
    report(
      `The waiver of ${waiver.owner} for ${waiver.resource} in ${waiver.stack} covers no finding. Remove it from the waivers.`,
    );
  }
}

/** Every finding of a rule in a stack; undefined while values it depends on are unknown. */
function allFindings(
  rule: Rule,
  resources: readonly StackResource[],
  place: Place<FactName>,
): Finding[] | undefined {
  const findings: Finding[] = [];
  try {
    for (const resource of resources) rule.check?.(resource, place, (finding) => findings.push(finding));
    rule.checkStack?.(resources, place, (finding) => findings.push(finding));
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return undefined;
  }
  return findings;
}

function resourceOf(args: ResourceValidationArgs | PolicyResource): Resource {
  const { type, name, urn, props, opts, provider } = args;
  return {
    type,
    name: name === "" ? parseUrn(urn).name : name,
    urn,
    props,
    protect: opts.protect,
    ...(provider === undefined
      ? {}
      : {
          provider: {
            type: provider.type,
            name: provider.name,
            props: provider.props as Resource["props"],
          },
        }),
  };
}

function stackResources(resources: readonly PolicyResource[]): StackResource[] {
  const byUrn = new Map<string, StackResource>();
  for (const resource of resources) {
    byUrn.set(resource.urn, {
      ...resourceOf(resource),
      sources: (property) =>
        (resource.propertyDependencies[property] ?? []).flatMap(({ urn }) => byUrn.get(urn) ?? []),
    });
  }
  return [...byUrn.values()];
}
