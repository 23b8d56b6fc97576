import { GATEWAY } from "../lib/api-gateway";
import { defineRule } from "../rule";

const REMEDY = "Set endpointType to PRIVATE and put the gateway in a private subnet.";

/** An internal API has no address on the internet. */
export const apigwPrivateOnly = defineRule({
  id: "apigw-private-only",
  description: "API gateways are private.",
  severity: "critical",
  needs: [],
  serves: ["GW-01"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    if (resource.type !== GATEWAY) return;
    const value = resource.props["endpointType"];
    if (value === "PRIVATE") return;
    const problem = "the gateway gets an address on the internet";
    report({ resource, path: "endpointType", value, problem, remedy: REMEDY });
  },
});
