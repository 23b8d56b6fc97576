import { isDefaultBus, ruleOf, RULE, TARGET } from "../lib/event-targets";
import { parsedJson } from "../lib/json";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const ARCHIVE = "aws:cloudwatch/eventArchive:EventArchive";
const REMEDY = "Use the platform's own bus: an aws.cloudwatch.EventBus, by its name or ARN.";

/**
 * The default bus belongs to AWS's own events: everybody in the account writes to it. Rules on a schedule and rules for
 * AWS's events can be nowhere else, so they may be there.
 */
export const eventbusNoDefault = defineRule({
  id: "eventbus-no-default",
  description:
    "Rules, targets and archives for the platform's events are on a bus of its own, never on the default one.",
  severity: "high",
  needs: [],
  serves: ["EV-14"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const rule = inputsOf(resource, RULE);
    if (rule !== undefined && isDefaultBus(rule.eventBusName) && !belongsThere(resource))
      refuse(resource, "eventBusName", rule.eventBusName, report);
    const archive = inputsOf(resource, ARCHIVE);
    if (archive !== undefined && isDefaultBus(archive.eventSourceArn))
      refuse(resource, "eventSourceArn", archive.eventSourceArn, report);
  },

  checkStack(resources, _place, report) {
    for (const target of ofType(resources, TARGET)) {
      const bus = ifKnown(() => inputsOf(target, TARGET)?.eventBusName ?? "default");
      if (bus === undefined || !isDefaultBus(bus)) continue;
      const rule = ruleOf(target, resources);
      if (rule !== undefined && ifKnown(() => belongsThere(rule)) !== false) continue;
      refuse(
        target,
        "eventBusName",
        ifKnown(() => inputsOf(target, TARGET)?.eventBusName),
        report,
      );
    }
  },
});

/** Rules on a schedule, and rules for events that AWS's services send. */
function belongsThere(resource: Resource): boolean {
  const rule = inputsOf(resource, RULE);
  if (rule?.scheduleExpression !== undefined && rule.scheduleExpression !== "") return true;
  const pattern = parsedJson(rule?.eventPattern ?? "");
  const sources: unknown =
    pattern !== null && typeof pattern === "object" && "source" in pattern ? pattern.source : undefined;
  return (
    Array.isArray(sources) &&
    sources.length > 0 &&
    sources.every((source) => typeof source === "string" && source.startsWith("aws."))
  );
}

function refuse(resource: Resource, path: string, value: unknown, report: Report): void {
  report({
    resource,
    path,
    value,
    problem:
      "the account's default bus takes events from everybody in the account and has no policy of its own",
    remedy: REMEDY,
  });
}
