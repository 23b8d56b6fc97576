export { ClusterAccess, type ClusterAccessArgs, type ClusterAccessChildren } from "./access";
export { ACCESS_ROLES, type AccessRole } from "./access-plan";
export { BalancerAdmission, type BalancerAdmissionArgs, type BalancerAdmissionChildren } from "./admission";
export {
  AUTOSCALER,
  ClusterAutoscaler,
  autoscalerGrants,
  type ClusterAutoscalerArgs,
  type ClusterAutoscalerChildren,
  type ScaledPool,
} from "./autoscaler";
export {
  BalancedService,
  type BalancedPort,
  type BalancedServiceArgs,
  type BalancedServiceChildren,
} from "./balanced-service";
export {
  BALANCER_MODES,
  oracleBalancer,
  type Balancer,
  type BalancerAnnotations,
  type BalancerMode,
  type BuiltBalancer,
} from "./balancer";
export { OkeCluster } from "./cluster";
export { NodePool } from "./node-pool";
export type {
  NodePoolArgs,
  NodePoolChildren,
  OkeClusterArgs,
  OkeClusterChildren,
  OneOrMore,
  PrivateEndpoint,
} from "./args";
export type { AccessPath } from "./access-path";
export { PolicyEngine, type PolicyEngineArgs, type PolicyEngineChildren } from "./policy-engine";
export { BACKENDS, ENGINE_IMAGE, type Backend } from "./policy-engine-plan";
export { PolicyProof, type PolicyProofArgs, type PolicyProofChildren } from "./policy-proof";
export { PROOF_IMAGE } from "./policy-proof-plan";
export { ClusterQueries, type ClusterQueriesArgs, type ClusterQueriesChildren } from "./queries";
export { QUERY_ROLES, type QueryRole } from "./queries-plan";
export { SOURCE_RANGES, type ClusterRanges } from "./ranges";
export type { Architecture, PoolSize } from "./plan";
export { workloadStatement, type Workload, type WorkloadGrant } from "./workload";
export {
  WorkloadIdentity,
  type WorkloadIdentityArgs,
  type WorkloadIdentityChildren,
} from "./workload-identity";
