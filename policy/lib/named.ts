/** Where a type's physical name is. */
export interface Named {
  /** Inputs that may hold it; one is enough. */
  readonly paths: readonly [string, ...string[]];
  /** What the service wants around it, which is no part of the name. */
  readonly around?: RegExp;
}

const name: Named = { paths: ["name", "namePrefix"] };
const nameTag: Named = { paths: ["tags.Name"] };
const displayName: Named = { paths: ["displayName"] };
const plainName: Named = { paths: ["name"] };

/**
 * Types with a name of one's own choice. Names that are DNS labels, database names or paths follow the rules of their
 * service and are left to the naming function's own tests.
 */
export const NAMED: Readonly<Record<string, Named>> = {
  "aws:cloudwatch/eventArchive:EventArchive": plainName,
  "aws:cloudwatch/eventBus:EventBus": plainName,
  "aws:cloudwatch/eventRule:EventRule": name,
  "aws:cloudwatch/logGroup:LogGroup": { ...name, around: /^\/aws\/(?:[a-z-]+\/)+|\/cluster$/g },
  "aws:cloudwatch/metricAlarm:MetricAlarm": plainName,
  "aws:dynamodb/table:Table": plainName,
  "aws:ec2/eip:Eip": nameTag,
  "aws:ec2/internetGateway:InternetGateway": nameTag,
  "aws:ec2/natGateway:NatGateway": nameTag,
  "aws:ec2/routeTable:RouteTable": nameTag,
  "aws:ec2/securityGroup:SecurityGroup": name,
  "aws:ec2/subnet:Subnet": nameTag,
  "aws:ec2/vpc:Vpc": nameTag,
  "aws:eks/cluster:Cluster": plainName,
  "aws:eks/nodeGroup:NodeGroup": { paths: ["nodeGroupName", "nodeGroupNamePrefix"] },
  "aws:iam/policy:Policy": name,
  "aws:iam/role:Role": name,
  "aws:kms/alias:Alias": { ...name, around: /^alias\// },
  "aws:lambda/function:Function": plainName,
  "aws:lb/loadBalancer:LoadBalancer": name,
  "aws:s3/bucket:Bucket": { paths: ["bucket", "bucketPrefix"] },
  "aws:sfn/stateMachine:StateMachine": name,
  "aws:sns/topic:Topic": { ...name, around: /\.fifo$/ },
  "aws:sqs/queue:Queue": { ...name, around: /\.fifo$/ },
  "oci:ApiGateway/deployment:Deployment": displayName,
  "oci:ApiGateway/gateway:Gateway": displayName,
  "oci:ContainerEngine/cluster:Cluster": plainName,
  "oci:ContainerEngine/nodePool:NodePool": plainName,
  "oci:Core/drg:Drg": displayName,
  "oci:Core/natGateway:NatGateway": displayName,
  "oci:Core/networkSecurityGroup:NetworkSecurityGroup": displayName,
  "oci:Core/routeTable:RouteTable": displayName,
  "oci:Core/serviceGateway:ServiceGateway": displayName,
  "oci:Core/subnet:Subnet": displayName,
  "oci:Core/vcn:Vcn": displayName,
  "oci:Identity/compartment:Compartment": plainName,
  "oci:Identity/group:Group": plainName,
  "oci:Identity/policy:Policy": plainName,
  "oci:Kms/key:Key": displayName,
  "oci:Kms/vault:Vault": displayName,
  "oci:Logging/logGroup:LogGroup": displayName,
  "oci:ObjectStorage/bucket:Bucket": plainName,
};
