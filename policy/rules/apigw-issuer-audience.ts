import { apiDeploymentOf, authenticationsOf } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";

const REMEDY = "Name the issuers and the audience of this API in this environment, without wildcards.";

/** A token of the same provider that is meant for another API must not open this one. */
export const apigwIssuerAudience = defineRule({
  id: "apigw-issuer-audience",
  description: "Token checks name who issued the token and whom it is meant for.",
  severity: "critical",
  needs: [],
  serves: ["GW-30"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    forEach(authenticationsOf(deployment), ({ path, authentication }) => {
      if (authentication.type === "TOKEN_AUTHENTICATION") {
        const at = `${path}.validationPolicy.additionalValidationPolicy`;
        const { issuers, audiences } = authentication.validationPolicy?.additionalValidationPolicy ?? {};
        checkNames(resource, `${at}.issuers`, issuers, report);
        checkNames(resource, `${at}.audiences`, audiences, report);
      } else if (authentication.type === "JWT_AUTHENTICATION") {
        checkNames(resource, `${path}.issuers`, authentication.issuers, report);
        checkNames(resource, `${path}.audiences`, authentication.audiences, report);
      }
    });
  },
});

function checkNames(
  resource: Resource,
  path: string,
  names: readonly string[] | undefined,
  report: Report,
): void {
  const right =
    names !== undefined && names.length > 0 && names.every((name) => name !== "" && !name.includes("*"));
  if (right) return;
  const problem = "any token of the provider opens the API";
  report({ resource, path, value: names, problem, remedy: REMEDY });
}
