import { ifKnown } from "./unknown";
import type { Resource } from "../rule";
import type { Labels } from "./network-policies";

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Labels;
}

/** The metadata of a Kubernetes object. Reading what is not known throws. */
export function metadataOf({ props }: Resource): Metadata {
  return props["metadata"] ?? {};
}

/** The name of a Kubernetes object, while it is known. */
export function nameOf(resource: Resource): string | undefined {
  return ifKnown(() => metadataOf(resource).name);
}

/**
 * Namespaces of controllers that need rights on their nodes: Kubernetes' own, and those of network and storage plugins
 * (Project Calico, "Install using Helm": tigera-operator, calico-system, calico-apiserver; Secrets Store CSI driver runs in
 * kube-system).
 */
const ON_NODES = /^(kube-.*|tigera-operator|calico-system|calico-apiserver)$/;

export function isOnNodes(name: string): boolean {
  return ON_NODES.test(name);
}
