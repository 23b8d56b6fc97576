import { apiDeploymentOf, DEPLOYMENT } from "../lib/api-gateway";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Resource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const BALANCER = "oci:LoadBalancer/loadBalancer:LoadBalancer";
const FIREWALL = "oci:Waf/appFirewall:AppFirewall";
const CONFIDENTIAL = ["confidential", "restricted"];
/** Tag of a deployment whose load balancer is another stack's. */
const TAG = "BackendFirewall";
const REMEDY = `Attach an oci.waf.AppFirewall to the internal load balancer; where that is another stack's, give backendFirewallId, which becomes the tag ${TAG}.`;

/** The service attaches firewalls to load balancers of layer 7, not to gateways: so it is the second hop that is read. */
export const apigwWafOnBackend = defineRule({
  id: "apigw-waf-on-backend",
  description:
    "Requests to APIs of confidential data are read by a web application firewall behind the gateway.",
  severity: "medium",
  needs: [],
  serves: ["GW-45"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    const firewalls = ofType(resources, FIREWALL);
    const balancers = ofType(resources, BALANCER);
    for (const resource of resources.filter(({ type }) => type === DEPLOYMENT)) {
      if (ifKnown(() => isConfidential(resource)) !== true) continue;
      if (ifKnown(() => forwards(resource)) !== true) continue;
      // One that is not known yet is there all the same.
      if (ifKnown(() => apiDeploymentOf(resource)?.freeformTags?.[TAG] ?? "") !== "") continue;
      const bare = balancers.filter(
        (balancer) =>
          !firewalls.some((firewall) =>
            refersTo(
              firewall,
              "loadBalancerId",
              () => inputsOf(firewall, FIREWALL)?.loadBalancerId,
              balancer,
            ),
          ),
      );
      if (balancers.length > 0 && bare.length === 0) continue;
      const problem =
        bare.length === 0
          ? "nothing says which firewall reads what goes to its backends"
          : `no firewall reads what goes through ${bare.map(({ name }) => name).join(", ")}`;
      report({ resource, path: `freeformTags.${TAG}`, value: undefined, problem, remedy: REMEDY });
    }
  },
});

/** By its own tag or by the defined one, in whichever namespace. */
function isConfidential({ props }: Resource): boolean {
  const tags = [props["freeformTags"], props["definedTags"]].flatMap((all) =>
    Object.entries((all as Record<string, string> | undefined) ?? {}),
  );
  return tags.some(([key, value]) => /(^|\.)DataClass$/.test(key) && CONFIDENTIAL.includes(value));
}

function forwards(resource: Resource): boolean {
  const routes = apiDeploymentOf(resource)?.specification?.routes ?? [];
  return routes.some(({ backend }) => backend?.type === "HTTP_BACKEND");
}
