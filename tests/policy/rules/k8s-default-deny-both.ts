import { changed, UNKNOWN, type RuleCases } from "../sample";
import { allow, deny, namespace, neighbour, policy } from "./network-policies";

const denyIngress = policy("deny-ingress", { podSelector: {}, policyTypes: ["Ingress"] });
const denyEgress = policy("deny-egress", { podSelector: {}, policyTypes: ["Egress"] });

export const k8sDefaultDenyBothCases: RuleCases = {
  rule: "k8s-default-deny-both",
  serves: ["OK-24"],
  violating: [
    {
      title: "a namespace without policies",
      resources: [namespace],
      says: ['"shop": metadata.name is "shop"', "denies ingress and egress"],
    },
    {
      title: "one that only ingress is denied in",
      resources: [namespace, denyIngress],
      says: ["denies egress"],
    },
    {
      title: "a policy of some pods only",
      resources: [
        namespace,
        policy("some", { podSelector: { matchLabels: { app: "a" } }, policyTypes: ["Ingress", "Egress"] }),
      ],
      says: ["denies ingress and egress"],
    },
    {
      title: "a policy of the pods with a label",
      resources: [
        namespace,
        policy("some", {
          podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] },
          policyTypes: ["Ingress", "Egress"],
        }),
      ],
      says: ["denies ingress and egress"],
    },
    {
      title: "a policy that allows as it denies",
      resources: [namespace, denyEgress, allow([neighbour])],
      says: ["denies ingress to"],
    },
    {
      title: "the policy of another namespace",
      resources: [namespace, changed(deny, { metadata: { name: "deny-all", namespace: "other" } })],
      says: ["denies ingress and egress"],
    },
  ],
  complying: [
    {
      title: "one policy for both, and an allowance beside it",
      resources: [namespace, deny, allow([neighbour])],
    },
    { title: "a policy a direction", resources: [namespace, denyIngress, denyEgress] },
    {
      title: "Kubernetes' own namespaces",
      resources: [changed(namespace, { metadata: { name: "kube-system" } })],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a policy that is not known, and may be the missing one",
      resources: [namespace, changed(deny, { spec: UNKNOWN })],
    },
    {
      title: "a namespace whose name is made up later",
      resources: [
        changed(namespace, { metadata: { name: UNKNOWN } }),
        {
          ...changed(deny, { metadata: { name: "deny-all", namespace: UNKNOWN } }),
          sources: { metadata: ["shop"] },
        },
      ],
    },
    {
      title: "objects behind a cluster that does not exist yet",
      resources: [
        { ...namespace, props: {} },
        { ...deny, props: {} },
      ],
    },
    {
      title: "a namespace and a policy of which nothing is known but that they are there",
      resources: [
        changed(namespace, { metadata: UNKNOWN }),
        changed(deny, { metadata: UNKNOWN, spec: UNKNOWN }),
      ],
    },
  ],
};
