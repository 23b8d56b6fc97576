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
export type { Architecture, PoolSize } from "./plan";
