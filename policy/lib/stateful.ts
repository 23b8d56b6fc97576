/** How a type that keeps data is kept safe. Paths are those of the type's inputs. */
export interface Stateful {
  /** Where the customer key goes; undefined where the service takes none, or the type holds no data itself. */
  readonly key?: string;
  /** Setting that makes the service refuse a deletion, with the value it must have. */
  readonly lock?: { readonly path: string; readonly value: unknown };
  /** Whether losing it loses data: what production protects. */
  readonly durable: boolean;
}

/** Types that keep data or the keys to it. */
export const STATEFUL: Readonly<Record<string, Stateful>> = {
  "aws:cloudwatch/eventArchive:EventArchive": { key: "kmsKeyIdentifier", durable: true },
  "aws:cloudwatch/eventBus:EventBus": { key: "kmsKeyIdentifier", durable: false },
  "aws:cloudwatch/logGroup:LogGroup": { key: "kmsKeyId", durable: false },
  "aws:dynamodb/table:Table": {
    key: "serverSideEncryption.kmsKeyArn",
    lock: { path: "deletionProtectionEnabled", value: true },
    durable: true,
  },
  "aws:ebs/volume:Volume": { key: "kmsKeyId", durable: true },
  "aws:ecr/repository:Repository": { key: "encryptionConfigurations[0].kmsKey", durable: false },
  "aws:efs/fileSystem:FileSystem": { key: "kmsKeyId", durable: true },
  "aws:eks/cluster:Cluster": { key: "encryptionConfig.provider.keyArn", durable: false },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    key: "serverSideEncryption.keyArn",
    durable: false,
  },
  "aws:kinesis/stream:Stream": { key: "kmsKeyId", durable: true },
  "aws:kms/key:Key": { durable: true },
  "aws:rds/cluster:Cluster": {
    key: "kmsKeyId",
    lock: { path: "deletionProtection", value: true },
    durable: true,
  },
  "aws:rds/instance:Instance": {
    key: "kmsKeyId",
    lock: { path: "deletionProtection", value: true },
    durable: true,
  },
  "aws:s3/bucket:Bucket": { lock: { path: "forceDestroy", value: false }, durable: true },
  "aws:secretsmanager/secret:Secret": { key: "kmsKeyId", durable: false },
  "aws:sns/topic:Topic": { key: "kmsMasterKeyId", durable: false },
  "aws:sqs/queue:Queue": { key: "kmsMasterKeyId", durable: true },
  "oci:ContainerEngine/cluster:Cluster": { key: "kmsKeyId", durable: false },
  "oci:ContainerEngine/nodePool:NodePool": { key: "nodeConfigDetails.kmsKeyId", durable: false },
  "oci:Core/bootVolume:BootVolume": { key: "kmsKeyId", durable: true },
  "oci:Core/volume:Volume": { key: "kmsKeyId", durable: true },
  "oci:Database/autonomousDatabase:AutonomousDatabase": { key: "kmsKeyId", durable: true },
  "oci:FileStorage/fileSystem:FileSystem": { key: "kmsKeyId", durable: true },
  "oci:Kms/key:Key": { durable: true },
  "oci:Kms/vault:Vault": { durable: true },
  "oci:Mysql/mysqlDbSystem:MysqlDbSystem": {
    key: "encryptData.keyId",
    lock: { path: "deletionPolicies[0].isDeleteProtected", value: true },
    durable: true,
  },
  "oci:ObjectStorage/bucket:Bucket": { key: "kmsKeyId", durable: true },
  "oci:Psql/dbSystem:DbSystem": { durable: true },
  "oci:Streaming/streamPool:StreamPool": { key: "customEncryptionKey.kmsKeyId", durable: true },
};

/** The value at a path such as `serverSideEncryption.kmsKeyArn` or `list[0].key`. Throws while it is not known. */
export function valueAt(props: object, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((key) => key !== "")
    .reduce<unknown>(
      (at, key) => (at !== null && typeof at === "object" ? (at as Record<string, unknown>)[key] : undefined),
      props,
    );
}
