import { allowancesOf, networkPolicyOf } from "../lib/network-policies";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

const REMEDY = "List the ports that the peer is meant to use.";

/** An allowance without ports opens all of them, those of debuggers and metrics too. */
export const k8sPolicyPorts = defineRule({
  id: "k8s-policy-ports",
  description: "What a network policy allows, it allows on named ports.",
  severity: "low",
  needs: [],
  serves: ["OK-23"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    forEach(allowancesOf(networkPolicyOf(resource)?.spec), ({ path, ports }) => {
      if ((ports()?.length ?? 0) > 0) return;
      report({ resource, path: `${path}.ports`, problem: "every port is open to the peer", remedy: REMEDY });
    });
  },
});
