import { apiDeploymentOf, authenticationsOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const AT = "specification.requestPolicies.authentication";
const REMEDY = "Add TOKEN_AUTHENTICATION with issuer and audience, and leave isAnonymousAccessAllowed false.";

/** Being inside the network says nothing of who calls. */
export const apigwAuthRequired = defineRule({
  id: "apigw-auth-required",
  description: "Every API deployment authenticates its callers and lets nobody in without.",
  severity: "critical",
  needs: [],
  serves: ["GW-28"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    const authentications = authenticationsOf(deployment);
    if (authentications.length === 0) {
      const problem = "whoever reaches the gateway may call every route";
      report({ resource, path: AT, problem, remedy: REMEDY });
    }
    forEach(authentications, ({ path, authentication }) => {
      const value = authentication.isAnonymousAccessAllowed;
      if (value !== true) return;
      const problem = "a route can be opened to callers without a token";
      report({ resource, path: `${path}.isAnonymousAccessAllowed`, value, problem, remedy: REMEDY });
    });
  },
});
