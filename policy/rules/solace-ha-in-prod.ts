import { dig } from "../lib/dig";
import { brokerOf } from "../lib/solace";
import { defineRule } from "../rule";

/** Queues live on one node, or on two. */
export const solaceHaInProd = defineRule({
  id: "solace-ha-in-prod",
  description: "In production a broker of Solace is redundant and guarded by a disruption budget.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["SO-07"],
  remediationSteps: "Set spec.redundancy and spec.podDisruptionBudgetForHA to true.",

  check(resource, place, report) {
    const broker = place.class === "prod" ? brokerOf(resource) : undefined;
    if (broker === undefined) return;
    for (const [key, problem] of [
      ["redundancy", "with its node every queue is away"],
      ["podDisruptionBudgetForHA", "an upgrade of the nodes may stop both of its halves"],
    ] as const) {
      const value = dig(broker, key);
      if (value !== true)
        report({ resource, path: `spec.${key}`, value, problem, remedy: "Set it to true." });
    }
  },
});
