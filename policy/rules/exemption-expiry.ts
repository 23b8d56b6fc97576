import type { Facts } from "../facts";
import { defineRule, type Report, type Resource, type Rule } from "../rule";
import { faultyFields, holds, matches, type Waiver } from "../waivers/waiver";

/**
 * An exemption is a loan: somebody answers for it, and it is given back.
 *
 * @param rules the rules that waivers may name.
 */
export function exemptionExpiry(rules: readonly Rule[]): Rule {
  const waivable = new Set(rules.filter((rule) => rule.waivable !== false).map((rule) => rule.id));
  return defineRule({
    id: "exemption-expiry",
    description:
      "Every waiver names a rule that admits waivers, a stack, a resource, a reason, an owner and a last day that has not passed.",
    severity: "medium",
    needs: ["waivers"],
    uses: ["environments", "stacks"],
    serves: [],
    remediationSteps: "Mend what the waiver excuses, or agree on a new last day with its owner.",
    waivable: false,

    checkStack(resources, { stack, facts, today }, report) {
      const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0];
      if (root === undefined) return;
      facts.waivers.forEach((waiver, index) => {
        const path = `waivers[${index}]`;
        if (checkFields(waiver, path, root, report)) return;
        checkStack(waiver, path, facts, root, report);
        if (!matches(waiver.stack, stack)) return;
        checkRule(waiver, path, waivable, root, report);
        if (holds(waiver, today)) return;
        report({
          resource: root,
          path: `${path}.expires`,
          value: waiver.expires,
          problem: `the waiver of ${waiver.owner} for ${waiver.rule} on ${waiver.resource} is over`,
          remedy: "Mend what it excuses and remove it, or agree on a new last day with its owner.",
        });
      });
    },
  });
}

function checkFields(waiver: Waiver, path: string, root: Resource, report: Report): boolean {
  const faulty = faultyFields(waiver);
  for (const field of faulty) {
    report({
      resource: root,
      path: `${path}.${field}`,
      value: waiver[field],
      problem: "a waiver that does not say this excuses nothing",
      remedy: "State rule, stack, resource, reason, owner and expires (YYYY-MM-DD).",
    });
  }
  return faulty.length > 0;
}

/** Where all stacks are told: a waiver for none of them would never be seen to cover nothing. */
function checkStack(
  { stack }: Waiver,
  path: string,
  { environments, stacks }: Partial<Facts>,
  root: Resource,
  report: Report,
): void {
  if (environments === undefined || stacks === undefined) return;
  const names = Object.keys(environments).flatMap((env) =>
    Object.keys(stacks).map((name) => `${env}-${name}`),
  );
  if (names.some((name) => matches(stack, name))) return;
  report({
    resource: root,
    path: `${path}.stack`,
    value: stack,
    problem: "the platform has no such stack, so the waiver excuses nothing",
    remedy: "Name a stack as <environment>-<stack>, with * for any characters, or remove the waiver.",
  });
}

function checkRule(
  waiver: Waiver,
  path: string,
  waivable: ReadonlySet<string>,
  root: Resource,
  report: Report,
): void {
  if (waivable.has(waiver.rule)) return;
  report({
    resource: root,
    path: `${path}.rule`,
    value: waiver.rule,
    problem: "there is no such rule, or it admits no waiver",
    remedy: `Remove the waiver; the rules that admit one are ${[...waivable].sort().join(", ")}.`,
  });
}
