import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { PolicyConfig } from "../config";
import type { FactName } from "../facts";
import { messageOf, misfit } from "../lib/message";
import { isUnknown } from "../lib/unknown";
import { PACKS } from "../packs";
import { placeOf } from "../place";
import type { Finding, Place, Resource, Rule } from "../rule";
import { RULES } from "../rules";
import { acceptance, unusedWaivers, waiverOf, waiversOf } from "../waivers/accept";
import type { Kept, KeptStack } from "./state";

/** One thing that is wrong with what is deployed. */
export interface AuditFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** `advisory` where a waiver accepts it. */
  readonly level: "mandatory" | "advisory";
  readonly urn: string;
  /** `file:line:column` of the program, where the state has it. */
  readonly line?: string;
  /** Resource, property, value, what is wrong and what to do. */
  readonly message: string;
  /** Who accepts it, why and until when. */
  readonly waived?: string;
}

/** A rule that could not judge, the whole stack or one resource. */
export interface NotJudged {
  readonly rule: string;
  /** The resource; the whole stack where it is missing. */
  readonly urn?: string;
  readonly why: string;
}

export interface StackAudit {
  readonly stack: string;
  readonly resources: number;
  readonly findings: readonly AuditFinding[];
  readonly notJudged: readonly NotJudged[];
}

/**
 * Holds what is deployed to the pack's rules: each resource's last inputs, and the outputs of the stack as a whole.
 *
 * @param config levels and facts, as `policyConfig` makes them. Without it the levels are those of prod, and rules that
 *   need facts say that they were not told.
 */
export function auditStack({ stack, resources }: KeptStack, config: PolicyConfig = {}): StackAudit {
  const findings: AuditFinding[] = [];
  const notJudged: NotJudged[] = [];
  const lines = new Map(resources.map(({ before, line }) => [before.urn, line]));
  const root = resources.find(({ before }) => before.type === "pulumi:pulumi:Stack") ?? resources[0];
  for (const rule of RULES) {
    const { enforcementLevel = PACKS.prod[rule.id] ?? "disabled", ...facts } = config[rule.id] ?? {};
    if (enforcementLevel === "disabled" || root === undefined) continue;
    const found = placeOf(rule, root.before.urn, facts);
    if ("missing" in found) {
      notJudged.push({ rule: rule.id, why: found.missing });
      continue;
    }
    const level = levelOf(enforcementLevel);
    const add = (urn: string, message: string, waived?: string) => {
      const line = lines.get(urn);
      findings.push({
        rule: rule.id,
        severity: rule.severity ?? "medium",
        level: waived === undefined ? level : "advisory",
        urn,
        ...(line === undefined ? {} : { line }),
        message,
        ...(waived === undefined ? {} : { waived }),
      });
    };
    const report = (finding: Finding) => {
      const waiver = waiverOf(rule, found.place, finding);
      add(finding.resource.urn, messageOf(finding), waiver && acceptance(waiver));
    };
    const refuse = (error: unknown, resource?: Resource) => {
      add(resource?.urn ?? root.before.urn, misfit(rule.id, error, resource));
    };
    notJudged.push(...judge(rule, resources, found.place, report, refuse));
    const deployed = resources.map(({ after }) => after);
    const waivers = waiversOf(rule, found.place);
    for (const message of unusedWaivers(rule, waivers, deployed, found.place)) add(root.before.urn, message);
  }
  return { stack, resources: resources.length, findings, notJudged };
}

const levelOf = (level: EnforcementLevel): "mandatory" | "advisory" =>
  level === "advisory" ? "advisory" : "mandatory";

/** Does a rule on the resources one by one, then on all; what it can not judge for a secret it says. */
function judge(
  rule: Rule,
  resources: readonly Kept[],
  place: Place<FactName>,
  report: (finding: Finding) => void,
  refuse: (error: unknown, resource?: Resource) => void,
): NotJudged[] {
  const putOff: NotJudged[] = [];
  const tried = (check: () => void, resource?: Resource) => {
    try {
      check();
    } catch (error) {
      if (!isUnknown(error)) {
        refuse(error, resource);
        return;
      }
      const urn = resource?.urn;
      const why = error instanceof Error ? error.message : String(error);
      putOff.push({ rule: rule.id, ...(urn === undefined ? {} : { urn }), why });
    }
  };
  for (const { before } of resources) tried(() => rule.check?.(before, place, report), before);
  const deployed = resources.map(({ after }) => after);
  tried(() => rule.checkStack?.(deployed, place, report));
  return putOff;
}
