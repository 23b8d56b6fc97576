import { apiDeploymentOf, authenticationsOf, type ApiDeployment } from "../lib/api-gateway";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const AT = "specification.requestPolicies.authentication";
const REMEDY = "Add TOKEN_AUTHENTICATION with issuer and audience, and leave isAnonymousAccessAllowed false.";

/** The tag in which a deployment says why its callers can have no token. */
const EXCUSED = "NoToken";

/** Being inside the network says nothing of who calls. */
export const apigwAuthRequired = defineRule({
  id: "apigw-auth-required",
  description: "Every API deployment authenticates its callers and lets nobody in without.",
  severity: "critical",
  needs: [],
  serves: ["GW-28", "GW-35"],
  remediationSteps: `${REMEDY} Callers that can have no token bring a certificate with a name from allowedSans, and the deployment says why in its tag ${EXCUSED}.`,

  check(resource, _place, report) {
    const deployment = apiDeploymentOf(resource);
    if (deployment === undefined) return;
    const authentications = authenticationsOf(deployment);
    if (authentications.length === 0 && !isForCertificatesOnly(deployment)) {
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

/** Whether callers are known by a named certificate, for a reason that is written down. */
function isForCertificatesOnly({ freeformTags, specification }: ApiDeployment): boolean {
  const { isVerifiedCertificateRequired, allowedSans = [] } = specification?.requestPolicies?.mutualTls ?? {};
  const reason = freeformTags?.[EXCUSED] ?? "";
  return isVerifiedCertificateRequired === true && allowedSans.length > 0 && reason.trim() !== "";
}
