import { isDefaultBus, RULE } from "../lib/event-targets";
import { parsedJson } from "../lib/json";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const FIELDS = ["source", "detail-type"] as const;

/** A rule says whose events it takes and which; else a new event of another team reaches a consumer that knows nothing of it. */
export const eventRuleSourceAndType = defineRule({
  id: "event-rule-source-and-type",
  description: "The pattern of every rule on a bus of the platform names source and detail-type.",
  severity: "high",
  needs: [],
  serves: ["EV-18"],
  remediationSteps: "Add source and detail-type to the pattern, each a list of values.",

  check(resource, _place, report) {
    const rule = inputsOf(resource, RULE);
    if (rule === undefined || isDefaultBus(rule.eventBusName)) return;
    const pattern = rule.eventPattern === undefined ? {} : parsedJson(rule.eventPattern);
    for (const field of FIELDS) {
      if (names(pattern, field)) continue;
      report({
        resource,
        path: `eventPattern.${field}`,
        value: isRecord(pattern) ? pattern[field] : undefined,
        problem: "the rule takes events that its consumer was not written for, also those of tomorrow",
        remedy: `Name ${field === "source" ? "the service, com.acme.orders" : "the event, Order Created"}, in a list.`,
      });
    }
  },
});

/** Whether a pattern holds a list for a field: itself, or in each of its alternatives. */
function names(pattern: unknown, field: string): boolean {
  if (!isRecord(pattern)) return false;
  const { [field]: values, $or: alternatives } = pattern;
  if (Array.isArray(values) && values.length > 0) return true;
  return (
    Array.isArray(alternatives) &&
    alternatives.length > 0 &&
    alternatives.every((alternative) => names(alternative, field))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
