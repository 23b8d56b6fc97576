import { apiDeploymentOf } from "../lib/api-gateway";
import { defineRule } from "../rule";

const REMEDY = "Leave it out, and make a log of the Logging service for the deployment.";

/** The former archive writes to a bucket that nobody retains or searches. */
export const apigwLegacyLogArchive = defineRule({
  id: "apigw-legacy-log-archive",
  description: "Access is logged by the Logging service, not by the former archive in a bucket.",
  severity: "low",
  needs: [],
  serves: ["GW-39"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const value = apiDeploymentOf(resource)?.specification?.loggingPolicies?.accessLog?.isEnabled;
    if (value !== true) return;
    const path = "specification.loggingPolicies.accessLog.isEnabled";
    const problem = "the former archive is on, beside or instead of the Logging service";
    report({ resource, path, value, problem, remedy: REMEDY });
  },
});
