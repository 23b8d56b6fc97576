import { dig } from "./dig";

/**
 * Annotations that make a balancer an internal one: AWS Load Balancer Controller and the in-tree controller of AWS, OKE's
 * controller, AKS and GKE.
 */
const INTERNAL: readonly (readonly [key: string, value: string])[] = [
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ["service.beta.kubernetes.io/oci-load-balancer-internal", "true"],
  ["oci-network-load-balancer.oraclecloud.com/internal", "true"],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", "true"],
  ["networking.gke.io/load-balancer-type", "Internal"],
];

/** Whether a Service's annotations, an object or as charts take them a YAML text, ask for an internal balancer. */
export function saysInternal(annotations: unknown): boolean {
  if (typeof annotations === "string")
    return INTERNAL.some(([key, value]) =>
      annotations
        .split("\n")
        .some((line) => line.includes(key) && line.replaceAll(/["'\s]/g, "").endsWith(`:${value}`)),
    );
  return INTERNAL.some(([key, value]) => dig(annotations, key) === value);
}
