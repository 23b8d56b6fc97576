import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const balancer: Sample = {
  type: "oci:LoadBalancer/loadBalancer:LoadBalancer",
  name: "entry",
  props: { id: "ocid1.loadbalancer.oc1..entry", displayName: "entry", isPrivate: false },
};
const firewall: Sample = {
  type: "oci:Waf/appFirewall:AppFirewall",
  name: "firewall",
  props: { loadBalancerId: "ocid1.loadbalancer.oc1..entry", webAppFirewallPolicyId: "policy" },
};
const network: Sample = {
  type: "oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer",
  name: "layer-4",
  props: { isPrivate: true },
};

export const lbPublicNeedsWafCases: RuleCases = {
  rule: "lb-public-needs-waf",
  serves: ["OP-30"],
  violating: [
    {
      title: "a public balancer alone",
      resources: [balancer],
      says: ['"entry": isPrivate is false', "no web application firewall"],
    },
    {
      title: "one that does not say that it is private",
      resources: [changed(balancer, { isPrivate: undefined })],
      says: ['"entry": isPrivate is false'],
    },
    {
      title: "the firewall of another balancer",
      resources: [balancer, changed(firewall, { loadBalancerId: "ocid1.loadbalancer.oc1..other" })],
      says: ['"entry": isPrivate is false'],
    },
    {
      title: "a public balancer of layer 4",
      resources: [changed(network, { isPrivate: false })],
      says: ['"layer-4": isPrivate is false', "layer 4 is public"],
    },
  ],
  complying: [
    { title: "a public balancer with its firewall", resources: [balancer, firewall] },
    { title: "a private balancer", resources: [changed(balancer, { isPrivate: true }), network] },
  ],
  unknown: [
    {
      title: "a balancer of layer 4 of which it is not known",
      resources: [changed(network, { isPrivate: UNKNOWN })],
    },
  ],
  unknownButEnough: [
    {
      title: "a balancer whose id is not known, and its firewall",
      resources: [
        changed(balancer, { id: UNKNOWN }),
        { ...changed(firewall, { loadBalancerId: UNKNOWN }), sources: { loadBalancerId: ["entry"] } },
      ],
    },
    { title: "a balancer of which it is not known", resources: [changed(balancer, { isPrivate: UNKNOWN })] },
  ],
};
