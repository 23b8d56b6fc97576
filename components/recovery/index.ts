export type {
  Attachment,
  BucketReplicationArgs,
  BucketReplicationChildren,
  Endpoint,
  HealthMonitorArgs,
  HealthMonitorChildren,
  TieredArgs,
  TrafficSteeringArgs,
  TrafficSteeringChildren,
} from "./args";
export { BucketReplication } from "./bucket-replication";
export { HealthMonitor } from "./health-monitor";
export { StandbyDatabase, type StandbyDatabaseArgs, type StandbyDatabaseChildren } from "./standby-database";
export { standbyType, type StandbyType } from "./standby-plan";
export type { SiteRole } from "./plan";
export { OBJECTIVES, tierProblem, type Objectives, type RecoveryTier } from "./tiers";
export { TrafficSteering } from "./traffic-steering";
