import { UNKNOWN, type RuleCases } from "../sample";
import { allow, deny, neighbour, policy } from "./network-policies";

export const k8sPolicyPortsCases: RuleCases = {
  rule: "k8s-policy-ports",
  serves: ["OK-23"],
  advises: true,
  violating: [
    {
      title: "an allowance without ports",
      resources: [
        policy("allow-ingress", {
          podSelector: {},
          policyTypes: ["Ingress"],
          ingress: [{ from: [neighbour] }],
        }),
      ],
      says: ['"allow-ingress": spec.ingress[0].ports is not set', "every port is open"],
    },
    {
      title: "the second way out, with an empty list",
      resources: [
        policy("out", {
          podSelector: {},
          policyTypes: ["Egress"],
          egress: [
            { to: [neighbour], ports: [{ port: 53 }] },
            { to: [neighbour], ports: [] },
          ],
        }),
      ],
      says: ["spec.egress[1].ports"],
    },
  ],
  complying: [
    { title: "a named port", resources: [allow([neighbour])] },
    { title: "no allowance", resources: [deny] },
  ],
  unknown: [{ title: "ports that are not known", resources: [allow([neighbour], UNKNOWN)] }],
};
