export type * from "./args";
export { DataBucket } from "./bucket";
export { ArchiveBucket, type ArchiveBucketArgs } from "./bucket-archive";
export { clusterVolumes, type ClusterVolumesArgs } from "./cluster-volumes";
export { CompartmentBudget, type Alert, type CompartmentBudgetArgs } from "./budget";
export { CompartmentTree } from "./compartment-tree";
export {
  AUTONOMOUS_ALARMS,
  AutonomousDatabase,
  DatabaseAccess,
  MysqlDatabase,
  PostgresqlDatabase,
  type AutonomousDatabaseArgs,
  type Database,
  type DatabaseAccessArgs,
  type DatabaseNetwork,
  type MysqlDatabaseArgs,
  type PostgresqlDatabaseArgs,
} from "./database";
export {
  FunctionsApplication,
  PrivateInstance,
  type FunctionsApplicationArgs,
  type PrivateInstanceArgs,
} from "./compute";
export { FileShare, fileSentences, type FileShareArgs } from "./file-storage";
export { failureDomains, type FailureDomains } from "./failure-domains";
export { HostCertificate, type HostCertificateArgs, type Issuer } from "./host-certificate";
export {
  HttpsLoadBalancer,
  NetworkLoadBalancer,
  WebFirewall,
  type Backend,
  type BackendTls,
  type Bandwidth,
  type Exposure,
  type FirewallRules,
  type HttpBalancer,
  type HttpsLoadBalancerArgs,
  type NetworkHealth,
  type NetworkLoadBalancerArgs,
  type ServiceLogs,
  type WebFirewallArgs,
} from "./load-balancer";
export { IdentityTree } from "./identity-tree";
export { OciKeys } from "./oci-keys";
export {
  AlarmTopic,
  MetricAlarms,
  PROTOCOLS,
  SEVERITIES,
  type AlarmTopicArgs,
  type MetricAlarm,
  type MetricAlarmsArgs,
  type Severity,
  type Subscriber,
} from "./monitoring";
export type { NetworkDesign } from "./plan/decide";
export { COMPARTMENTS, GROUPS, type CompartmentRole, type Group } from "./plan/identity";
export { PROTECTION_MODES, VAULT_TYPES, type ProtectionMode, type VaultType } from "./plan/keys";
export { ORACLE_SERVICES, networkModel } from "./plan/model";
export { SOURCE_VCN, sourceLayout } from "./plan/network";
export { GROUP_ROLES, SUBNET_ROLES, type GroupRole, type Peers, type SubnetRole } from "./plan/roles";
export {
  DATABASE_PORTS,
  sentenceText,
  tcp,
  udp,
  type DatabaseEngine,
  type GatewayClient,
  type Party,
  type Sentence,
  type Traffic,
} from "./plan/sentences";
export { LogArchive, type ArchivedLog, type LogArchiveArgs } from "./log-archive";
export { tenancyWith, type TakenRegions } from "./region-subscriptions";
export { ImageRegistry, type ImageRegistryArgs } from "./registry";
export { PrivateName, PrivateZone, type PrivateNameArgs, type PrivateZoneArgs } from "./private-zone";
export { VaultSecret, type Rotation, type SecretReplica, type VaultSecretArgs } from "./secret";
export {
  SecurityPosture,
  type Detector,
  type DetectorRule,
  type ResponderRule,
  type SecurityPostureArgs,
} from "./posture";
export { TagNamespace } from "./tag-namespace";
export { VirtualNetwork } from "./virtual-network";
export { ReplicatedVolumes, type ReplicatedVolumesArgs } from "./volume-group";
