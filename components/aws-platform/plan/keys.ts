import { iamArn, policyDocument, regionalArn, type AwsAccount, type Statement } from "./iam";

/** What a key encrypts, which decides the services that may use it. */
export const KEY_USES = ["data", "events", "clusters", "logs"] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** KMS API, ScheduleKeyDeletion, PendingWindowInDays. */
export const DELETION_WINDOW_DAYS = { min: 7, max: 30 } as const;

export const KEY_DESCRIPTIONS: Readonly<Record<KeyUse, string>> = {
  data: "Buckets and tables",
  events: "Event buses, archives, queues, topics and workflows",
  clusters: "Kubernetes secrets and the volumes of nodes",
  logs: "CloudWatch log groups",
};

/**
 * Policy of a key. The account's own IAM policies decide who of the account uses it (KMS Developer Guide, "Default key
 * policy"); beyond that it admits the services that act without a caller's credentials, for resources of this account
 * only. S3, DynamoDB and SQS use the caller's permissions, so they are not named.
 */
export function keyPolicy(use: KeyUse, account: AwsAccount): string {
  return policyDocument([
    {
      Sid: "AccountPolicies",
      Effect: "Allow",
      Principal: { AWS: iamArn(account, "root") },
      Action: "kms:*",
      Resource: "*",
    },
    ...SERVICES[use](account),
  ]);
}

/**
 * EventBridge User Guide, "Encrypting EventBridge event buses / archives with AWS KMS keys" and "Using dead-letter queues":
 * the source is a bus, an archive, or the rule that delivers to an encrypted queue.
 */
function eventBridge(account: AwsAccount): Statement {
  return {
    Sid: "EventBridge",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:DescribeKey", "kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": account.id },
      ArnLike: { "aws:SourceArn": regionalArn("events", account, "*") },
    },
  };
}

/**
 * A topic that delivers to an encrypted queue, or an alarm that publishes to an encrypted topic (SNS Developer Guide,
 * "Managing Amazon SNS encryption keys and costs", "Enable compatibility between event sources from AWS services and
 * encrypted topics").
 */
function notifier(account: AwsAccount, sid: string, service: string): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account.id } },
  };
}

/**
 * Step Functions Developer Guide, "Data at rest encryption"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html): the log of an encrypted state machine is
 * decrypted on its way. It is bounded by the context that it was encrypted in; the guide names no other key for this service.
 */
function workflowLogs(account: AwsAccount): Statement {
  return {
    Sid: "WorkflowLogs",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringEquals: { "kms:EncryptionContext:SourceArn": regionalArn("logs", account, "*") } },
  };
}

const SERVICES: Readonly<Record<KeyUse, (account: AwsAccount) => Statement[]>> = {
  data: () => [],

  events: (account) => [
    eventBridge(account),
    notifier(account, "Topics", "sns.amazonaws.com"),
    notifier(account, "Alarms", "cloudwatch.amazonaws.com"),
    workflowLogs(account),
  ],

  // EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes". The role is named in a
  // condition, since a principal must exist when the policy is written and this one comes with the first group.
  clusters: (account) => {
    const condition = {
      StringEquals: { "kms:CallerAccount": account.id },
      ArnEquals: {
        "aws:PrincipalArn": iamArn(
          account,
          "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        ),
      },
    };
    return [
      {
        Sid: "NodeVolumes",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: condition,
      },
      {
        Sid: "NodeVolumeGrants",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { ...condition, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ];
  },

  // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
  logs: (account) => [
    {
      Sid: "LogGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${account.region}.amazonaws.com` },
      Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": regionalArn("logs", account, "log-group:*") },
      },
    },
  ],
};
