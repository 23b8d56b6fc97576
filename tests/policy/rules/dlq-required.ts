import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const dlqArn = "arn:aws:sqs:us-east-1:111111111111:orders-dlq";

const target: Sample = {
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "orders-target",
  props: {
    rule: "orders",
    arn: "arn:aws:lambda:us-east-1:111111111111:function:orders",
    deadLetterConfig: { arn: dlqArn },
  },
};

const dlq: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "orders-dlq",
  props: {
    arn: dlqArn,
    id: "https://sqs.us-east-1.amazonaws.com/111111111111/orders-dlq",
    url: "https://sqs.us-east-1.amazonaws.com/111111111111/orders-dlq",
    name: "orders-dlq",
    messageRetentionSeconds: 1209600,
    tags: { Purpose: "dead-letter-queue" },
  },
};

const statement = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: dlqArn,
  Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:events:us-east-1:111111111111:rule/orders" } },
};

function policyOf(change: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...change }] });
}

const policy: Sample = {
  type: "aws:sqs/queuePolicy:QueuePolicy",
  name: "orders-dlq-policy",
  props: { queueUrl: dlq.props["id"], policy: policyOf({}) },
};

const alarm: Sample = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: "orders-dlq-alarm",
  props: {
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: "orders-dlq" },
    alarmActions: ["arn:aws:sns:us-east-1:111111111111:alerts"],
  },
};

const work: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "orders",
  props: {
    arn: "arn:aws:sqs:us-east-1:111111111111:orders",
    id: "https://sqs.us-east-1.amazonaws.com/111111111111/orders",
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: dlqArn, maxReceiveCount: 3 }),
  },
};

const stream: Sample = {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "stream",
  props: {
    functionName: "orders",
    eventSourceArn: "arn:aws:kinesis:us-east-1:111111111111:stream/orders",
    destinationConfig: { onFailure: { destinationArn: dlqArn } },
  },
};

const redrive: Sample = {
  type: "aws:sqs/redrivePolicy:RedrivePolicy",
  name: "orders-redrive",
  props: { queueUrl: work.props["id"], redrivePolicy: work.props["redrivePolicy"] },
};

const schedule: Sample = {
  type: "aws:scheduler/schedule:Schedule",
  name: "nightly",
  props: { target: { arn: "a", roleArn: "b", deadLetterConfig: { arn: dlqArn } } },
};

const whole = [target, dlq, policy, alarm];

export const dlqRequiredCases: RuleCases = {
  rule: "dlq-required",
  serves: ["EV-43", "EV-44"],
  violating: [
    {
      title: "a target without dead-letter queue",
      resources: [changed(target, { deadLetterConfig: undefined })],
      says: ['"orders-target": deadLetterConfig.arn is not set', "Name a standard SQS queue"],
    },
    {
      title: "a FIFO queue for dead letters",
      resources: [changed(target, { deadLetterConfig: { arn: `${dlqArn}.fifo` } })],
      says: [`deadLetterConfig.arn is "${dlqArn}.fifo"`, "FIFO"],
    },
    {
      title: "a schedule without dead-letter queue",
      resources: [
        {
          type: "aws:scheduler/schedule:Schedule",
          name: "nightly",
          props: { target: { arn: "a", roleArn: "b" } },
        },
      ],
      says: ['"nightly": target.deadLetterConfig.arn is not set'],
    },
    {
      title: "a stream consumer without destination for failures",
      resources: [changed(stream, { destinationConfig: undefined })],
      says: ['"stream": destinationConfig.onFailure.destinationArn is not set'],
    },
    {
      title: "dead letters kept for a day",
      resources: [target, changed(dlq, { messageRetentionSeconds: 86400 }), policy, alarm],
      says: ['"orders-dlq": messageRetentionSeconds is 86400', "Set it to 1209600"],
    },
    {
      title: "an unmarked dead-letter queue with the default retention",
      resources: [target, changed(dlq, { messageRetentionSeconds: undefined, tags: {} }), policy, alarm],
      says: ['"orders-dlq": messageRetentionSeconds is not set'],
    },
    {
      title: "a dead-letter queue without policy",
      resources: [target, dlq, alarm],
      says: ['"orders-dlq": policy is not set', "dead letters of orders-target", "aws:SourceArn"],
    },
    {
      title: "a queue policy for another service",
      resources: [
        target,
        dlq,
        changed(policy, { policy: policyOf({ Principal: { Service: "sns.amazonaws.com" } }) }),
        alarm,
      ],
      says: ['policy is "queue policy orders-dlq-policy"', "may not send"],
    },
    {
      title: "a queue policy for any rule of any account",
      resources: [target, dlq, changed(policy, { policy: policyOf({ Condition: undefined }) }), alarm],
      says: ["may not send"],
    },
    {
      title: "a dead-letter queue without alarm",
      resources: [target, dlq, policy],
      says: ['"orders-dlq": alarm is not set', "alarmActions"],
    },
    {
      title: "an alarm that tells nobody",
      resources: [target, dlq, policy, changed(alarm, { alarmActions: [] })],
      says: ['"orders-dlq": alarm is not set'],
    },
    {
      title: "an alarm on another queue",
      resources: [target, dlq, policy, changed(alarm, { dimensions: { QueueName: "payments-dlq" } })],
      says: ['"orders-dlq": alarm is not set'],
    },
    {
      title: "a durable queue whose redrive the provider gives as an empty text",
      resources: [changed(work, { redrivePolicy: "" })],
      says: ['"orders": redrivePolicy is not set'],
    },
    {
      title: "a durable queue without redrive",
      resources: [changed(work, { redrivePolicy: undefined })],
      says: ['"orders": redrivePolicy is not set', "Purpose = dead-letter-queue"],
    },
    {
      title: "a queue policy that denies",
      resources: [target, dlq, changed(policy, { policy: policyOf({ Effect: "Deny" }) }), alarm],
      says: ["may not send"],
    },
    {
      title: "a queue policy for reading",
      resources: [
        target,
        dlq,
        changed(policy, { policy: policyOf({ Action: "sqs:ReceiveMessage" }) }),
        alarm,
      ],
      says: ["may not send"],
    },
    {
      title: "the policy of another queue",
      resources: [target, dlq, changed(policy, { queueUrl: "https://sqs/other" }), alarm],
      says: ['"orders-dlq": policy is not set'],
    },
    {
      title: "an alarm that is switched off",
      resources: [target, dlq, policy, changed(alarm, { actionsEnabled: false })],
      says: ['"orders-dlq": alarm is not set'],
    },
    {
      title: "a parking queue that keeps for a day",
      resources: [
        changed(dlq, { messageRetentionSeconds: 86400, tags: { Purpose: "parking-queue" } }),
        alarm,
      ],
      says: ['"orders-dlq": messageRetentionSeconds is 86400'],
    },
    ...[
      ["a queue", work],
      ["a queue's redrive apart", redrive],
      ["a stream's consumer", stream],
      ["a schedule", schedule],
    ].map(([whose, other]) => ({
      title: `the unmarked dead-letter queue of ${whose as string}, which keeps for a day`,
      resources: [other as Sample, changed(dlq, { messageRetentionSeconds: 86400, tags: {} }), alarm],
      says: ['"orders-dlq": messageRetentionSeconds is 86400'],
    })),
  ],
  complying: [
    { title: "a target with all it needs", resources: whole },
    {
      title: "a dead-letter queue whose own redrive the provider gives as an empty text",
      resources: [target, changed(dlq, { redrivePolicy: "" }), policy, alarm],
    },
    {
      title: "a dead-letter queue with the policy in itself",
      resources: [target, changed(dlq, { policy: policyOf({}) }), alarm],
    },
    {
      title: "an alarm by a query, beside one on another queue",
      resources: [
        target,
        dlq,
        policy,
        { ...changed(alarm, { dimensions: { QueueName: "payments-dlq" } }), name: "payments-alarm" },
        changed(alarm, {
          dimensions: undefined,
          metricQueries: [{ id: "a", metric: { dimensions: { QueueName: "orders-dlq" } } }],
        }),
      ],
    },
    { title: "a queue and a stream that end in the queue", resources: [...whole, work, stream] },
    {
      title: "a queue whose redrive is a resource of its own",
      resources: [
        changed(work, { redrivePolicy: undefined }),
        { type: "aws:sqs/redrivePolicy:RedrivePolicy", props: { queueUrl: work.props["id"] } },
      ],
    },
    {
      title: "an SQS consumer, whose dead letters are the queue's matter",
      resources: [changed(stream, { eventSourceArn: work.props["arn"], destinationConfig: undefined })],
    },
    {
      title: "a preview in which only the origin of the values is known",
      resources: [
        {
          ...changed(target, { deadLetterConfig: { arn: UNKNOWN } }),
          sources: { deadLetterConfig: ["orders-dlq"] },
        },
        changed(dlq, { arn: UNKNOWN, id: UNKNOWN, name: UNKNOWN }),
        { ...changed(policy, { queueUrl: UNKNOWN, policy: UNKNOWN }), sources: { queueUrl: ["orders-dlq"] } },
        {
          ...changed(alarm, { dimensions: { QueueName: UNKNOWN }, alarmActions: UNKNOWN }),
          sources: { dimensions: ["orders-dlq"] },
        },
      ].map((sample) => ({ ...sample })),
    },
  ],
  unknown: [
    {
      title: "what a queue is for, which is not known",
      resources: [changed(work, { redrivePolicy: undefined, tags: { Purpose: UNKNOWN } })],
    },
    {
      title: "a retention that is not known",
      resources: [changed(dlq, { messageRetentionSeconds: UNKNOWN }), alarm],
    },
  ],
  unknownButEnough: [
    {
      title: "a dead-letter queue's own policy that is not known",
      resources: [target, changed(dlq, { policy: UNKNOWN }), alarm],
    },
    {
      title: "the unmarked dead-letter queue of a schedule, before it has an ARN",
      resources: [
        changed(dlq, { arn: UNKNOWN, tags: {} }),
        {
          ...changed(schedule, { target: { arn: "arn:aws:sqs:x", deadLetterConfig: { arn: UNKNOWN } } }),
          sources: { target: ["orders-dlq"] },
        },
      ],
    },
    {
      title: "a dead-letter configuration that is not known",
      resources: [changed(target, { deadLetterConfig: UNKNOWN })],
    },
    {
      title: "a stream's destination that is not known",
      resources: [changed(stream, { eventSourceArn: UNKNOWN, destinationConfig: UNKNOWN })],
    },
  ],
};
