import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup";
import type { AccessEntryArgs } from "@pulumi/aws/eks/accessEntry";
import type { AccessPolicyAssociationArgs } from "@pulumi/aws/eks/accessPolicyAssociation";
import type { AddonArgs } from "@pulumi/aws/eks/addon";
import type { ClusterArgs } from "@pulumi/aws/eks/cluster";
import type { NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup";
import type { OpenIdConnectProviderArgs } from "@pulumi/aws/iam/openIdConnectProvider";
import type { SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../core";
import type { AccessPolicy, AddonName, Architecture, GroupSize } from "./cluster-plan";

/** The network of a Kubernetes API that has no public endpoint: no other form can be written down. */
export interface PrivateVpcConfig {
  readonly endpointPrivateAccess: true;
  readonly endpointPublicAccess: false;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupIds: pulumi.Input<string>[];
}

/** Children of `EksCluster`, for `transform`. */
export interface EksClusterChildren {
  "log-group": LogGroupArgs;
  "api-access": SecurityGroupArgs;
  "api-access-rule": SecurityGroupIngressRuleArgs;
  cluster: Omit<ClusterArgs, "vpcConfig"> & { vpcConfig: PrivateVpcConfig };
  issuer: OpenIdConnectProviderArgs;
  access: AccessEntryArgs;
  "access-policy": AccessPolicyAssociationArgs;
  addon: AddonArgs;
  "node-template": LaunchTemplateArgs;
  nodes: NodeGroupArgs;
}

/** What a principal may do in the cluster. */
export interface AccessGrant {
  /** ARN of an IAM role or user. */
  readonly principalArn: pulumi.Input<string>;
  /** One of EKS's policies; `cluster-admin` holds in the whole cluster. */
  readonly policy: AccessPolicy;
  /**
   * Namespaces in which it holds.
   * @default the whole cluster
   */
  readonly namespaces?: readonly string[];
}

export interface EksClusterArgs extends ComponentArgs<EksClusterChildren> {
  /** Kubernetes minor version of the control plane and the nodes: `1.36`. */
  readonly kubernetesVersion: string;
  /** ARN of the control plane's role. */
  readonly roleArn: pulumi.Input<string>;
  /** Id of the VPC. */
  readonly vpcId: pulumi.Input<string>;
  /** The VPC's range, CIDR: services must lie outside of it. */
  readonly vpcCidr: string;
  /** Ids of private subnets, in two zones or more, for nodes, pods and the endpoint. */
  readonly subnetIds: pulumi.Input<readonly string[]>;
  /** Range of Kubernetes services, CIDR; never routed, and no part of the VPC's. */
  readonly servicesCidr: string;
  /**
   * Who reaches the private API endpoint beside nodes and pods: private ranges by a role word, `{ runners: "10.65.7.0/24" }`.
   * @default nobody
   */
  readonly apiClients?: Readonly<Record<string, string>>;
  /** ARN of the key that encrypts Kubernetes secrets; it can not be changed later. */
  readonly secretsKeyArn: pulumi.Input<string>;
  /** What happens to the control plane's logs. */
  readonly logs: {
    /** Days that they are kept, one of the values CloudWatch Logs takes. */
    readonly retentionDays: number;
    /** ARN of the key that encrypts them. */
    readonly kmsKeyArn: pulumi.Input<string>;
  };
  /** Who may do what, by a role word. The cluster's creator gets nothing by creating it, so one is `cluster-admin`. */
  readonly access: Readonly<Record<string, AccessGrant>>;
  readonly nodes: {
    /** ARN of the nodes' role. */
    readonly roleArn: pulumi.Input<string>;
    /** EC2 instance types, most wanted first. */
    readonly instanceTypes: readonly string[];
    /**
     * Architecture of the instance types.
     * @default "x86_64"
     */
    readonly architecture?: Architecture;
    /**
     * Release of the nodes' image, `1.36.1-20261110`: the Kubernetes version and the day that AWS built it. A new one rolls the
     * nodes, one at a time; it is how they get patches. The newest: `aws ssm get-parameter --name
     * /aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/release_version`
     * (https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html).
     * @default the newest of the version when the group is made; the nodes then keep it until the version is raised
     */
    readonly imageRelease?: string;
    /**
     * Nodes: the first size, which later changes leave alone unless the bounds are equal, and the autoscaler's bounds. EKS sets the bounds together with the
     * size that the state knows: refresh before they are changed, or an autoscaler's nodes go back to the first size.
     */
    readonly size: GroupSize;
    /**
     * Whether nodes are spot instances: cheaper, and AWS takes them back with two minutes' notice (EC2 guide, "Spot
     * Instance interruption notices").
     * @default false
     */
    readonly spot?: boolean;
    /**
     * Size of a node's volume in GB, at least 20, the size that EKS gives by itself (EKS API, CreateNodegroup diskSize).
     * @default 50
     */
    readonly diskGb?: number;
    /** ARN of the key that encrypts volumes; its policy lets EC2 Auto Scaling use it. */
    readonly kmsKeyArn: pulumi.Input<string>;
  };
  /**
   * Versions of the add-ons.
   * @default what EKS marks as default for the Kubernetes version when the add-on is installed; it then stays
   */
  readonly addonVersions?: Readonly<Partial<Record<AddonName, string>>>;
  /**
   * Whether the cluster refuses to be deleted until this is turned off.
   * @default true
   */
  readonly deletionProtection?: boolean;
}
