import { apiDeploymentOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "Give the route an authorization policy ANY_OF with the scopes that open it.";
/** The tag in which a deployment says which routes need no scope, and why: `/health: says nothing`. */
const EXCUSED = "AuthenticationOnly";

/** Knowing who calls is not knowing what he may do. */
export const apigwRouteScope = defineRule({
  id: "apigw-route-scope",
  description: "Every route asks for a scope, or the deployment says why it needs none.",
  severity: "high",
  needs: [],
  serves: ["GW-31"],
  remediationSteps: `${REMEDY} A route for every caller is named, with its reason, in the tag ${EXCUSED} of the deployment.`,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    forEach(deployment?.specification?.routes, (route, i) => {
      const at = `specification.routes[${i}].requestPolicies.authorization`;
      const authorization = route.requestPolicies?.authorization;
      if (authorization?.type === "ANONYMOUS") {
        const problem = "anybody may call the route";
        report({ resource, path: `${at}.type`, value: "ANONYMOUS", problem, remedy: REMEDY });
        return;
      }
      if (authorization?.type === "ANY_OF" && (authorization.allowedScopes ?? []).length > 0) return;
      const excused = (deployment?.freeformTags?.[EXCUSED] ?? "").split("; ");
      if (excused.some((text) => text.startsWith(`${route.path ?? ""}: `))) return;
      report({
        resource,
        path: at,
        value: authorization?.type,
        problem: `any caller with a token may use ${route.path ?? "the route"}`,
        remedy: REMEDY,
      });
    });
  },
});
