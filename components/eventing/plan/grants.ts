import type { PolicyDocument, Statement } from "./policies";

/** What a role may do to one resource. */
export interface GrantPlan<S> {
  readonly actions: readonly string[];
  readonly arn: S;
  /** Key that the resource is encrypted with under the caller's own permissions: a queue's, a table's, a topic's. */
  readonly keyArn?: S;
  readonly conditions?: NonNullable<Statement<S>["Condition"]>;
}

/** What the two kinds of executors do on "*", because the services know no resources for it. */
const TRACING = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] as const;

/** Step Functions Developer Guide, "Using CloudWatch Logs to log execution history"; none of these takes a resource. */
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
] as const;

const allow = <S>(
  Sid: string,
  Action: readonly string[],
  Resource: S | readonly S[] | "*",
): Statement<S> => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});

function granted<S>(grants: readonly GrantPlan<S>[]): Statement<S>[] {
  const keys = [...new Set(grants.flatMap(({ keyArn }) => (keyArn === undefined ? [] : [keyArn])))];
  return [
    ...grants.map(({ actions, arn, conditions }, i) => ({
      ...allow(`Grant${i + 1}`, actions, arn),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
    ...keys.map((key, i) => allow(`Key${i + 1}`, ["kms:Decrypt", "kms:GenerateDataKey"], key)),
  ];
}

/** A policy of nothing but these grants. */
export function grantsPolicy<S>(grants: readonly GrantPlan<S>[]): PolicyDocument<S> {
  return { Version: "2012-10-17", Statement: granted(grants) };
}

/** Policy of a function's role: its own logs and traces, and what it was granted. */
export function functionPolicy<S>(logGroupStreams: S, grants: readonly GrantPlan<S>[]): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], logGroupStreams),
      allow<S>("Traces", TRACING, "*"),
      ...granted(grants),
    ],
  };
}

/**
 * Policy of a state machine's role: its log delivery and traces, its own key, and what its tasks were granted
 * (Step Functions Developer Guide, "Data at rest encryption").
 */
export function workflowPolicy<S>(keyArn: S, grants: readonly GrantPlan<S>[]): PolicyDocument<S> {
  return {
    Version: "2012-10-17",
    Statement: [
      allow<S>("LogDelivery", LOG_DELIVERY, "*"),
      allow<S>("Traces", [...TRACING, "xray:GetSamplingRules", "xray:GetSamplingTargets"], "*"),
      allow("Executions", ["kms:Decrypt", "kms:GenerateDataKey"], keyArn),
      ...granted(grants),
    ],
  };
}

/** What reading a queue for a function takes (Lambda Developer Guide, "Lambda execution role", Amazon SQS). */
export const QUEUE_READER = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibility",
  "sqs:GetQueueAttributes",
] as const;

/** What reading a table's stream for a function takes (same place, Amazon DynamoDB); to list streams is to list all. */
export const STREAM_READER = [
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
] as const;
