import type { Fault } from "../core";

/** 14 days, the longest that SQS keeps a message (SQS API, SetQueueAttributes, MessageRetentionPeriod). */
export const DEAD_LETTER_SECONDS = 1_209_600;

/**
 * 1 MiB, the most that SQS takes (SQS API, SetQueueAttributes, MaximumMessageSize). A dead letter is larger than its
 * event: the reasons of the failure travel with it as attributes and count.
 */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** 256 KiB, the event size that every producer of the platform keeps to (docs/requirements/01.md, "Where the source document falls short"). */
export const EVENT_BYTES = 262_144;

/** How long and how often a delivery is tried again. */
export interface RetryPlan {
  /** Seconds, 60 to 86400. */
  readonly maximumEventAgeInSeconds: number;
  /** 0 to 185. */
  readonly maximumRetryAttempts: number;
}

/** docs/requirements/01.md, "Rules and targets". */
export const DEFAULT_RETRY: RetryPlan = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 };

/** A statement of an AWS policy; `S` is text, or an output of it. */
export interface Statement<S> {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | { readonly Service: string } | { readonly AWS: readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource: S | "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, S | string | readonly string[]>>>>;
}

/** An AWS policy document. */
export interface PolicyDocument<S> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement<S>[];
}

function tlsOnly<S>(action: string, resource: S): Statement<S> {
  return {
    Sid: "DenyPlainText",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Lets EventBridge send to a queue for exactly one rule or bus, and nobody without TLS. */
export function queuePolicy<S>(queueArn: S, sourceArn: S): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowEventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
      },
      tlsOnly("sqs:*", queueArn),
    ],
  };
}

/** Lets the alarms of one account publish to a topic, and nobody without TLS. */
export function alarmTopicPolicy<S>(topicArn: S, accountId: string): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      tlsOnly("sns:Publish", topicArn),
    ],
  };
}

/**
 * What the policy of a key that encrypts a bus, an archive, queues or alarm topics must allow, beside what its owner
 * needs. Without it EventBridge drops events and alarms are not sent, both without an error.
 *
 * Sources: EventBridge User Guide, "Encrypting event buses", "Encrypting archives" and "Using dead-letter queues";
 * CloudWatch User Guide, "Amazon SNS topics encrypted with a customer managed key".
 */
export function eventKeyStatements(accountId: string): Statement<string>[] {
  const grant = (sid: string, service: string, actions: readonly string[]): Statement<string> => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: actions,
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  });
  return [
    grant("AllowEventBridge", "events.amazonaws.com", [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKey",
      "kms:ReEncrypt*",
    ]),
    grant("AllowAlarms", "cloudwatch.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey*"]),
  ];
}

/** Roles of other accounts that may put some events. */
export interface PublisherPlan {
  readonly roleArns: readonly string[];
  readonly sources: readonly string[];
  readonly detailTypes: readonly string[];
}

const ROLE = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/** Every publisher that a bus of this environment may not let in. */
export function publisherFaults(
  accounts: readonly string[],
  publishers: readonly PublisherPlan[],
  sourcePrefix: string,
): Fault[] {
  const faults: Fault[] = accounts
    .filter((account) => !/^\d{12}$/.test(account))
    .map((account) => ({ path: "accounts", given: account, allowed: "the 12 digits of an AWS account id" }));
  publishers.forEach((publisher, i) => {
    const at = `roles[${i}]`;
    for (const key of ["roleArns", "sources", "detailTypes"] as const) {
      if (publisher[key].length === 0) {
        faults.push({ path: `${at}.${key}`, given: [], allowed: "one or more; nothing is open to all" });
      }
    }
    publisher.roleArns.forEach((arn, n) => {
      const account = ROLE.exec(arn)?.[1];
      const path = `${at}.roleArns[${n}]`;
      if (account === undefined) {
        faults.push({
          path,
          given: arn,
          allowed: "the ARN of one IAM role, arn:aws:iam::<account>:role/<name>",
        });
      } else if (!accounts.includes(account)) {
        const own = accounts.length === 0 ? "none is named" : accounts.join(", ");
        const allowed = `a role of an account of this environment (${own}); other environments have a bus of their own`;
        faults.push({ path, given: arn, allowed });
      }
    });
    publisher.sources.forEach((source, n) => {
      if (!source.startsWith(`${sourcePrefix}.`)) {
        const allowed = `a source below ${sourcePrefix}, such as ${sourcePrefix}.orders`;
        faults.push({ path: `${at}.sources[${n}]`, given: source, allowed });
      }
    });
  });
  return faults;
}

/**
 * Lets the named roles put the named events. `Null` closes what `ForAllValues` leaves open: it also holds when the
 * request has no such key (IAM User Guide, "Set operators for multivalued context keys").
 */
export function busPolicy<S>(busArn: S, publishers: readonly PublisherPlan[]): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: publishers.map((publisher, i) => ({
      Sid: `AllowAccountsToPutEvents${i === 0 ? "" : i + 1}`,
      Effect: "Allow",
      Principal: { AWS: publisher.roleArns },
      Action: "events:PutEvents",
      Resource: busArn,
      Condition: {
        "ForAllValues:StringEquals": {
          "events:source": publisher.sources,
          "events:detail-type": publisher.detailTypes,
        },
        Null: { "events:source": "false", "events:detail-type": "false" },
      },
    })),
  };
}

/** The ARN of a bus in the account and region of a queue. */
export function busArnBeside(queueArn: string, busName: string): string {
  const [arn, partition, , region, account] = queueArn.split(":");
  return [arn, partition, "events", region, account, `event-bus/${busName}`].join(":");
}

/** What an alarm watches; missing data is no breach, since SQS and EventBridge send nothing while nothing happens. */
export interface AlarmPlan<S> {
  readonly alarmDescription: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, S>>;
  readonly statistic: "Maximum" | "Sum";
  /** Seconds. */
  readonly period: 300;
  readonly evaluationPeriods: 1;
  readonly comparisonOperator: "GreaterThanThreshold";
  readonly threshold: number;
  readonly treatMissingData: "notBreaching";
}

const RHYTHM = {
  period: 300,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
} as const;

/** One message in the queue is enough; a gauge is read by its maximum, its sum means nothing. */
export function depthAlarm<S>(queueName: S): AlarmPlan<S> {
  return {
    alarmDescription: "Events could not be processed and wait in a dead-letter queue",
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
    threshold: 0,
    ...RHYTHM,
  };
}

/** Nobody has taken a message for too long. */
export function ageAlarm<S>(queueName: S, seconds: number, alarmDescription: string): AlarmPlan<S> {
  return {
    alarmDescription,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
    threshold: seconds,
    ...RHYTHM,
  };
}

/**
 * An event reached neither its target nor the dead-letter queue. Metrics of a custom bus carry both dimensions
 * (EventBridge User Guide, "Monitoring Amazon EventBridge").
 */
export function lossAlarm<S>(busName: S, ruleName: S): AlarmPlan<S> {
  return {
    alarmDescription: "An event was lost: it could not even be sent to the dead-letter queue",
    namespace: "AWS/Events",
    metricName: "InvocationsFailedToBeSentToDlq",
    dimensions: { EventBusName: busName, RuleName: ruleName },
    statistic: "Sum",
    threshold: 0,
    ...RHYTHM,
  };
}
