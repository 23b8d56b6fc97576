import type { Passing } from "../../components/kubernetes";

/** Port of the Kubernetes API on a private OKE endpoint. */
const API_PORT = 6443;

/** A controller's calls to the Kubernetes API. */
export function apiEgress(endpoint: string): Passing {
  return {
    egress: [{ to: [{ ipBlock: { cidr: endpoint } }], ports: [{ protocol: "TCP", port: API_PORT }] }],
  };
}

/** The API server's calls to a controller's webhook. */
export function apiIngress(endpoint: string, port: number): Passing {
  return { ingress: [{ from: [{ ipBlock: { cidr: endpoint } }], ports: [{ protocol: "TCP", port }] }] };
}

/** Pods of a namespace, by the label that Kubernetes itself sets. */
export function podsOf(namespace: string) {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
}
