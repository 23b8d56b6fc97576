import { statementsOf, principalsOf, valuesOf } from "../lib/iam";
import { parsedJson } from "../lib/json";
import { names, refersTo } from "../lib/relations";
import { ifKnown, isGivenLater } from "../lib/unknown";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const QUEUE = "aws:sqs/queue:Queue";
const REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy";
const POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** 14 days, also the most that SQS keeps a message (SQS API, SetQueueAttributes, MessageRetentionPeriod). */
const RETENTION_SECONDS = 1_209_600;

/** Values of the `Purpose` tag that mark the end of a dead-letter chain. */
const END_OF_CHAIN = new Set(["dead-letter-queue", "parking-queue"]);

/** What can not be delivered is kept, may be written, and wakes somebody. */
export const dlqRequired = defineRule({
  id: "dlq-required",
  description:
    "Every event target, stream consumer and durable queue has a dead-letter queue that keeps 14 days, may be written to and has an alarm.",
  severity: "high",
  needs: [],
  serves: ["EV-43", "EV-44"],
  absorbs: [
    "event-target-dlq",
    "event-dlq-retention",
    "event-dlq-alarm",
    "event-dlq-queue-policy",
    "stream-dlq-required",
  ],
  remediationSteps:
    "Give the target deadLetterConfig.arn of a standard queue with messageRetentionSeconds 1209600, a queue policy for events.amazonaws.com and an alarm with actions.",

  check(resource, _place, report) {
    checkTarget(resource, report);
    checkSchedule(resource, report);
    checkMapping(resource, report);
    const queue = inputsOf(resource, QUEUE);
    if (queue !== undefined && END_OF_CHAIN.has(queue.tags?.["Purpose"] ?? ""))
      checkRetention(resource, report);
  },

  checkStack(resources, _place, report) {
    const targets = ofType(resources, TARGET);
    for (const queue of ofType(resources, QUEUE)) {
      const senders = targets.filter((target) => isDeadLetterOf(queue, target));
      const redriven = resources.some((other) => redrivesTo(other, queue));
      const marked = END_OF_CHAIN.has(ifKnown(() => inputsOf(queue, QUEUE)?.tags?.["Purpose"]) ?? "");
      if (senders.length === 0 && !redriven && !marked) {
        checkDurable(queue, resources, report);
        continue;
      }
      if (!marked) checkRetention(queue, report);
      for (const target of senders) checkQueuePolicy(queue, target, resources, report);
      checkAlarm(queue, resources, report);
    }
  },
});

/** An ARN that is not known yet is given; whether it is a FIFO queue's shows in the deployment. */
function checkDeadLetterArn(
  resource: Resource,
  path: string,
  read: () => string | undefined,
  report: Report,
): void {
  if (isGivenLater(read)) return;
  const arn = read();
  if (arn === undefined) {
    report({
      resource,
      path,
      problem: "what can not be delivered is lost once the retries are spent",
      remedy: "Name a standard SQS queue with a retention of 1209600 s.",
    });
  } else if (arn.endsWith(".fifo")) {
    report({
      resource,
      path,
      value: arn,
      problem: "a FIFO queue can not take dead letters from EventBridge",
      remedy: "Name a standard SQS queue.",
    });
  }
}

function checkTarget(resource: Resource, report: Report): void {
  const target = inputsOf(resource, TARGET);
  if (target !== undefined)
    checkDeadLetterArn(resource, "deadLetterConfig.arn", () => target.deadLetterConfig?.arn, report);
}

function checkSchedule(resource: Resource, report: Report): void {
  const schedule = inputsOf(resource, SCHEDULE);
  if (schedule !== undefined) {
    const path = "target.deadLetterConfig.arn";
    checkDeadLetterArn(resource, path, () => schedule.target?.deadLetterConfig?.arn, report);
  }
}

/** A queue that feeds a function has its dead letters on the queue; a stream has them on the consumer. */
function checkMapping(resource: Resource, report: Report): void {
  const mapping = inputsOf(resource, MAPPING);
  if (mapping === undefined) return;
  const destination = () => mapping.destinationConfig?.onFailure?.destinationArn;
  if (isGivenLater(destination) || destination() !== undefined) return;
  if (mapping.eventSourceArn?.split(":")[2] === "sqs") return;
  report({
    resource,
    path: "destinationConfig.onFailure.destinationArn",
    problem: "records of the stream that fail are dropped when they expire",
    remedy: "Name the dead-letter queue of this consumer.",
  });
}

function checkRetention(resource: Resource, report: Report): void {
  const seconds = inputsOf(resource, QUEUE)?.messageRetentionSeconds;
  if (seconds !== undefined && seconds >= RETENTION_SECONDS) return;
  report({
    resource,
    path: "messageRetentionSeconds",
    value: seconds,
    problem:
      "dead letters are gone before anybody has looked at them (SQS keeps 4 days unless told otherwise)",
    remedy: `Set it to ${RETENTION_SECONDS} (14 days).`,
  });
}

function isDeadLetterOf(queue: StackResource, target: StackResource): boolean {
  return refersTo(target, "deadLetterConfig", () => inputsOf(target, TARGET)?.deadLetterConfig?.arn, queue);
}

/** Whether failures of a queue or of a function's stream end in `queue`. */
function redrivesTo(other: StackResource, queue: StackResource): boolean {
  if (other === queue) return false;
  switch (other.type) {
    case QUEUE:
    case REDRIVE:
      return refersTo(other, "redrivePolicy", () => deadLetterTarget(other.props["redrivePolicy"]), queue);
    case MAPPING:
      return refersTo(
        other,
        "destinationConfig",
        () => inputsOf(other, MAPPING)?.destinationConfig?.onFailure?.destinationArn,
        queue,
      );
    case SCHEDULE:
      return names(
        ifKnown(() => inputsOf(other, SCHEDULE)?.target?.deadLetterConfig?.arn),
        queue,
      );
    default:
      return false;
  }
}

function deadLetterTarget(redrivePolicy: unknown): unknown {
  if (typeof redrivePolicy !== "string") return undefined;
  const parsed = parsedJson(redrivePolicy);
  return parsed !== null && typeof parsed === "object" && "deadLetterTargetArn" in parsed
    ? parsed.deadLetterTargetArn
    : undefined;
}

function checkDurable(queue: StackResource, resources: readonly StackResource[], report: Report): void {
  const own = ifKnown(() => queue.props["redrivePolicy"] ?? "");
  const apart = ofType(resources, REDRIVE).some((redrive) =>
    refersTo(redrive, "queueUrl", () => inputsOf(redrive, REDRIVE)?.queueUrl, queue),
  );
  if (own !== "" || apart || mayBeDeadLetters(queue, resources)) return;
  report({
    resource: queue,
    path: "redrivePolicy",
    problem: "a message that can not be processed is delivered again until it expires, then lost",
    remedy:
      "Name a dead-letter queue; if this is one itself, tag it Purpose = dead-letter-queue or parking-queue.",
  });
}

/** Before the first deployment a schedule's queues are told apart by nobody: of what it sends to, and of its dead letters. */
function mayBeDeadLetters(queue: StackResource, resources: readonly StackResource[]): boolean {
  if (isGivenLater(() => inputsOf(queue, QUEUE)?.tags?.["Purpose"])) return true;
  return ofType(resources, SCHEDULE).some(
    (schedule) =>
      isGivenLater(() => inputsOf(schedule, SCHEDULE)?.target?.deadLetterConfig?.arn) &&
      schedule.sources("target").includes(queue),
  );
}

function checkQueuePolicy(
  queue: StackResource,
  target: StackResource,
  resources: readonly StackResource[],
  report: Report,
): void {
  const apart = ofType(resources, POLICY).filter((policy) =>
    refersTo(policy, "queueUrl", () => inputsOf(policy, POLICY)?.queueUrl, queue),
  );
  const documents = [...apart.map((policy) => () => policy.props["policy"]), () => queue.props["policy"]];
  if (documents.some((document) => isGivenLater(document) || letsEventsSend(document()))) return;
  report({
    resource: queue,
    path: "policy",
    value: apart.length === 0 ? undefined : `queue policy ${apart.map((policy) => policy.name).join(", ")}`,
    problem: `EventBridge may not send the dead letters of ${target.name}, so they vanish`,
    remedy:
      "Add an aws.sqs.QueuePolicy that allows events.amazonaws.com sqs:SendMessage, with the rule's ARN as aws:SourceArn.",
  });
}

function letsEventsSend(document: unknown): boolean {
  return statementsOf(document).some(
    (statement) =>
      statement["Effect"] === "Allow" &&
      principalsOf(statement).includes("events.amazonaws.com") &&
      valuesOf(statement["Action"]).some((action) => /^sqs:(SendMessage|\*)$/i.test(action)) &&
      JSON.stringify(statement["Condition"] ?? {})
        .toLowerCase()
        .includes('"aws:sourcearn"'),
  );
}

function checkAlarm(queue: StackResource, resources: readonly StackResource[], report: Report): void {
  const watched = ofType(resources, ALARM).some((alarm) => {
    const inputs = inputsOf(alarm, ALARM);
    const actions = ifKnown(() => inputs?.alarmActions?.length ?? 0);
    const enabled = ifKnown(() => inputs?.actionsEnabled) !== false;
    return actions !== 0 && enabled && watches(alarm, queue);
  });
  if (watched) return;
  report({
    resource: queue,
    path: "alarm",
    problem: "nobody is told when dead letters arrive",
    remedy:
      "Add an aws.cloudwatch.MetricAlarm on ApproximateNumberOfMessagesVisible of this queue, statistic Maximum, with alarmActions.",
  });
}

function watches(alarm: StackResource, queue: StackResource): boolean {
  if (refersTo(alarm, "dimensions", () => inputsOf(alarm, ALARM)?.dimensions?.["QueueName"], queue))
    return true;
  const queries = () => inputsOf(alarm, ALARM)?.metricQueries ?? [];
  const computed = alarm.sources("metricQueries").includes(queue);
  if (isGivenLater(queries)) return computed;
  return queries().some((query) => {
    const read = () => query.metric?.dimensions?.["QueueName"];
    return isGivenLater(read) ? computed : names(read(), queue);
  });
}
