import type { Fault } from "../core";

/** One workload of a cluster, as OCI IAM knows it: whose pods, not which node they happen to be on. */
export interface Workload {
  /** OCID of the cluster. */
  readonly clusterId: string;
  /** Kubernetes namespace. */
  readonly namespace: string;
  /** Kubernetes service account of its pods. */
  readonly serviceAccount: string;
}

/** What a workload may do, in one compartment. */
export interface WorkloadGrant {
  readonly verb: "inspect" | "read" | "use" | "manage";
  /** Resource type or family: OCI IAM guide, "Policy reference". */
  readonly resources: string;
  /** OCID of the compartment. */
  readonly compartmentId: string;
  /**
   * What the target must be, beside the caller: `target.secret.id = 'ocid1.vaultsecret...'`.
   * @default any of the compartment
   */
  readonly where?: readonly string[];
}

/**
 * The statement that gives the pods of one service account, in one namespace of one cluster, a grant; no other pod, and no
 * node (OKE guide, "Granting Workloads Access to OCI Resources": a policy for a workload names all four conditions).
 */
export function workloadStatement(workload: Workload, grant: WorkloadGrant): string {
  const conditions = [
    "request.principal.type = 'workload'",
    `request.principal.namespace = '${workload.namespace}'`,
    `request.principal.service_account = '${workload.serviceAccount}'`,
    `request.principal.cluster_id = '${workload.clusterId}'`,
    ...(grant.where ?? []),
  ].join(", ");
  return `Allow any-user to ${grant.verb} ${grant.resources} in compartment id ${grant.compartmentId} where all {${conditions}}`;
}

/** Names of namespaces and service accounts (Kubernetes documentation, "Object Names and IDs"): a quote would end the condition. */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** What is wrong with a workload's names. */
export function workloadFaults(workload: Pick<Workload, "namespace" | "serviceAccount">): Fault[] {
  const faults: Fault[] = [];
  if (!LABEL.test(workload.namespace))
    faults.push({
      path: "namespace",
      given: workload.namespace,
      allowed: "the name of a Kubernetes namespace",
    });
  if (!SUBDOMAIN.test(workload.serviceAccount) || workload.serviceAccount === "default")
    faults.push({
      path: "serviceAccount",
      given: workload.serviceAccount,
      allowed: "the name of a Kubernetes service account of its own: every pod that names none has `default`",
    });
  return faults;
}
