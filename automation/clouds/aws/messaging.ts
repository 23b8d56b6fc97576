import type { Context, InputRule, Kind, Target, Use } from "../kind";
import * as v from "../values";
import { arn, limit, nameOf, region, target, within } from "./common";
import { delivery } from "./access/deliver";
import { policyInput } from "./iam-rules";
import { queuePolicyFault, topicPolicyFault } from "./resource-policies";

const QUEUE = "aws:sqs/queue:Queue";
const TOPIC = "aws:sns/topic:Topic";

const queueByUrl: Target = target(
  "AWS.SimpleQueueService.NonExistentQueue",
  (id) => `The specified queue does not exist: ${id}`,
  "sqs/queue:Queue",
);
const topicByArn: Target = target("NotFound", (id) => `Topic does not exist: ${id}`, "sns/topic:Topic");

/** The dead-letter queue and the receives before it, from a redrive policy's text. */
function redrive(
  text: string | undefined,
): { arn: string | undefined; receives: number | undefined } | string {
  if (text === undefined) return { arn: undefined, receives: undefined };
  try {
    const parsed = v.fromJson(JSON.parse(text));
    return { arn: v.text(parsed, "deadLetterTargetArn"), receives: v.numeric(parsed, "maxReceiveCount") };
  } catch (error) {
    if (error instanceof SyntaxError) return "it is not valid JSON";
    throw error;
  }
}

/** Ranges are those of SetQueueAttributes in the Amazon SQS API reference. */
const queueRules: InputRule = (inputs, report) => {
  const fifo = v.flag(inputs, "fifoQueue") === true;
  limit(
    inputs,
    report,
    "name",
    fifo ? /^[\w-]{1,75}\.fifo$/ : /^[\w-]{1,80}$/,
    fifo
      ? "a FIFO queue's name ends in .fifo, 80 characters in all"
      : "up to 80 letters, digits, hyphens and underscores",
  );
  within(inputs, report, "delaySeconds", 0, 900);
  within(inputs, report, "maxMessageSize", 1024, 1_048_576);
  within(inputs, report, "messageRetentionSeconds", 60, 1_209_600);
  within(inputs, report, "receiveWaitTimeSeconds", 0, 20);
  within(inputs, report, "visibilityTimeoutSeconds", 0, 43_200);
  within(inputs, report, "kmsDataKeyReusePeriodSeconds", 60, 86_400);
  if (v.flag(inputs, "contentBasedDeduplication") === true && !fifo)
    report("contentBasedDeduplication", "is for FIFO queues");
  if (v.text(inputs, "kmsMasterKeyId") !== undefined && v.flag(inputs, "sqsManagedSseEnabled") === true)
    report("sqsManagedSseEnabled", "may not be true beside kmsMasterKeyId");
  policyInput("policy", "resource", undefined, queuePolicyFault)(inputs, report);
  const dead = redrive(v.text(inputs, "redrivePolicy"));
  if (typeof dead === "string") report("redrivePolicy", dead);
  else if (dead.receives !== undefined && (dead.receives < 1 || dead.receives > 1000))
    report("redrivePolicy", `maxReceiveCount must be from 1 to 1000, not ${String(dead.receives)}`);
};

const queueName = (c: Parameters<Kind["id"]>[0]): string => nameOf(c);

const fifoEnding = (property: string) => (inputs: v.ObjectValue) =>
  v.flag(inputs, property) === true ? ".fifo" : "";

const ALLOW = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy";

/** SQS itself moves messages to a dead-letter queue, where that one takes them (SQS developer guide, "redrive allow policy"). */
function redriveUses(c: Context): Use[] {
  const dead = redrive(c.text("redrivePolicy"));
  const to = typeof dead === "string" ? undefined : c.find(dead.arn, QUEUE);
  if (!to) return [];
  const attached = c.all(ALLOW).find((e) => e.inputs["queueUrl"] === to.id);
  const text = v.text(attached?.inputs, "redriveAllowPolicy") ?? v.text(to.inputs, "redriveAllowPolicy");
  const policy = text === undefined ? undefined : v.fromJson(JSON.parse(text));
  const permission = v.text(policy, "redrivePermission") ?? "allowAll";
  const own = v.text(c.old?.outputs, "arn") ?? "";
  const allowed =
    permission === "allowAll" ||
    (permission === "byQueue" && v.texts(policy, "sourceQueueArns").includes(own));
  const [receiver, what] = [v.text(to.outputs, "arn") ?? "", `${own} sqs:SendMessage`];
  if (allowed) return [{ what: `${what} ${receiver}` }];
  const refusal =
    `the queue ${own} is not authorized to move messages to ${receiver}, because that queue's redrive allow policy ` +
    `(${permission}) does not let it: messages that can not be processed stay in the queue until they expire`;
  return [{ what: `${what} ${receiver}`, refusal }];
}

const queue: Kind = {
  type: QUEUE,
  uses: redriveUses,
  naming: { property: "name", prefix: "namePrefix", maximum: 80, ending: fifoEnding("fifoQueue") },
  simulates:
    "name, ranges of its settings, a dead-letter queue that exists, is of the same kind and takes its messages",
  check: queueRules,
  id: (c) => `https://sqs.${region(c)}.amazonaws.com/${c.site.account}/${queueName(c)}`,
  outputs: (c, id) => ({
    arn: arn(c, "sqs", queueName(c)),
    url: id,
    name: queueName(c),
    fifoQueue: c.flag("fifoQueue") ?? false,
    delaySeconds: c.number("delaySeconds") ?? 0,
    maxMessageSize: c.number("maxMessageSize") ?? 262_144,
    messageRetentionSeconds: c.number("messageRetentionSeconds") ?? 345_600,
    visibilityTimeoutSeconds: c.number("visibilityTimeoutSeconds") ?? 30,
    receiveWaitTimeSeconds: c.number("receiveWaitTimeSeconds") ?? 0,
    sqsManagedSseEnabled: c.flag("sqsManagedSseEnabled") ?? c.text("kmsMasterKeyId") === undefined,
  }),
  taken: (c) => ["QueueAlreadyExists", `A queue already exists with the name ${queueName(c)}`],
  rules: (c) => {
    const dead = redrive(c.text("redrivePolicy"));
    if (typeof dead === "string" || dead.arn === undefined) return;
    const receiver = c.find(dead.arn, QUEUE);
    if (!receiver) return c.refuse("InvalidParameterValue", `Dead letter target does not exist: ${dead.arn}`);
    if ((v.flag(receiver.outputs, "fifoQueue") ?? false) !== (c.flag("fifoQueue") ?? false))
      c.refuse(
        "InvalidParameterValue",
        "A queue and its dead letter target must both be FIFO or both standard",
      );
  },
};

/** A queue is known by its URL; the API answers InvalidAddress to an ARN (Amazon SQS API reference, "Errors" of SetQueueAttributes). */
const queueUrl: InputRule = (inputs, report) => {
  if (v.text(inputs, "queueUrl")?.startsWith("arn:") === true)
    report("queueUrl", "InvalidAddress: it is the queue's URL, not its ARN");
};

const queuePolicy: Kind = {
  type: "aws:sqs/queuePolicy:QueuePolicy",
  simulates:
    "a queue that exists, the policy's grammar and quotas, and Version, without which SQS never becomes consistent",
  references: { queueUrl: queueByUrl },
  replaces: { queueUrl: true },
  check: (inputs, report, site) => {
    queueUrl(inputs, report, site);
    policyInput("policy", "resource", undefined, queuePolicyFault)(inputs, report);
    const text = v.text(inputs, "policy");
    if (text !== undefined && /^\s*\{/.test(text) && !/"Version"\s*:\s*"2012-10-17"/.test(text))
      report(
        "policy",
        'needs "Version": "2012-10-17", or the provider waits for it in vain until it times out',
      );
  },
  id: (c) => c.text("queueUrl") ?? "",
};

const redrivePermissions = ["allowAll", "denyAll", "byQueue"];

/** The texts are those of SetQueueAttributes in the Amazon SQS API reference: up to ten queues by name. */
const redriveAllow: Kind = {
  type: ALLOW,
  simulates: "a queue that exists, a permission, and with byQueue one to ten queues",
  references: { queueUrl: queueByUrl },
  replaces: { queueUrl: true, redriveAllowPolicy: false },
  check: (inputs, report, site) => {
    queueUrl(inputs, report, site);
    const text = v.text(inputs, "redriveAllowPolicy");
    if (text === undefined) return;
    const fault = faultOfJson(text);
    if (fault !== undefined) return report("redriveAllowPolicy", fault);
    const policy = v.fromJson(JSON.parse(text));
    const permission = v.text(policy, "redrivePermission");
    if (permission === undefined || !redrivePermissions.includes(permission))
      report("redriveAllowPolicy", `redrivePermission must be one of ${redrivePermissions.join(", ")}`);
    const named = v.texts(policy, "sourceQueueArns").length;
    if (permission === "byQueue" && (named < 1 || named > 10))
      report("redriveAllowPolicy", `byQueue needs one to ten sourceQueueArns, not ${String(named)}`);
    if (permission !== "byQueue" && named > 0)
      report("redriveAllowPolicy", "sourceQueueArns go with byQueue");
  },
  id: (c) => c.text("queueUrl") ?? "",
  taken: (_c, id) => ["OperationAborted", `${id} has a redrive allow policy already`],
};

function faultOfJson(text: string): string | undefined {
  const read = redrive(text);
  return typeof read === "string" ? read : undefined;
}

const topicPolicyInput = policyInput("policy", "resource", undefined, (_text, statements) =>
  topicPolicyFault(statements),
);

const topic: Kind = {
  type: TOPIC,
  naming: { property: "name", prefix: "namePrefix", maximum: 256, ending: fifoEnding("fifoTopic") },
  simulates: "the name, the policy's grammar",
  check: (inputs, report) => {
    const fifo = v.flag(inputs, "fifoTopic") === true;
    // Amazon SNS API reference, CreateTopic.
    limit(
      inputs,
      report,
      "name",
      fifo ? /^[\w-]{1,251}\.fifo$/ : /^[\w-]{1,256}$/,
      fifo ? "a FIFO topic's name ends in .fifo" : "up to 256 letters, digits, hyphens and underscores",
    );
    topicPolicyInput(inputs, report);
  },
  id: (c) => arn(c, "sns", nameOf(c)),
  outputs: (c, id) => ({
    arn: id,
    name: nameOf(c),
    owner: c.site.account,
    policy:
      c.text("policy") ??
      JSON.stringify({
        Version: "2008-10-17",
        Id: "__default_policy_ID",
        Statement: [
          {
            Sid: "__default_statement_ID",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: ["SNS:Publish", "SNS:Subscribe"],
            Resource: id,
            Condition: { StringEquals: { "AWS:SourceOwner": c.site.account } },
          },
        ],
      }),
  }),
};

const topicPolicy: Kind = {
  type: "aws:sns/topicPolicy:TopicPolicy",
  simulates: "a topic that exists, the policy's grammar and actions",
  references: { arn: topicByArn },
  replaces: { arn: true },
  check: topicPolicyInput,
  id: (c) => c.text("arn") ?? "",
  // Its arn is the topic's.
  aliases: () => [],
};

/** Protocols of Subscribe in the Amazon SNS API reference. */
const protocols = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"];

const subscription: Kind = {
  type: "aws:sns/topicSubscription:TopicSubscription",
  simulates:
    "a topic that exists, protocols, a queue that exists behind sqs; the topic may send to the queue or function and to the dead-letter queue, and use their keys",
  uses: (c) => {
    const source = c.text("topic") ?? "";
    const dead = redrive(c.text("redrivePolicy"));
    const sends = (outcome: string, role?: string) => ({
      service: "sns.amazonaws.com",
      source,
      role,
      outcome,
    });
    return [
      ...(["sqs", "lambda", "firehose"].includes(c.text("protocol") ?? "")
        ? delivery(
            c,
            c.text("endpoint"),
            sends("what is published to the topic is lost", c.text("subscriptionRoleArn")),
          )
        : []),
      ...(typeof dead === "string"
        ? []
        : delivery(c, dead.arn, sends("what the topic can not deliver is lost"))),
    ];
  },
  references: { topic: topicByArn },
  // How long and whether a creation waits for a confirmation: the provider's own, with no ForceNew in its schema
  // (github.com/hashicorp/terraform-provider-aws, internal/service/sns/topic_subscription.go).
  replaces: { confirmationTimeoutInMinutes: false, endpointAutoConfirms: false },
  check: (inputs, report) => {
    const protocol = v.text(inputs, "protocol");
    if (protocol !== undefined && !protocols.includes(protocol))
      report("protocol", `"${protocol}" is not one of ${protocols.join(", ")}`);
    const endpoint = v.text(inputs, "endpoint");
    if (endpoint !== undefined && protocol === "sqs" && !endpoint.startsWith("arn:aws:sqs:"))
      report("endpoint", "must be the ARN of a queue");
    for (const key of ["filterPolicy", "redrivePolicy", "deliveryPolicy"])
      if (typeof redrive(v.text(inputs, key)) === "string") report(key, "is not valid JSON");
  },
  rules: (c) => {
    const fifo = v.flag(c.find(c.text("topic"), TOPIC)?.outputs, "fifoTopic") === true;
    if (fifo && c.text("protocol") !== "sqs")
      c.refuse("InvalidParameter", "Invalid parameter: a FIFO topic delivers to queues only");
  },
  id: (c) => `${c.text("topic") ?? ""}:${c.derive.uuid("id")}`,
  outputs: (c, id) => ({
    arn: id,
    ownerId: c.site.account,
    pendingConfirmation: ["email", "email-json", "http", "https"].includes(c.text("protocol") ?? ""),
  }),
};

export const messaging: readonly Kind[] = [
  queue,
  queuePolicy,
  redriveAllow,
  topic,
  topicPolicy,
  subscription,
];
