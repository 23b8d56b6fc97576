import type { ResolverEndpointArgs } from "@pulumi/aws/route53/resolverEndpoint";
import type { ResolverRuleArgs } from "@pulumi/aws/route53/resolverRule";
import type { ResolverRuleAssociationArgs } from "@pulumi/aws/route53/resolverRuleAssociation";
import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup";
import type { TableArgs } from "@pulumi/aws/dynamodb/table";
import type { DefaultSecurityGroupArgs } from "@pulumi/aws/ec2/defaultSecurityGroup";
import type { EipArgs } from "@pulumi/aws/ec2/eip";
import type { FlowLogArgs } from "@pulumi/aws/ec2/flowLog";
import type { InternetGatewayArgs } from "@pulumi/aws/ec2/internetGateway";
import type { NatGatewayArgs } from "@pulumi/aws/ec2/natGateway";
import type { RouteArgs } from "@pulumi/aws/ec2/route";
import type { RouteTableArgs } from "@pulumi/aws/ec2/routeTable";
import type { RouteTableAssociationArgs } from "@pulumi/aws/ec2/routeTableAssociation";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup";
import type { SubnetArgs } from "@pulumi/aws/ec2/subnet";
import type { VpcArgs as AwsVpcArgs } from "@pulumi/aws/ec2/vpc";
import type { VpcEndpointArgs } from "@pulumi/aws/ec2/vpcEndpoint";
import type { AccountPublicAccessBlockArgs } from "@pulumi/aws/s3/accountPublicAccessBlock";
import type { BucketArgs } from "@pulumi/aws/s3/bucket";
import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import type { BucketObjectLockConfigurationArgs } from "@pulumi/aws/s3/bucketObjectLockConfiguration";
import type { BucketOwnershipControlsArgs } from "@pulumi/aws/s3/bucketOwnershipControls";
import type { BucketPolicyArgs } from "@pulumi/aws/s3/bucketPolicy";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning";
import type { RoleArgs } from "@pulumi/aws/iam/role";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy";
import type { RolePolicyAttachmentArgs } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { AliasArgs } from "@pulumi/aws/kms/alias";
import type { KeyArgs } from "@pulumi/aws/kms/key";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../core";
import type { EndpointService } from "./plan/endpoints";
import type { AwsAccount } from "./plan/iam";
import type { KeyUse } from "./plan/keys";
import type { PerZone, SubnetRole } from "./plan/vpc";

/** Children of `AccountBaseline`, for `transform`. */
export interface AccountBaselineChildren {
  "public-access": AccountPublicAccessBlockArgs;
  "flow-logs": RoleArgs;
  "flow-logs-policy": RolePolicyArgs;
}

export interface AccountBaselineArgs extends ComponentArgs<AccountBaselineChildren> {
  /** Account and region; conditions and ARNs name them. */
  readonly account: AwsAccount;
  /**
   * Names of the log groups that flow logs are written to.
   * @default the one of the `Vpc` with the same naming
   */
  readonly flowLogGroups?: readonly string[];
}

/** Children of `PlatformRoles`, for `transform`. */
export interface PlatformRolesChildren {
  role: RoleArgs;
  policy: RolePolicyArgs;
  attachment: RolePolicyAttachmentArgs;
}

export interface PlatformRolesArgs extends ComponentArgs<PlatformRolesChildren> {
  /** Account and region; conditions and ARNs name them. */
  readonly account: AwsAccount;
  /**
   * ARNs of the roles, users or accounts that may assume the deployer role. Whoever is let in can do all that the platform
   * can: name the role of the pipeline rather than the account, where one exists.
   */
  readonly deployerPrincipals: readonly string[];
}

/** Children of `KeySet`, for `transform`. */
export interface KeySetChildren {
  key: KeyArgs;
  alias: AliasArgs;
}

export interface KeySetArgs<R extends string> extends ComponentArgs<KeySetChildren> {
  /** Account and region; the key policies name them. */
  readonly account: AwsAccount;
  /** What each key is for, by the role word that names it: `{ data: "data", "flow-logs": "logs" }`. */
  readonly keys: Readonly<Record<R, KeyUse>>;
  /**
   * Days between asking for a key's deletion and losing it and all it encrypted, 7 to 30 (KMS API, ScheduleKeyDeletion).
   * @default 30
   */
  readonly deletionWindowDays?: number;
  /**
   * Whether the keys are protected from deletion, and kept when their stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/** Children of `Vpc`, for `transform`. */
export interface VpcChildren {
  vpc: AwsVpcArgs;
  "default-group": DefaultSecurityGroupArgs;
  "internet-gateway": InternetGatewayArgs;
  subnet: SubnetArgs;
  "nat-address": EipArgs;
  "nat-gateway": NatGatewayArgs;
  "route-table": RouteTableArgs;
  route: RouteArgs;
  association: RouteTableAssociationArgs;
  "log-group": LogGroupArgs;
  "flow-log": FlowLogArgs;
}

export interface VpcArgs extends ComponentArgs<VpcChildren> {
  /** The VPC's range, an IPv4 block from /16 to /28. */
  readonly cidr: string;
  /** Three ranges for each role, one a zone, within the VPC's. */
  readonly subnets: Readonly<Record<SubnetRole, PerZone<string>>>;
  /**
   * NAT gateways: 1 in the first zone, through which all of them leave, or 3, so that a zone that is lost takes no other
   * with it. Each is charged by the hour and by the GB.
   * @default 3
   */
  readonly natGateways?: 1 | 3;
  /**
   * Names of the three zones.
   * @default the region's first three zones that an EKS control plane may be in; once made, a subnet stays in its zone
   */
  readonly zones?: PerZone<string>;
  /**
   * Whether load balancers that face the internet may be put into the public subnets.
   * @default false
   */
  readonly publicLoadBalancers?: boolean;
  /** Role that flow logs assume, `AccountBaseline.flowLogRoleArn`. */
  readonly flowLogRoleArn: Input<string>;
  /** Key of the flow logs, one for `logs`. */
  readonly flowLogKeyArn: Input<string>;
  /**
   * Days that flow logs are kept, one of the values that CloudWatch Logs takes (API, PutRetentionPolicy).
   * @default 90
   */
  readonly flowLogDays?: number;
}

/** Children of `VpcEndpoints`, for `transform`. */
export interface VpcEndpointsChildren {
  group: SecurityGroupArgs;
  gateway: VpcEndpointArgs;
  interface: VpcEndpointArgs;
}

export interface VpcEndpointsArgs extends ComponentArgs<VpcEndpointsChildren> {
  /** Account and region; endpoints and their policies name them. */
  readonly account: AwsAccount;
  readonly vpcId: Input<string>;
  /** The VPC's range: HTTPS is admitted from it. */
  readonly vpcCidr: string;
  /** Subnets of the interface endpoints, one a zone. */
  readonly subnetIds: readonly Input<string>[];
  /** Route tables from which S3 and DynamoDB are reached. */
  readonly routeTableIds: readonly Input<string>[];
  /**
   * Services reached through interface endpoints, each charged by the hour in every zone.
   * @default all of `INTERFACE_ENDPOINTS`
   */
  readonly services?: readonly EndpointService[];
  /**
   * Names of buckets of other owners that may be read through the S3 endpoint, besides ECR's and Amazon Linux's in the
   * region; `*` stands for any characters.
   * @default none
   */
  readonly readableBuckets?: readonly string[];
}

/** Children of `ForwardedNames`, for `transform`. */
export interface ForwardedNamesChildren {
  group: SecurityGroupArgs;
  endpoint: ResolverEndpointArgs;
  rule: ResolverRuleArgs;
  association: ResolverRuleAssociationArgs;
}

/** A zone of another network, and who answers for it. */
export interface ForwardedZone {
  /** Zone whose names are asked for there, with all below it: `dxb.dev.internal.example.com`. */
  readonly zone: string;
  /** Addresses of the resolvers that answer, one to six, each once: of listening endpoints of OCI, of resolvers on premises. */
  readonly resolvers: readonly Input<string>[];
}

export interface ForwardedNamesArgs extends ComponentArgs<ForwardedNamesChildren> {
  readonly vpcId: Input<string>;
  /** Subnets of the endpoint, two to six, each in a zone of its own; a route leads from them to the resolvers. */
  readonly subnetIds: readonly Input<string>[];
  /** By a role word that names each rule. At least one. */
  readonly zones: Readonly<Record<string, ForwardedZone>>;
}

/** Children of `DataBucket`, for `transform`. */
export interface DataBucketChildren {
  bucket: BucketArgs;
  "public-access": BucketPublicAccessBlockArgs;
  ownership: BucketOwnershipControlsArgs;
  versioning: BucketVersioningArgs;
  encryption: BucketServerSideEncryptionConfigurationArgs;
  lifecycle: BucketLifecycleConfigurationArgs;
  policy: BucketPolicyArgs;
  lock: BucketObjectLockConfigurationArgs;
}

/** For how long nobody deletes or overwrites what is put into a bucket (S3 User Guide, "Locking objects with Object Lock"). */
export interface ObjectLockArgs {
  /** Days from the moment that an object is put, 1 to 3650; then it is deleted. */
  readonly days: number;
  /**
   * `governance`: who is named in `erasers` may delete sooner, as a person's right to erasure can demand; `compliance`:
   * nobody may, the account's root included, and no period can be shortened any more.
   * @default "governance"
   */
  readonly mode?: "governance" | "compliance";
  /**
   * ARNs of the roles that may delete in governance mode before the time, where their own policies allow it.
   * @default none: whoever must, has to change the bucket's policy first
   */
  readonly erasers?: readonly string[];
}

export interface DataBucketArgs extends ComponentArgs<DataBucketChildren> {
  /** What the bucket holds, a role word of its name: `orders`. */
  readonly role: string;
  /** Key of the objects, one for `data`. */
  readonly keyArn: Input<string>;
  /**
   * Days that a version is kept after it was overwritten or deleted: how long a mistake can be undone.
   * @default 90; 1 with `lock`, under which nothing is deleted by mistake
   */
  readonly noncurrentDays?: number;
  /**
   * For how long objects are locked. Only a new bucket can be locked: adding it later replaces the bucket.
   * @default none: who may, deletes
   */
  readonly lock?: ObjectLockArgs;
  /**
   * Whether the bucket is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
  /**
   * Whether objects in it are deleted with it; refused together with `protect`.
   * @default false: a bucket that is not empty is not deleted
   */
  readonly emptyOnDelete?: boolean;
}

/** Children of `DataTable`, for `transform`. */
export interface DataTableChildren {
  table: TableArgs;
}

/** A key attribute of a table. */
export interface TableKey {
  /** Name, 1 to 255 characters (DynamoDB API, KeySchemaElement AttributeName). */
  readonly name: string;
  /** String, number or binary. */
  readonly type: "S" | "N" | "B";
}

/** A second way to find items: those that have its keys, whatever the table's own are. */
export interface TableIndex {
  /** Name, 3 to 255 letters, digits, _ . and - (DynamoDB API, GlobalSecondaryIndex IndexName). */
  readonly name: string;
  readonly partitionKey: TableKey;
  /** @default none */
  readonly sortKey?: TableKey;
  /**
   * Which attributes it holds; what it holds is written and charged twice.
   * @default "KEYS_ONLY"
   */
  readonly projection?: "KEYS_ONLY" | "ALL";
}

export interface DataTableArgs extends ComponentArgs<DataTableChildren> {
  /** What the table holds, a role word of its name: `processed-events`. */
  readonly role: string;
  /** Key of the items, one for `data`. */
  readonly keyArn: Input<string>;
  readonly partitionKey: TableKey;
  /** @default none: the partition key alone identifies an item */
  readonly sortKey?: TableKey;
  /**
   * At most 20 (DynamoDB Developer Guide, "Quotas").
   * @default none
   */
  readonly indexes?: readonly TableIndex[];
  /**
   * Attribute with the time, in seconds since 1970, after which DynamoDB deletes the item.
   * @default none: items stay
   */
  readonly expiresAt?: string;
  /**
   * What the table's stream of changes holds (DynamoDB API, StreamSpecification).
   * @default none: the table has no stream
   */
  readonly stream?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  /**
   * Days back to which the table can be restored, 1 to 35 (DynamoDB API, PointInTimeRecoverySpecification).
   * @default 35
   */
  readonly recoveryDays?: number;
  /**
   * Whether table and service refuse its deletion, and the table is kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}
