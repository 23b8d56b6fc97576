import * as pulumi from "@pulumi/pulumi";
import { Check, oneOf, wholeNumber } from "../core";

/** Who reaches a balancer. OKE ignores a change of a live one, so whoever holds it makes a new one. */
export const BALANCER_MODES = ["internal", "public"] as const;
export type BalancerMode = (typeof BALANCER_MODES)[number];

/** A load balancer that OKE makes for a Service. */
export interface Balancer {
  /**
   * `internal` has private addresses only; `public` is refused in production by the rule `oke-lb-internal-prod`.
   * @default "internal"
   */
  readonly mode?: BalancerMode;
  /** OCID of its regional subnet: a private one for an internal balancer. */
  readonly subnetId: pulumi.Input<string>;
  /** OCIDs of the security groups of its interface, 1 to 5. */
  readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /**
   * Bandwidth in Mbps, from 10 to 8000.
   * @default { min: 10, max: 100 }
   */
  readonly bandwidth?: { readonly min: number; readonly max: number };
}

/** Annotations that OKE reads off a Service of type LoadBalancer, as far as they are set here. */
export interface BalancerAnnotations {
  readonly "oci.oraclecloud.com/oci-network-security-groups": pulumi.Input<string>;
  readonly "oci.oraclecloud.com/security-rule-management-mode": "None";
  readonly "service.beta.kubernetes.io/oci-load-balancer-internal": "true" | "false";
  readonly "service.beta.kubernetes.io/oci-load-balancer-shape": "flexible";
  readonly "service.beta.kubernetes.io/oci-load-balancer-shape-flex-max": string;
  readonly "service.beta.kubernetes.io/oci-load-balancer-shape-flex-min": string;
  readonly "service.beta.kubernetes.io/oci-load-balancer-subnet1": pulumi.Input<string>;
}

/** What a Service is annotated with, and who reaches it then: the two can not disagree. */
export interface BuiltBalancer {
  readonly internal: boolean;
  readonly annotations: BalancerAnnotations;
}

/** Load Balancing API, ShapeDetails. */
const MBPS = { min: 10, max: 8000 } as const;
/** `lbMaximumNetworkSecurityGroupIds` of oci-cloud-controller-manager. */
const GROUPS_MAX = 5;
const FIELDS: readonly string[] = ["mode", "subnetId", "nsgIds", "bandwidth"];

/**
 * The annotations of an OKE load balancer, each a text, as annotations are: mode, subnet, groups, flexible shape, and that OKE
 * writes no security rule of its own. The set is closed: OKE ignores an annotation that it does not know, and a balancer
 * whose `internal` is misspelt is public.
 *
 * Source: OKE guide, "Summary of Annotations for Load Balancers and Network Load Balancers"; what is ignored, and what wins:
 * oracle/oci-cloud-controller-manager, pkg/cloudprovider/providers/oci/load_balancer_spec.go, read 2026-11-25.
 *
 * @throws {InputError} with every fault, fields that there are not among them.
 * @example
 * oracleBalancer('Service "shop"', { subnetId, nsgIds: [nsgId] }).annotations
 */
export function oracleBalancer(subject: string, balancer: Balancer): BuiltBalancer {
  const { mode = "internal", subnetId, nsgIds, bandwidth = { min: 10, max: 100 } } = balancer;
  const check = new Check(subject);
  for (const [field, given] of Object.entries(balancer))
    if (!FIELDS.includes(field)) check.fault(field, given, `nothing of that name; ${FIELDS.join(", ")}`);
  check.plain("mode", mode, oneOf(...BALANCER_MODES));
  const { min, max } = bandwidth;
  check.plain("bandwidth.min", min, wholeNumber(MBPS.min, MBPS.max, "Mbps"));
  check.plain("bandwidth.max", max, wholeNumber(Math.max(min || 0, MBPS.min), MBPS.max, "Mbps"));
  check.plain("nsgIds", nsgIds.length, (count) =>
    count >= 1 && count <= GROUPS_MAX ? undefined : `1 to ${GROUPS_MAX} security groups`,
  );
  const subnet = check.input("subnetId", subnetId, (id) =>
    id === "" ? "the OCID of a regional subnet" : undefined,
  );
  check.done();
  const internal = mode === "internal";
  return {
    internal,
    annotations: {
      "oci.oraclecloud.com/oci-network-security-groups":
        nsgIds.length === 1 ? nsgIds[0] : pulumi.all([...nsgIds]).apply((ids) => ids.join(",")),
      "oci.oraclecloud.com/security-rule-management-mode": "None",
      "service.beta.kubernetes.io/oci-load-balancer-internal": internal ? "true" : "false",
      "service.beta.kubernetes.io/oci-load-balancer-shape": "flexible",
      "service.beta.kubernetes.io/oci-load-balancer-shape-flex-max": String(max),
      "service.beta.kubernetes.io/oci-load-balancer-shape-flex-min": String(min),
      "service.beta.kubernetes.io/oci-load-balancer-subnet1": subnet,
    },
  };
}
