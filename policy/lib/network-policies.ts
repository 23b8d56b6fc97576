import type { Resource } from "../rule";

export const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
export const NAMESPACE = "kubernetes:core/v1:Namespace";

/** Labels as a selector or an object has them. */
export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string }[];
}

interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

/** The part of a NetworkPolicy that rules read. */
export interface NetworkPolicySpec {
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly unknown[] }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly unknown[] }[];
}

interface Policy {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: NetworkPolicySpec;
}

/** A network policy's inputs; undefined for any other resource. */
export function networkPolicyOf({ type, props }: Resource): Policy | undefined {
  return type === NETWORK_POLICY ? props : undefined;
}

/** The allowances of a policy with their paths and the peers at the other end. */
export function allowancesOf(spec: NetworkPolicySpec | undefined): {
  readonly path: string;
  readonly peers: () => { readonly path: string; readonly list: readonly Peer[] | undefined };
  readonly ports: () => readonly unknown[] | undefined;
}[] {
  return [
    ...(spec?.ingress ?? []).map((allowance, i) => ({
      path: `spec.ingress[${i}]`,
      peers: () => ({ path: `spec.ingress[${i}].from`, list: allowance.from }),
      ports: () => allowance.ports,
    })),
    ...(spec?.egress ?? []).map((allowance, i) => ({
      path: `spec.egress[${i}]`,
      peers: () => ({ path: `spec.egress[${i}].to`, list: allowance.to }),
      ports: () => allowance.ports,
    })),
  ];
}
