import type { Unwrap } from "@pulumi/pulumi";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as dynamodb from "@pulumi/aws/dynamodb";
import type * as ec2 from "@pulumi/aws/ec2";
import type * as ec2transitgateway from "@pulumi/aws/ec2transitgateway";
import type * as eks from "@pulumi/aws/eks";
import type * as iam from "@pulumi/aws/iam";
import type * as kms from "@pulumi/aws/kms";
import type * as msk from "@pulumi/aws/msk";
import type * as lambda from "@pulumi/aws/lambda";
import type * as rds from "@pulumi/aws/rds";
import type * as s3 from "@pulumi/aws/s3";
import type * as scheduler from "@pulumi/aws/scheduler";
import type * as sfn from "@pulumi/aws/sfn";
import type * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import type * as vpc from "@pulumi/aws/vpc";
import type * as artifacts from "@pulumi/oci/artifacts";
import type * as containerengine from "@pulumi/oci/containerengine";
import type * as core from "@pulumi/oci/core";
import type * as identity from "@pulumi/oci/identity";
import type * as logging from "@pulumi/oci/logging";
import type * as loadbalancer from "@pulumi/oci/loadbalancer";
import type * as networkloadbalancer from "@pulumi/oci/networkloadbalancer";
import type * as objectstorage from "@pulumi/oci/objectstorage";
import type * as waf from "@pulumi/oci/waf";
import type * as bastion from "@pulumi/oci/bastion";
import type * as database from "@pulumi/oci/database";
import type * as monitoring from "@pulumi/oci/monitoring";
import type * as ons from "@pulumi/oci/ons";
import type { Resource } from "./rule";

/** The inputs of the types that rules read property by property. Types only: no cloud package is loaded. */
export interface InputsByToken {
  "aws:cloudwatch/eventArchive:EventArchive": cloudwatch.EventArchiveArgs;
  "aws:cloudwatch/eventBus:EventBus": cloudwatch.EventBusArgs;
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": cloudwatch.EventBusPolicyArgs;
  "aws:cloudwatch/eventPermission:EventPermission": cloudwatch.EventPermissionArgs;
  "aws:cloudwatch/eventRule:EventRule": cloudwatch.EventRuleArgs;
  "aws:cloudwatch/eventTarget:EventTarget": cloudwatch.EventTargetArgs;
  "aws:cloudwatch/metricAlarm:MetricAlarm": cloudwatch.MetricAlarmArgs;
  "aws:dynamodb/table:Table": dynamodb.TableArgs;
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ec2.DefaultRouteTableArgs;
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2.DefaultSecurityGroupArgs;
  "aws:ec2/launchTemplate:LaunchTemplate": ec2.LaunchTemplateArgs;
  "aws:ec2/route:Route": ec2.RouteArgs;
  "aws:ec2/routeTable:RouteTable": ec2.RouteTableArgs;
  "aws:ec2/securityGroup:SecurityGroup": ec2.SecurityGroupArgs;
  "aws:ec2/securityGroupRule:SecurityGroupRule": ec2.SecurityGroupRuleArgs;
  "aws:ec2/subnet:Subnet": ec2.SubnetArgs;
  "aws:ec2/vpc:Vpc": ec2.VpcArgs;
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": ec2.VpcIpv4CidrBlockAssociationArgs;
  "aws:ec2/vpnConnection:VpnConnection": ec2.VpnConnectionArgs;
  "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": ec2.VpnConnectionRouteArgs;
  "aws:ec2transitgateway/route:Route": ec2transitgateway.RouteArgs;
  "aws:eks/cluster:Cluster": eks.ClusterArgs;
  "aws:eks/nodeGroup:NodeGroup": eks.NodeGroupArgs;
  "aws:iam/role:Role": iam.RoleArgs;
  "aws:iam/rolePolicy:RolePolicy": iam.RolePolicyArgs;
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": iam.RolePolicyAttachmentArgs;
  "aws:kms/key:Key": kms.KeyArgs;
  "aws:kms/keyPolicy:KeyPolicy": kms.KeyPolicyArgs;
  "aws:lambda/eventSourceMapping:EventSourceMapping": lambda.EventSourceMappingArgs;
  "aws:lambda/function:Function": lambda.FunctionArgs;
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": lambda.FunctionEventInvokeConfigArgs;
  "aws:lambda/permission:Permission": lambda.PermissionArgs;
  "aws:msk/cluster:Cluster": msk.ClusterArgs;
  "aws:rds/cluster:Cluster": rds.ClusterArgs;
  "aws:rds/instance:Instance": rds.InstanceArgs;
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": s3.AccountPublicAccessBlockArgs;
  "aws:s3/bucket:Bucket": s3.BucketArgs;
  "aws:s3/bucketAcl:BucketAcl": s3.BucketAclArgs;
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": s3.BucketPublicAccessBlockArgs;
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": s3.BucketReplicationConfigArgs;
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": s3.BucketServerSideEncryptionConfigurationArgs;
  "aws:s3/bucketVersioning:BucketVersioning": s3.BucketVersioningArgs;
  "aws:scheduler/schedule:Schedule": scheduler.ScheduleArgs;
  "aws:sfn/stateMachine:StateMachine": sfn.StateMachineArgs;
  "aws:sns/topic:Topic": sns.TopicArgs;
  "aws:sqs/queue:Queue": sqs.QueueArgs;
  "aws:sqs/queuePolicy:QueuePolicy": sqs.QueuePolicyArgs;
  "aws:sqs/redrivePolicy:RedrivePolicy": sqs.RedrivePolicyArgs;
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": vpc.SecurityGroupIngressRuleArgs;
  "oci:Artifacts/containerRepository:ContainerRepository": artifacts.ContainerRepositoryArgs;
  "oci:ContainerEngine/cluster:Cluster": containerengine.ClusterArgs;
  "oci:ContainerEngine/nodePool:NodePool": containerengine.NodePoolArgs;
  "oci:Core/defaultRouteTable:DefaultRouteTable": core.DefaultRouteTableArgs;
  "oci:Core/defaultSecurityList:DefaultSecurityList": core.DefaultSecurityListArgs;
  "oci:Core/drgRouteTableRouteRule:DrgRouteTableRouteRule": core.DrgRouteTableRouteRuleArgs;
  "oci:Core/networkSecurityGroup:NetworkSecurityGroup": core.NetworkSecurityGroupArgs;
  "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule": core.NetworkSecurityGroupSecurityRuleArgs;
  "oci:Core/ipsecConnectionTunnelManagement:IpsecConnectionTunnelManagement": core.IpsecConnectionTunnelManagementArgs;
  "oci:Core/virtualCircuit:VirtualCircuit": core.VirtualCircuitArgs;
  "oci:Database/dataGuardAssociation:DataGuardAssociation": database.DataGuardAssociationArgs;
  "oci:Core/routeTable:RouteTable": core.RouteTableArgs;
  "oci:Core/securityList:SecurityList": core.SecurityListArgs;
  "oci:Core/subnet:Subnet": core.SubnetArgs;
  "oci:Core/vcn:Vcn": core.VcnArgs;
  "oci:Identity/dynamicGroup:DynamicGroup": identity.DynamicGroupArgs;
  "oci:LoadBalancer/loadBalancer:LoadBalancer": loadbalancer.LoadBalancerArgs;
  "oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer": networkloadbalancer.NetworkLoadBalancerArgs;
  "oci:Waf/appFirewall:AppFirewall": waf.AppFirewallArgs;
  "oci:Identity/policy:Policy": identity.PolicyArgs;
  "oci:Logging/log:Log": logging.LogArgs;
  "oci:Bastion/bastion:Bastion": bastion.BastionArgs;
  "oci:Database/autonomousDatabase:AutonomousDatabase": database.AutonomousDatabaseArgs;
  "oci:Monitoring/alarm:Alarm": monitoring.AlarmArgs;
  "oci:Ons/subscription:Subscription": ons.SubscriptionArgs;
  "oci:ObjectStorage/bucket:Bucket": objectstorage.BucketArgs;
  "oci:ObjectStorage/replicationPolicy:ReplicationPolicy": objectstorage.ReplicationPolicyArgs;
}

export type Token = keyof InputsByToken;

/** Plain inputs of a type; every property may be missing, whatever its declaration says, in a foreign program. */
export type Inputs<T extends Token> = Partial<Unwrap<InputsByToken[T]>>;

/** The inputs of a resource, typed, when it is of the given type. */
export function inputsOf<T extends Token>(resource: Resource, token: T): Inputs<T> | undefined {
  return resource.type === token ? (resource.props as Inputs<T>) : undefined;
}

/** The resources of one type. */
export function ofType<R extends Resource>(resources: readonly R[], token: Token): R[] {
  return resources.filter((resource) => resource.type === token);
}
