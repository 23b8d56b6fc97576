import type { LimitRangeArgs } from "@pulumi/kubernetes/core/v1/limitRange";
import type { NamespaceArgs as KubernetesNamespaceArgs } from "@pulumi/kubernetes/core/v1/namespace";
import type { ResourceQuotaArgs } from "@pulumi/kubernetes/core/v1/resourceQuota";
import type { ServiceAccountPatchArgs } from "@pulumi/kubernetes/core/v1/serviceAccountPatch";
import type { NetworkPolicyArgs } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import type { ComponentArgs } from "../core";
import type { Allowance, PodSecurityLevel } from "../kubernetes";
import type { Quota } from "./namespaces-plan";

/** Children of `WorkloadNamespaces`, for `transform`. */
export interface WorkloadNamespacesChildren {
  namespace: KubernetesNamespaceArgs;
  quota: ResourceQuotaArgs;
  limits: LimitRangeArgs;
  "default-account": ServiceAccountPatchArgs;
  deny: NetworkPolicyArgs;
  allow: NetworkPolicyArgs;
}

/** One namespace. */
export interface WorkloadNamespace {
  /** Its name in the cluster. */
  readonly name: string;
  /** What all its pods may take together. */
  readonly quota: Quota;
  /**
   * Pods that break this pod security standard are refused.
   * @default "restricted"
   */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * Traffic that passes beside cluster DNS; everything else is denied in both directions.
   * @default none
   */
  readonly allow?: readonly Allowance[];
  /**
   * Labels beside those of the component, `pulumi-causeway/mutual-tls: required`.
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface WorkloadNamespacesArgs extends ComponentArgs<WorkloadNamespacesChildren> {
  /** The namespaces by a role word: `{ workloads: { name: "production", quota: { cpu: "27", memory: "108Gi" } } }`. */
  readonly namespaces: Readonly<Record<string, WorkloadNamespace>>;
  /**
   * Kubernetes minor version whose pod security standards count, `1.36`: a newer cluster then refuses nothing more until
   * this is raised.
   * @default "latest"
   */
  readonly podSecurityVersion?: string;
}
