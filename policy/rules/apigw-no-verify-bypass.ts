import { apiDeploymentOf, authenticationsOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";

const REMEDY = "Leave it out, and register the private CA as a CA bundle of the gateway.";

/** TLS that is not verified keeps out nobody who can get in between. */
export const apigwNoVerifyBypass = defineRule({
  id: "apigw-no-verify-bypass",
  description: "No gateway is told to trust any certificate.",
  severity: "critical",
  needs: [],
  serves: ["GW-20"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    forEach(deployment.specification?.routes, ({ backend }, i) => {
      refuse(resource, `specification.routes[${i}].backend`, backend?.isSslVerifyDisabled, report);
    });
    forEach(authenticationsOf(deployment), ({ path, authentication }) => {
      const { validationPolicy, publicKeys } = authentication;
      refuse(resource, `${path}.validationPolicy`, validationPolicy?.isSslVerifyDisabled, report);
      refuse(resource, `${path}.publicKeys`, publicKeys?.isSslVerifyDisabled, report);
    });
  },
});

function refuse(resource: Resource, path: string, value: boolean | undefined, report: Report): void {
  if (value !== true) return;
  const problem = "any certificate is taken for the right one";
  report({ resource, path: `${path}.isSslVerifyDisabled`, value, problem, remedy: REMEDY });
}
