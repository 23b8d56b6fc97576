/** What a new resource of a type means for those who have what the old one kept; that it starts empty, of all others. */
export const ANEW: Readonly<Record<string, { readonly means: string; readonly advice: string }>> = {
  "aws:kms/key:Key": unread(),
  "oci:Kms/key:Key": unread(),
  "random:index/randomPassword:RandomPassword": handed("who has the old one is locked out"),
  "tls:index/privateKey:PrivateKey": handed("nobody trusts the new one yet"),
};

function unread() {
  return {
    means: "a new one can not read that",
    advice: "Keep the property, or encrypt everything with another key before this one goes.",
  };
}

function handed(means: string) {
  return {
    means,
    advice: "Keep the property, or hand the new one to all that use it in the same deployment.",
  };
}

/** Types whose resources keep something that a new one does not have, and what it is. */
export const KEEPS: Readonly<Record<string, string>> = {
  "aws:dynamodb/table:Table": "its items",
  "aws:dynamodb/globalTable:GlobalTable": "its items",
  "aws:rds/instance:Instance": "its databases",
  "aws:rds/cluster:Cluster": "its databases",
  "aws:docdb/cluster:Cluster": "its databases",
  "aws:elasticache/replicationGroup:ReplicationGroup": "what is cached and stored in it",
  "aws:opensearch/domain:Domain": "its indices",
  "aws:efs/fileSystem:FileSystem": "its files",
  "aws:fsx/lustreFileSystem:LustreFileSystem": "its files",
  "aws:ebs/volume:Volume": "its blocks",
  "aws:s3/bucket:Bucket": "its objects",
  "aws:s3/bucketV2:BucketV2": "its objects",
  "aws:sqs/queue:Queue": "the messages in it",
  "aws:kinesis/stream:Stream": "its records",
  "aws:msk/cluster:Cluster": "its topics",
  "aws:cloudwatch/eventArchive:EventArchive": "the archived events",
  "aws:cloudwatch/logGroup:LogGroup": "its log events",
  "aws:kms/key:Key": "the only way to read what it encrypts",
  "aws:secretsmanager/secret:Secret": "its versions",
  "aws:ecr/repository:Repository": "its images",
  "aws:cognito/userPool:UserPool": "its users",
  "aws:eks/cluster:Cluster": "its workloads and their state",
  "aws:backup/vault:Vault": "its recovery points",
  "aws:ec2/instance:Instance": "its local disks",
  "oci:Database/autonomousDatabase:AutonomousDatabase": "its databases",
  "oci:Database/dbSystem:DbSystem": "its databases",
  "oci:Mysql/mysqlDbSystem:MysqlDbSystem": "its databases",
  "oci:Psql/dbSystem:DbSystem": "its databases",
  "oci:Nosql/table:Table": "its rows",
  "oci:ObjectStorage/bucket:Bucket": "its objects",
  "oci:FileStorage/fileSystem:FileSystem": "its files",
  "oci:Core/volume:Volume": "its blocks",
  "oci:Core/volumeGroup:VolumeGroup": "its volumes",
  "oci:Core/instance:Instance": "its local disks",
  "oci:Kms/vault:Vault": "its keys, and with them all that they encrypt",
  "oci:Kms/key:Key": "the only way to read what it encrypts",
  "oci:Vault/secret:Secret": "its versions",
  "oci:Streaming/stream:Stream": "its records",
  "oci:Queue/queue:Queue": "the messages in it",
  "oci:Artifacts/containerRepository:ContainerRepository": "its images",
  "oci:ContainerEngine/cluster:Cluster": "its workloads and their state",
  "oci:Logging/log:Log": "its entries",
  "oci:ApiGateway/gateway:Gateway": "its address and its APIs",
  "oci:Identity/compartment:Compartment": "everything that is in it",
  "kubernetes:core/v1:PersistentVolumeClaim": "its volume",
  "kubernetes:core/v1:PersistentVolume": "its volume",
  "kubernetes:core/v1:Namespace": "everything that is in it",
  "kubernetes:apps/v1:StatefulSet": "the volumes of its pods",
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": "every object of its kind",
  "random:index/randomPassword:RandomPassword": "a password that others were given",
  "tls:index/privateKey:PrivateKey": "a key that others trust",
};
