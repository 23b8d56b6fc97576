import { dig, entriesOf } from "../lib/dig";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const CONFIGURATION = "oci:Autoscaling/autoScalingConfiguration:AutoScalingConfiguration";

/** What only grows is a bill, and what has no upper bound is one without end. */
export const autoscaleBounded = defineRule({
  id: "autoscale-bounded",
  description:
    "A pool that scales by a threshold has a smallest, a largest and a first size, and also shrinks.",
  severity: "medium",
  needs: [],
  serves: ["DR-18"],
  remediationSteps: "Set capacity.min, max and initial, and a rule with a negative value.",

  check(resource, _place, report) {
    if (resource.type !== CONFIGURATION) return;
    forEach(entriesOf(resource.props["policies"]), ({ key, read }) => {
      const policy = read();
      if (dig(policy, "policyType") !== "threshold") return;
      for (const bound of ["min", "max", "initial"]) {
        if (dig(policy, "capacity", bound) !== undefined) continue;
        report({
          resource,
          path: `policies[${key}].capacity.${bound}`,
          problem: "the pool's size has no bound on this side",
          remedy: "Set it.",
        });
      }
      const steps = entriesOf(dig(policy, "rules")).map(({ read: rule }) => dig(rule(), "action", "value"));
      if (steps.some((step) => typeof step === "number" && step < 0)) return;
      report({
        resource,
        path: `policies[${key}].rules`,
        problem: "what was added for an hour stays",
        remedy: "Add a rule whose action takes instances away.",
      });
    });
  },
});
