import {
  iamArn,
  managedPolicyArn,
  policyDocument,
  regionalArn,
  serviceTrust,
  type AwsAccount,
  type Statement,
} from "./iam";

/** One role: who may assume it, and what it may do. */
export interface RolePlan {
  readonly description: string;
  /** Trust policy, JSON. */
  readonly trust: string;
  /** Policies kept by AWS, by a role word that names the attachment. */
  readonly managed: Readonly<Record<string, string>>;
  /** Policy of its own, JSON; undefined when whoever uses the role grants what they need. */
  readonly inline?: string;
}

export const PLATFORM_ROLES = ["deployer", "event-target", "eks-cluster", "eks-node"] as const;
export type PlatformRole = (typeof PLATFORM_ROLES)[number];

export interface RolesInput {
  readonly account: AwsAccount;
  /** Start of the names of every role in the environment, `acme-dev-`. */
  readonly namePrefix: string;
  /** ARNs that may assume the deployer role. */
  readonly deployerPrincipals: readonly string[];
}

/**
 * The roles that the platform's own services and its deployer assume. The deployer's covers all that the stacks after
 * `identity` make but roles: those of functions and workflows, in the stack `events`, are an administrator's to make and change.
 */
export function planRoles(input: RolesInput): Readonly<Record<PlatformRole, RolePlan>> {
  const { account } = input;
  return {
    deployer: {
      description: "Deploys the platform",
      trust: policyDocument([
        {
          Sid: "AssumeAsDeployer",
          Effect: "Allow",
          Principal: { AWS: input.deployerPrincipals },
          Action: "sts:AssumeRole",
        },
      ]),
      managed: {},
      inline: policyDocument(deployerStatements(input)),
    },
    // EventBridge User Guide, "Cross-service confused deputy prevention": both keys, with the rule as the source.
    "event-target": {
      description: "Lets EventBridge rules reach targets that take no resource policy",
      trust: serviceTrust("events.amazonaws.com", account, regionalArn("events", account, "rule/*")),
      managed: {},
    },
    // EKS User Guide, "Amazon EKS cluster IAM role" and "Cross-service confused deputy prevention in Amazon EKS".
    "eks-cluster": {
      description: "EKS control planes",
      trust: serviceTrust("eks.amazonaws.com", account, regionalArn("eks", account, "cluster/*")),
      managed: { cluster: managedPolicyArn("AmazonEKSClusterPolicy") },
    },
    // EKS User Guide, "Amazon EKS node IAM role". EC2 hands the role to an instance, so there is no source to name. The
    // network plugin's policy is here until the cluster's own identities exist, as that page allows.
    "eks-node": {
      description: "EKS nodes",
      trust: policyDocument([
        {
          Sid: "AssumeAsInstance",
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ]),
      managed: {
        worker: managedPolicyArn("AmazonEKSWorkerNodePolicy"),
        images: managedPolicyArn("AmazonEC2ContainerRegistryPullOnly"),
        network: managedPolicyArn("AmazonEKS_CNI_Policy"),
      },
    },
  };
}

/** Services whose resources the stacks after `identity` make, IAM aside; all are regional. */
const DEPLOYED_SERVICES = [
  "cloudwatch",
  "dynamodb",
  "ec2",
  "eks",
  "events",
  "firehose",
  "kms",
  "lambda",
  "logs",
  "s3",
  "scheduler",
  "schemas",
  "sns",
  "sqs",
  "states",
] as const;

/** Services to which the deployer may hand a role of the environment. */
const PASSED_TO = [
  "ec2.amazonaws.com",
  "eks.amazonaws.com",
  "events.amazonaws.com",
  "firehose.amazonaws.com",
  "lambda.amazonaws.com",
  "scheduler.amazonaws.com",
  "states.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
] as const;

/** Services whose own roles are made with their first resource. */
const SERVICE_LINKED = [
  "autoscaling.amazonaws.com",
  "eks.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
] as const;

function deployerStatements({ account, namePrefix }: RolesInput): Statement[] {
  const roles = iamArn(account, `role/${namePrefix}*`);
  return [
    {
      Sid: "ServicesOfTheRegion",
      Effect: "Allow",
      Action: DEPLOYED_SERVICES.map((service) => `${service}:*`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": account.region } },
    },
    // Read, never written: who may write a role's policies or its trust may do everything in the account.
    {
      Sid: "RolesOfTheEnvironment",
      Effect: "Allow",
      Action: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
      ],
      Resource: roles,
    },
    {
      Sid: "RolesToServices",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roles,
      Condition: { StringEquals: { "iam:PassedToService": PASSED_TO } },
    },
    {
      Sid: "RolesOfServices",
      Effect: "Allow",
      Action: "iam:CreateServiceLinkedRole",
      Resource: iamArn(account, "role/aws-service-role/*"),
      Condition: { StringEquals: { "iam:AWSServiceName": SERVICE_LINKED } },
    },
    {
      Sid: "IssuersOfClusters",
      Effect: "Allow",
      Action: [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:GetOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      Resource: iamArn(account, `oidc-provider/oidc.eks.${account.region}.amazonaws.com/*`),
    },
  ];
}
