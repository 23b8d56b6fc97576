import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf, ofType } from "../tokens";

const BALANCER = "oci:LoadBalancer/loadBalancer:LoadBalancer";
const NETWORK_BALANCER = "oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer";
const FIREWALL = "oci:Waf/appFirewall:AppFirewall";

/** What the internet reaches is read before it is passed on. */
export const lbPublicNeedsWaf = defineRule({
  id: "lb-public-needs-waf",
  description: "A load balancer that the internet reaches has a web application firewall.",
  severity: "high",
  needs: [],
  serves: ["OP-30"],
  remediationSteps:
    "Set isPrivate true, or attach an oci.waf.AppFirewall with a policy to the load balancer in the same stack.",

  check(resource, _place, report) {
    const network = inputsOf(resource, NETWORK_BALANCER);
    // Network Load Balancing API, CreateNetworkLoadBalancerDetails: isPrivate is false where it is not given.
    if (network === undefined || network.isPrivate === true) return;
    report({
      resource,
      path: "isPrivate",
      value: network.isPrivate,
      problem: "a balancer of layer 4 is public, and no firewall can stand in front of it",
      remedy: "Set it to true, and enter by a load balancer of layer 7.",
    });
  },

  checkStack(resources, _place, report) {
    const firewalls = ofType(resources, FIREWALL);
    for (const balancer of ofType(resources, BALANCER)) {
      // Load Balancing API, CreateLoadBalancerDetails: public where isPrivate is not given.
      const isPrivate = ifKnown(() => inputsOf(balancer, BALANCER)?.isPrivate ?? false);
      if (isPrivate !== false) continue;
      const has = firewalls.some((firewall) =>
        refersTo(firewall, "loadBalancerId", () => inputsOf(firewall, FIREWALL)?.loadBalancerId, balancer),
      );
      if (has) continue;
      report({
        resource: balancer,
        path: "isPrivate",
        value: false,
        problem: "it is public, and no web application firewall reads what comes in",
        remedy: "Attach an AppFirewall with rate limit and protections, or set isPrivate to true.",
      });
    }
  },
});
