import { apiDeploymentOf, authenticationsOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "Take the token from the Authorization header: tokenHeader and tokenAuthScheme.";

/** Addresses are logged, kept in histories and handed on. */
export const apigwTokenInQuery = defineRule({
  id: "apigw-token-in-query",
  description: "Tokens travel in a header, never in the address.",
  severity: "high",
  needs: [],
  serves: ["GW-43"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    forEach(authenticationsOf(deployment), ({ path, authentication }) => {
      const value = authentication.tokenQueryParam;
      if (value === undefined || value === "") return;
      const problem = "tokens end up in logs and histories";
      report({ resource, path: `${path}.tokenQueryParam`, value, problem, remedy: REMEDY });
    });
  },
});
