import { apiDeploymentOf, authenticationsOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";

const REMEDY = "Give an https address whose certificate the gateway can verify.";

/** The hop behind the gateway carries what the hop before it protects. */
export const apigwHttpsBackend = defineRule({
  id: "apigw-https-backend",
  description: "Gateways call backends and key sets over https.",
  severity: "high",
  needs: [],
  serves: ["GW-20"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    forEach(deployment.specification?.routes, ({ backend }, i) => {
      if (backend?.type !== "HTTP_BACKEND") return;
      checkUrl(resource, `specification.routes[${i}].backend.url`, backend.url, report);
    });
    forEach(authenticationsOf(deployment), ({ path, authentication }) => {
      checkUrl(resource, `${path}.validationPolicy.uri`, authentication.validationPolicy?.uri, report);
      checkUrl(resource, `${path}.publicKeys.uri`, authentication.publicKeys?.uri, report);
    });
  },
});

function checkUrl(resource: Resource, path: string, url: string | undefined, report: Report): void {
  if (url === undefined || !/^http:/i.test(url)) return;
  const problem = "requests, or the keys that tokens are checked by, travel in clear";
  report({ resource, path, value: url, problem, remedy: REMEDY });
}
