import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { at, deployment } from "./api-gateway";

const secret = changed(deployment, { definedTags: { "causeway.DataClass": "confidential" } });
const balancer: Sample = {
  type: "oci:LoadBalancer/loadBalancer:LoadBalancer",
  name: "backend",
  props: { id: "ocid1.loadbalancer.oc1..backend", isPrivate: true },
};
const firewall: Sample = {
  type: "oci:Waf/appFirewall:AppFirewall",
  name: "firewall",
  props: { loadBalancerId: "ocid1.loadbalancer.oc1..backend", webAppFirewallPolicyId: "policy" },
};

export const apigwWafOnBackendCases: RuleCases = {
  rule: "apigw-waf-on-backend",
  serves: ["GW-45"],
  violating: [
    {
      title: "an API of confidential data that says nothing",
      resources: [secret],
      says: ['"customers": freeformTags.BackendFirewall is not set', "nothing says which firewall"],
    },
    {
      title: "one of restricted data, by a plain tag, whose load balancer has none",
      resources: [changed(deployment, { freeformTags: { DataClass: "restricted" } }), balancer],
      says: ["no firewall reads what goes through backend"],
    },
    {
      title: "the firewall of another load balancer",
      resources: [secret, balancer, changed(firewall, { loadBalancerId: "ocid1.loadbalancer.oc1..other" })],
      says: ["no firewall reads what goes through backend"],
    },
  ],
  complying: [
    { title: "a load balancer with its firewall", resources: [secret, balancer, firewall] },
    {
      title: "a firewall of another stack that is named",
      resources: [changed(secret, { freeformTags: { BackendFirewall: "ocid1.webappfirewall.oc1..f" } })],
    },
    {
      title: "internal data",
      resources: [changed(deployment, { definedTags: { "causeway.DataClass": "internal" } })],
    },
    {
      title: "an API that forwards nothing",
      resources: [
        {
          ...at("specification.routes", [{ path: "/health", backend: { type: "STOCK_RESPONSE_BACKEND" } }]),
          name: "status",
        },
      ].map((one) => changed(one, { definedTags: { "causeway.DataClass": "confidential" } })),
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a load balancer whose id is not known, and its firewall",
      resources: [
        secret,
        changed(balancer, { id: UNKNOWN }),
        { ...changed(firewall, { loadBalancerId: UNKNOWN }), sources: { loadBalancerId: ["backend"] } },
      ],
    },
    {
      title: "a named firewall that is not known",
      resources: [changed(secret, { freeformTags: { BackendFirewall: UNKNOWN } })],
    },
  ],
};
