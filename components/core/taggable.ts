/** How a type of resource takes tags. */
export type TagForm = "tags" | "definedTags" | "freeformTags" | "labels";

/**
 * Types in use that take no tags, by token. Every other type of these clouds is given them; a test holds this list
 * against the declarations of the installed packages.
 */
export const UNTAGGED: ReadonlySet<string> = new Set([
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:cloudwatch/eventApiDestination:EventApiDestination",
  "aws:cloudwatch/eventArchive:EventArchive",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  "aws:cloudwatch/eventConnection:EventConnection",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cloudwatch/logStream:LogStream",
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  "aws:ec2/route:Route",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kms/alias:Alias",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "aws:lambda/permission:Permission",
  "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:scheduler/schedule:Schedule",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  "kubernetes:helm.sh/v3:Release",
  "oci:Audit/configuration:Configuration",
  "oci:CloudGuard/cloudGuardConfiguration:CloudGuardConfiguration",
  "oci:ContainerEngine/addon:Addon",
  "oci:Core/drgRouteTableRouteRule:DrgRouteTableRouteRule",
  "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
  "oci:Dns/rrset:Rrset",
  "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment",
  "oci:FileStorage/export:Export",
  "oci:Identity/userGroupMembership:UserGroupMembership",
  "oci:Kms/vaultVerification:VaultVerification",
  "oci:LoadBalancer/backend:Backend",
  "oci:LoadBalancer/backendSet:BackendSet",
  "oci:LoadBalancer/listener:Listener",
  "oci:LoadBalancer/ruleSet:RuleSet",
  "oci:NetworkLoadBalancer/backend:Backend",
  "oci:NetworkLoadBalancer/backendSet:BackendSet",
  "oci:NetworkLoadBalancer/listener:Listener",
  "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy",
  "oci:ObjectStorage/replicationPolicy:ReplicationPolicy",
]);

/** What defined tags themselves need first: it carries the same keys as free-form tags. */
const BEFORE_NAMESPACE: ReadonlySet<string> = new Set([
  "oci:Identity/compartment:Compartment",
  "oci:Identity/tag:Tag",
  "oci:Identity/tagNamespace:TagNamespace",
]);

const FORMS: Readonly<Record<string, TagForm>> = { aws: "tags", oci: "definedTags", kubernetes: "labels" };

/** The form in which a type takes tags, by its token; undefined when it takes none. */
export function tagFormOf(type: string): TagForm | undefined {
  if (BEFORE_NAMESPACE.has(type)) return "freeformTags";
  return UNTAGGED.has(type) ? undefined : FORMS[type.split(":", 1)[0] ?? ""];
}
