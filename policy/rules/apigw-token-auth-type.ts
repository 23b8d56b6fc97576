import { apiDeploymentOf, authenticationsOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "Use TOKEN_AUTHENTICATION with a validation policy.";

/** Oracle recommends it no longer ("Validating Tokens to Add Authentication and Authorization to API Deployments"). */
export const apigwTokenAuthType = defineRule({
  id: "apigw-token-auth-type",
  description: "Tokens are checked by TOKEN_AUTHENTICATION, not by the outdated JWT_AUTHENTICATION.",
  severity: "low",
  needs: [],
  serves: ["GW-29"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    forEach(authenticationsOf(deployment), ({ path, authentication }) => {
      if (authentication.type !== "JWT_AUTHENTICATION") return;
      const problem = "the type is outdated";
      report({ resource, path: `${path}.type`, value: authentication.type, problem, remedy: REMEDY });
    });
  },
});
