import { UNKNOWN, type RuleCases } from "../sample";
import { allow, deny, neighbour, policy } from "./network-policies";

export const k8sPolicyTrustedSelectorCases: RuleCases = {
  rule: "k8s-policy-trusted-selector",
  serves: ["OK-23"],
  violating: [
    {
      title: "a label that any owner of a namespace can set",
      resources: [allow([{ namespaceSelector: { matchLabels: { role: "ingress" } } }])],
      says: ['spec.ingress[0].from[0].namespaceSelector is "role"', "can give it this label"],
    },
    {
      title: "the same as an expression, of the second peer",
      resources: [
        allow([
          neighbour,
          {
            namespaceSelector: {
              matchExpressions: [{ key: "role", operator: "In", values: ["ingress"] }],
            },
          },
        ]),
      ],
      says: ["spec.ingress[0].from[1].namespaceSelector"],
    },
    {
      title: "every namespace",
      resources: [allow([{ namespaceSelector: {} }])],
      says: ['is "every namespace"', "pods of every namespace are let through"],
    },
    {
      title: "a free label on the way out",
      resources: [
        policy("out", {
          podSelector: {},
          policyTypes: ["Egress"],
          egress: [{ to: [{ namespaceSelector: { matchLabels: { team: "data" } } }] }],
        }),
      ],
      says: ["spec.egress[0].to[0].namespaceSelector"],
    },
  ],
  complying: [
    { title: "the label that the API server sets", resources: [allow([neighbour])] },
    {
      title: "that label among others",
      resources: [
        allow([
          {
            namespaceSelector: {
              matchLabels: { "kubernetes.io/metadata.name": "ingress", tier: "edge" },
            },
          },
        ]),
      ],
    },
    {
      title: "pods of its own namespace",
      resources: [allow([{ podSelector: { matchLabels: { app: "a" } } }])],
    },
    { title: "no allowance", resources: [deny] },
  ],
  unknown: [{ title: "peers that are not known", resources: [allow(UNKNOWN)] }],
};
