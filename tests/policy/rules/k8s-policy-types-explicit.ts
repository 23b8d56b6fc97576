import { UNKNOWN, type RuleCases } from "../sample";
import { deny, policy } from "./network-policies";

export const k8sPolicyTypesExplicitCases: RuleCases = {
  rule: "k8s-policy-types-explicit",
  serves: ["OK-23"],
  violating: [
    {
      title: "the source's policy, which says no direction",
      resources: [
        policy("allow-from-ingress", {
          podSelector: {},
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { role: "ingress" } } }] }],
        }),
      ],
      says: ['"allow-from-ingress": spec.policyTypes is not set', "egress stays open"],
    },
    {
      title: "an empty list",
      resources: [policy("none", { podSelector: {}, policyTypes: [] })],
      says: ["spec.policyTypes is []"],
    },
  ],
  mends: [
    {
      sample: policy("out", { podSelector: {}, egress: [{}] }),
      to: { spec: { podSelector: {}, egress: [{}], policyTypes: ["Ingress", "Egress"] } },
    },
  ],
  complying: [{ title: "both directions", resources: [deny] }],
  unknown: [
    {
      title: "directions that are not known",
      resources: [policy("later", { podSelector: {}, policyTypes: UNKNOWN })],
    },
  ],
};
