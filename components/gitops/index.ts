export { EksCluster } from "./eks-cluster";
export type { AccessGrant, EksClusterArgs, EksClusterChildren, PrivateVpcConfig } from "./cluster-args";
export type { AccessPolicy, AddonName, GroupSize } from "./cluster-plan";
export { WorkloadNamespaces } from "./workload-namespaces";
export type {
  WorkloadNamespace,
  WorkloadNamespacesArgs,
  WorkloadNamespacesChildren,
} from "./namespaces-args";
export type { Quota } from "./namespaces-plan";
