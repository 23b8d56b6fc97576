import { apiDeploymentOf, DEPLOYMENT } from "../lib/api-gateway";
import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";

/** API Gateway documentation, "API Gateway Internal Limits". */
const LIMITS = { deployments: 20, routes: 50, prefix: 255, pattern: 2000, bytes: 2_000_000 } as const;
const REMEDY = "Split it into deployments of their own prefix, or of another gateway.";

/** The service refuses what is too much only after everything before it has been made. */
export const apigwLimits = defineRule({
  id: "apigw-limits",
  description: "APIs stay within the limits of the gateway service.",
  severity: "medium",
  needs: [],
  serves: ["GW-23"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    const over = (path: string, value: number, limit: number, of: string) => {
      if (value <= limit) return;
      report({ resource, path, value, problem: `the service takes ${limit} ${of}`, remedy: REMEDY });
    };
    const { pathPrefix = "", specification } = deployment;
    const routes = specification?.routes ?? [];
    over("pathPrefix", pathPrefix.length, LIMITS.prefix, "characters of a prefix");
    over("specification.routes", routes.length, LIMITS.routes, "routes a deployment");
    routes.forEach(({ path = "" }, i) => {
      over(`specification.routes[${i}].path`, path.length, LIMITS.pattern, "characters of a pattern");
    });
    const text = ifKnown(() => JSON.stringify(specification));
    over("specification", Buffer.byteLength(text ?? "", "utf8"), LIMITS.bytes, "bytes of a specification");
  },

  checkStack(resources, _place, report) {
    const counts = new Map<unknown, number>();
    for (const deployment of resources.filter(({ type }) => type === DEPLOYMENT)) {
      const gateway = ifKnown(() => deployment.props["gatewayId"]) ?? deployment.sources("gatewayId")[0];
      if (gateway === undefined) continue;
      const count = (counts.get(gateway) ?? 0) + 1;
      counts.set(gateway, count);
      if (count !== LIMITS.deployments + 1) continue;
      const problem = `a gateway takes ${LIMITS.deployments} deployments`;
      report({ resource: deployment, path: "gatewayId", value: count, problem, remedy: REMEDY });
    }
  },
});
