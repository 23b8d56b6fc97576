import { applicationOf } from "../lib/argo";
import { defineRule } from "../rule";

/** A sync that fails for good must end, and one that fails by chance must be tried again. */
export const gitopsSyncRetryBounded = defineRule({
  id: "gitops-sync-retry-bounded",
  description: "An application that syncs by itself says how often it tries again.",
  severity: "low",
  needs: [],
  serves: ["GO-37"],
  remediationSteps: "Set syncPolicy.retry.limit to a number above 0.",

  check(resource, _place, report) {
    const application = applicationOf(resource);
    const policy = application?.spec.syncPolicy;
    if (policy?.automated === undefined) return;
    const limit = policy.retry?.limit;
    if (limit !== undefined && limit >= 0) return;
    report({
      resource,
      path: `${application?.path ?? ""}.syncPolicy.retry.limit`,
      value: limit,
      // Argo CD, application.yaml: a limit below 0 is none.
      problem: limit === undefined ? "one failure of a moment leaves it out of date" : "it tries for ever",
      remedy: "Set it to a number above 0, with a backoff.",
    });
  },
});
