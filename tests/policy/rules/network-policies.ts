import type { Sample } from "../sample";

/** A namespace that keeps to every rule. */
export const namespace: Sample = {
  type: "kubernetes:core/v1:Namespace",
  name: "shop",
  props: { metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
};

/** A network policy of that namespace. */
export const policy = (name: string, spec: Readonly<Record<string, unknown>>): Sample => ({
  type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  name,
  props: { metadata: { name, namespace: "shop" }, spec },
});

/** Nothing in and nothing out. */
export const deny = policy("deny-all", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });

/** One named neighbour, on one port. */
export const neighbour = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } } };
export const allow = (from: unknown, ports: unknown = [{ protocol: "TCP", port: 8443 }]): Sample =>
  policy("allow-ingress", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from, ports }] });
