import { iamArn, policyDocument, type AwsAccount, type Statement } from "./iam";

interface InterfaceEndpoint {
  /** Who calls the service from inside the VPC. */
  readonly reason: string;
  /** Whether it is needed before anything runs at all; see {@link ESSENTIAL_ENDPOINTS}. */
  readonly essential?: true;
  /** The service's word in IAM actions, where it is not the first part of its name; none: it takes no endpoint policy. */
  readonly actions?: string | null;
}

/**
 * Services that are reached through interface endpoints, by the last part of their name. The first eight and autoscaling
 * are those of "Deploy private clusters with limited internet access" (EKS User Guide).
 */
const SERVICES = {
  ec2: { reason: "nodes look up their own name and attach volumes and addresses", essential: true },
  "ecr.api": { reason: "nodes get a token to pull images", essential: true },
  "ecr.dkr": { reason: "nodes pull manifests of images; the layers come from S3", essential: true },
  sts: { reason: "pods and functions exchange their identity for credentials", essential: true },
  eks: { reason: "nodes describe their cluster when they join", essential: true },
  "eks-auth": { reason: "pods get credentials by Pod Identity", essential: true, actions: null },
  elasticloadbalancing: { reason: "the load balancer controller" },
  logs: { reason: "nodes, pods and functions write logs", essential: true },
  autoscaling: { reason: "the cluster autoscaler" },
  kms: { reason: "Vault's seal, and data encrypted on the client's side", essential: true },
  secretsmanager: { reason: "functions read bootstrap credentials", essential: true },
  sqs: { reason: "consumers poll their queues" },
  sns: { reason: "producers publish" },
  events: { reason: "producers put events on the bus" },
  monitoring: { reason: "functions and exporters put metrics", actions: "cloudwatch" },
} as const satisfies Record<string, InterfaceEndpoint>;

export type EndpointService = keyof typeof SERVICES;

/** Every service that the platform's nodes and functions call. */
export const INTERFACE_ENDPOINTS = Object.keys(SERVICES) as EndpointService[];

/**
 * What nodes need to start, and what carries credentials: an environment with NAT that saves the hourly price of the others
 * keeps these.
 */
export const ESSENTIAL_ENDPOINTS = INTERFACE_ENDPOINTS.filter(
  (service) => (SERVICES[service] as InterfaceEndpoint).essential,
);

/** The service's name in a region. */
export function serviceName(region: string, service: EndpointService | "s3" | "dynamodb"): string {
  return `com.amazonaws.${region}.${service}`;
}

/**
 * Policy of an interface endpoint: identities of this account only, so that credentials brought in from elsewhere do not
 * work through it; undefined where the service takes none ("AWS services that integrate with AWS PrivateLink"). A token that is exchanged at STS has no account yet: there the
 * role decides.
 */
export function interfaceEndpointPolicy(service: EndpointService, account: AwsAccount): string | undefined {
  const { actions = service.split(".", 1)[0] }: InterfaceEndpoint = SERVICES[service];
  if (actions === null) return undefined;
  const own: Statement = {
    Sid: "IdentitiesOfTheAccount",
    Effect: "Allow",
    Principal: "*",
    Action: `${actions}:*`,
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
  };
  const tokens: Statement = {
    Sid: "TokensForRolesOfTheAccount",
    Effect: "Allow",
    Principal: "*",
    Action: "sts:AssumeRoleWithWebIdentity",
    Resource: iamArn(account, "role/*"),
    Condition: TLS,
  };
  return policyDocument(service === "sts" ? [own, tokens] : [own]);
}

const TLS = { Bool: { "aws:SecureTransport": "true" } } as const;

/** Policy of the DynamoDB endpoint: tables of this account only. */
export function dynamodbEndpointPolicy(account: AwsAccount): string {
  return policyDocument([ownResources("dynamodb:*", account)]);
}

/**
 * Policy of the S3 endpoint: buckets of this account, so that data can not be carried to another's; and reading, by links
 * signed elsewhere, the region's layers of ECR images and Amazon Linux packages, and what the caller names.
 *
 * Sources: ECR User Guide, "Minimum Amazon S3 bucket permissions for Amazon ECR"; Amazon Linux 2023 User Guide,
 * "Repositories" (the buckets' names).
 */
export function s3EndpointPolicy(account: AwsAccount, readableBuckets: readonly string[]): string {
  const buckets = [
    `prod-${account.region}-starport-layer-bucket`,
    `al2023-repos-${account.region}-*`,
    ...readableBuckets,
  ];
  return policyDocument([
    ownResources("s3:*", account),
    {
      Sid: "ReadImagesAndPackages",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: buckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
      Condition: TLS,
    },
  ]);
}

function ownResources(action: string, account: AwsAccount): Statement {
  return {
    Sid: "ResourcesOfTheAccount",
    Effect: "Allow",
    Principal: "*",
    Action: action,
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceAccount": account.id } },
  };
}
