/** A rule of a Kubernetes role. */
export interface RoleRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const READ = ["get", "list", "watch"];

/**
 * What whoever keeps nodes running does with kubectl: look at them and at what is on them, cordon and drain. `kubectl drain`
 * patches nodes and evicts pods (Kubernetes documentation, "Safely Drain a Node"). No secret is read, no pod entered.
 */
export const NODE_OPERATOR: readonly RoleRule[] = [
  { apiGroups: [""], resources: ["nodes"], verbs: [...READ, "patch"] },
  { apiGroups: [""], resources: ["pods", "namespaces", "events", "services"], verbs: READ },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: READ,
  },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: READ },
  { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: ["get", "list"] },
];

/** Who a cluster lets in, each an IAM group. */
export const ACCESS_ROLES = ["cluster-admins", "node-operators", "auditors"] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

/**
 * The cluster role of each: Kubernetes' own `cluster-admin` and `view`, which opens no secret (Kubernetes documentation,
 * "Using RBAC Authorization", user-facing roles), and one made here.
 */
export const ROLE_OF: Readonly<Record<AccessRole, string>> = {
  "cluster-admins": "cluster-admin",
  "node-operators": "node-operators",
  auditors: "view",
};
