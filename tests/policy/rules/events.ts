import type { Sample } from "../sample";

/** Resources of an eventing stack as a deployment gives them, whole and right; the cases of the rules change them. */

const ACCOUNT = "111111111111";
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${name}`;
export const busArn = arn("events", "event-bus/acme-events");

export const bus: Sample = {
  type: "aws:cloudwatch/eventBus:EventBus",
  name: "bus",
  props: { name: "acme-events", arn: busArn, id: "acme-events" },
};

export const archive: Sample = {
  type: "aws:cloudwatch/eventArchive:EventArchive",
  name: "archive",
  props: { name: "acme-archive", eventSourceArn: busArn, retentionDays: 30 },
};

export const rule: Sample = {
  type: "aws:cloudwatch/eventRule:EventRule",
  name: "orders",
  props: {
    name: "orders",
    arn: arn("events", "rule/acme-events/orders"),
    eventBusName: "acme-events",
    eventPattern: JSON.stringify({ source: ["com.acme.orders"], "detail-type": ["Order Created"] }),
  },
};

export const fn: Sample = {
  type: "aws:lambda/function:Function",
  name: "pack",
  props: {
    name: "acme-pack",
    arn: arn("lambda", "function:acme-pack"),
    tracingConfig: { mode: "Active" },
    environment: { variables: { PROCESSED_TABLE: "processed", PROCESSED_TTL_SECONDS: String(44 * 86_400) } },
  },
};

export const machine: Sample = {
  type: "aws:sfn/stateMachine:StateMachine",
  name: "checks",
  props: {
    name: "acme-checks",
    arn: arn("states", "stateMachine:acme-checks"),
    tracingConfiguration: { enabled: true },
  },
};

const target = (name: string, props: Record<string, unknown>): Sample => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name,
  props: {
    rule: "orders",
    eventBusName: "acme-events",
    deadLetterConfig: { arn: arn("sqs", "dead-letters") },
    retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    ...props,
  },
});

export const functionTarget = target("to-pack", { arn: fn.props["arn"] });
export const machineTarget = target("to-checks", {
  arn: machine.props["arn"],
  roleArn: `arn:aws:iam::${ACCOUNT}:role/start-checks`,
});
export const queueTarget = target("to-queue", { arn: arn("sqs", "work") });

export const permission: Sample = {
  type: "aws:lambda/permission:Permission",
  name: "pack-permission",
  props: {
    function: "acme-pack",
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: rule.props["arn"],
  },
};

export const failures: Sample = {
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  name: "pack-failures",
  props: {
    functionName: "acme-pack",
    destinationConfig: { onFailure: { destination: arn("sqs", "dead-letters") } },
  },
};

export const role: Sample = {
  type: "aws:iam/role:Role",
  name: "start-checks",
  props: { name: "start-checks", id: "start-checks", arn: `arn:aws:iam::${ACCOUNT}:role/start-checks` },
};

/** JSON text of a policy of one statement, which allows. */
export const allowing = (statement: Record<string, unknown>): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

export const grant: Sample = {
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "start-checks-grant",
  props: {
    role: "start-checks",
    policy: allowing({ Action: "states:StartExecution", Resource: machine.props["arn"] }),
  },
};

export const deadLetters: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "dead-letters",
  props: {
    arn: arn("sqs", "dead-letters"),
    kmsMasterKeyId: arn("kms", "key/events"),
    messageRetentionSeconds: 14 * 86_400,
    tags: { Purpose: "dead-letter-queue" },
  },
};

export const topic: Sample = {
  type: "aws:sns/topic:Topic",
  name: "alarms",
  props: { arn: arn("sns", "alarms"), kmsMasterKeyId: arn("kms", "key/events") },
};

export const key: Sample = {
  type: "aws:kms/key:Key",
  name: "events-key",
  props: {
    arn: arn("kms", "key/events"),
    keyId: "events",
    policy: allowing({
      Principal: { Service: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    }),
  },
};

export const table: Sample = {
  type: "aws:dynamodb/table:Table",
  name: "processed",
  props: { name: "processed", id: "processed", ttl: { enabled: true, attributeName: "ttl" } },
};

export const mapping: Sample = {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "reader",
  props: {
    functionName: fn.props["arn"],
    eventSourceArn: arn("sqs", "work"),
    functionResponseTypes: ["ReportBatchItemFailures"],
  },
};

export const depthAlarm: Sample = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "depth",
  props: {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: "dead-letters" },
    statistic: "Maximum",
    treatMissingData: "notBreaching",
    alarmActions: [topic.props["arn"]],
  },
};
