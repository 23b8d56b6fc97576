import { apiDeploymentOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "List the methods that the route serves.";

/** What is not listed is what nobody has thought of. */
export const apigwMethods = defineRule({
  id: "apigw-methods",
  description: "In production, routes list their methods.",
  severity: "medium",
  needs: [],
  uses: ["environments"],
  serves: ["GW-22"],
  remediationSteps: REMEDY,

  check(resource, place, report) {
    if (place.class !== "prod") return;
    forEach(apiDeploymentOf(resource)?.specification?.routes, ({ methods }, i) => {
      // API Gateway API, ApiSpecificationRoute: without methods, every method.
      if (methods !== undefined && methods.length > 0 && !methods.includes("ANY")) return;
      report({
        resource,
        path: `specification.routes[${i}].methods`,
        value: methods,
        problem: "methods reach the backend that nobody has thought of",
        remedy: REMEDY,
      });
    });
  },
});
