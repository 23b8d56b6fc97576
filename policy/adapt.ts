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
import { knownType } from "./lib/aliases";
import { messageOf, misfit } from "./lib/message";
import { present } from "./lib/present";
import { isUnknown } from "./lib/unknown";
import { parseUrn } from "./lib/urn";
import { placeOf } from "./place";
import type { Finding, Place, Props, Resource, Rule, StackResource } from "./rule";
import { acceptance, unusedWaivers, waiverOf, waiversOf } from "./waivers/accept";

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
      : { remediateResource: (args: ResourceValidationArgs) => remedied(rule, args) }),
    validateStack: (args: StackValidationArgs, report: ReportViolation) => validateStack(rule, args, report),
  };
}

function validateResource(rule: Rule, args: ResourceValidationArgs, report: ReportViolation): void {
  const config = args.getConfig<Partial<Facts>>();
  const found = placeOf(rule, args.urn, config);
  if ("missing" in found) return args.notApplicable(`${rule.id} can not judge: ${found.missing}.`);
  const resource = new Given(args);
  try {
    rule.check?.(resource, found.place, reporter(rule, found.place, report));
  } catch (error) {
    if (isUnknown(error)) throw error;
    report(misfit(rule.id, error, resource), args.urn);
  }
}

function validateStack(rule: Rule, args: StackValidationArgs, report: ReportViolation): void {
  const root =
    args.resources.find((resource) => resource.type === "pulumi:pulumi:Stack") ?? args.resources[0];
  if (root === undefined) return;
  const config = args.getConfig<Partial<Facts>>();
  const found = placeOf(rule, root.urn, config);
  if ("missing" in found) {
    // A platform that gives no such facts has nothing for the rule to say; one whose stack is of no environment has a mistake.
    if (!found.told) return args.notApplicable(`${rule.id} can not judge: ${found.missing}.`);
    return at("advisory", `${rule.id} did not check this stack: ${found.missing}.`, root.urn, report);
  }
  const { place } = found;
  const waivers = waiversOf(rule, place);
  if (rule.checkStack === undefined && waivers.length === 0) return;
  const resources = stackResources(args.resources);
  for (const message of unusedWaivers(rule, waivers, resources, place)) report(message, root.urn);
  try {
    rule.checkStack?.(resources, place, reporter(rule, place, report));
  } catch (error) {
    if (isUnknown(error)) throw error;
    report(misfit(rule.id, error), root.urn);
  }
}

/** Inputs of a form that the rule does not expect are left alone: the check reports them. */
function remedied(rule: Rule, args: ResourceValidationArgs): Record<string, unknown> | undefined {
  const found = placeOf(rule, args.urn, args.getConfig<Partial<Facts>>());
  if ("missing" in found) return undefined;
  try {
    // What is returned takes the place of what came.
    return rule.remediate?.(new Raw(args), found.place);
  } catch (error) {
    if (isUnknown(error)) throw error;
    return undefined;
  }
}

function at(enforcementLevel: EnforcementLevel, message: string, urn: string, report: ReportViolation): void {
  (report as unknown as ReportAt)({ message, urn, enforcementLevel });
}

/** Reports a finding as a violation, or, where a waiver covers it, as advice that says why. */
function reporter(rule: Rule, place: Place<FactName>, report: ReportViolation): (finding: Finding) => void {
  return (finding) => {
    const waiver = waiverOf(rule, place, finding);
    if (waiver === undefined) return report(messageOf(finding), finding.resource.urn);
    const text = `${rule.description}\n${messageOf(finding)} ${acceptance(waiver)}`;
    at("advisory", text, finding.resource.urn, report);
  };
}

/** A resource that is looked at when a rule asks: most rules stop at its type. */
class Given implements Resource {
  constructor(protected readonly args: ResourceValidationArgs | PolicyResource) {}

  get type(): string {
    return knownType(this.args.type);
  }

  get name(): string {
    const { name, urn } = this.args;
    return name === "" ? parseUrn(urn).name : name;
  }

  get urn(): string {
    return this.args.urn;
  }

  get props(): Props {
    return present(this.args.props);
  }

  get protect(): boolean {
    return this.args.opts.protect;
  }

  get provider(): Resource["provider"] {
    const { provider } = this.args;
    if (provider === undefined) return undefined;
    return { type: provider.type, name: provider.name, props: present(provider.props as Props) };
  }
}

/** The same with its properties as they came, secrets and all. */
class Raw extends Given {
  override get props(): Props {
    return this.args.props;
  }
}

class GivenInStack extends Given implements StackResource {
  constructor(
    private readonly resource: PolicyResource,
    private readonly byUrn: ReadonlyMap<string, StackResource>,
  ) {
    super(resource);
  }

  readonly sources = (property: string): readonly StackResource[] => {
    const from = this.resource.propertyDependencies[property] ?? [];
    return from.flatMap(({ urn }) => this.byUrn.get(urn) ?? []);
  };
}

function stackResources(resources: readonly PolicyResource[]): StackResource[] {
  const byUrn = new Map<string, StackResource>();
  for (const resource of resources) byUrn.set(resource.urn, new GivenInStack(resource, byUrn));
  return [...byUrn.values()];
}
