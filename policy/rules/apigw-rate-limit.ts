import { apiDeploymentOf } from "../lib/api-gateway";
import { defineRule } from "../rule";

const REMEDY = "Set requestPolicies.rateLimiting with rateInRequestsPerSecond and a rateKey.";

/** One caller that loops takes the backends of all others down. */
export const apigwRateLimit = defineRule({
  id: "apigw-rate-limit",
  description: "Every API deployment limits how often it is called.",
  severity: "medium",
  needs: [],
  serves: ["GW-26"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    if ((deployment.specification?.requestPolicies?.rateLimiting?.rateInRequestsPerSecond ?? 0) > 0) return;
    const problem = "a single caller can take the backends down";
    report({ resource, path: "specification.requestPolicies.rateLimiting", problem, remedy: REMEDY });
  },
});
