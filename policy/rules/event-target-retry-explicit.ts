import { TARGET } from "../lib/event-targets";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

/** EventBridge API, RetryPolicy. What is not given means 185 attempts over a day. */
const LIMITS = {
  maximumRetryAttempts: { from: 0, to: 185, unit: "attempts" },
  maximumEventAgeInSeconds: { from: 60, to: 86_400, unit: "seconds" },
} as const;

/** How long a delivery is tried is a decision; a day of retries delivers what nobody expects any more. */
export const eventTargetRetryExplicit = defineRule({
  id: "event-target-retry-explicit",
  description:
    "Every event target says how often and for how long a delivery is tried, within what EventBridge allows.",
  severity: "medium",
  needs: [],
  serves: ["EV-19"],
  remediationSteps: "Set retryPolicy.maximumRetryAttempts and retryPolicy.maximumEventAgeInSeconds.",

  check(resource, _place, report) {
    const target = inputsOf(resource, TARGET);
    if (target === undefined) return;
    for (const [name, { from, to, unit }] of Object.entries(LIMITS)) {
      const value = target.retryPolicy?.[name as keyof typeof LIMITS];
      if (value !== undefined && Number.isInteger(value) && value >= from && value <= to) continue;
      report({
        resource,
        path: `retryPolicy.${name}`,
        value,
        problem:
          value === undefined
            ? "EventBridge tries 185 times over a day, whatever the event is worth by then"
            : "EventBridge does not take it",
        remedy: `Set it to ${from} to ${to} ${unit}.`,
      });
    }
  },
});
