import { TARGET } from "../lib/event-targets";
import { principalsOf, statementsOf, valuesOf } from "../lib/iam";
import { withInput } from "../lib/mend";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const QUEUE = "aws:sqs/queue:Queue";
const TOPIC = "aws:sns/topic:Topic";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const KEY = "aws:kms/key:Key";
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/** What who sends needs of the key (EventBridge User Guide, "Using dead-letter queues"; SNS Developer Guide, "Key management"). */
const NEEDED = ["kms:GenerateDataKey", "kms:Decrypt"];
const REMEDY =
  "Set kmsMasterKeyId to a key whose policy lets the publishing service use kms:GenerateDataKey and kms:Decrypt.";

/** Events hold personal data; and a key that the publisher may not use loses them without an error. */
export const eventQueueEncrypted = defineRule({
  id: "event-queue-encrypted",
  description: "Queues and topics are encrypted, with a key that those who publish to them may use.",
  severity: "high",
  needs: [],
  serves: ["EV-43"],
  remediationSteps: REMEDY,

  remediates: "Lets SQS encrypt a queue with a key of its own again, in place; a topic needs a key of yours.",
  remediate(resource) {
    const queue = inputsOf(resource, QUEUE);
    if (queue?.sqsManagedSseEnabled !== false || !isUnset(queue.kmsMasterKeyId)) return undefined;
    return withInput(resource.props, ["sqsManagedSseEnabled"], true);
  },

  check(resource, _place, report) {
    const queue = inputsOf(resource, QUEUE);
    // SQS encrypts a queue with a key of its own unless it is told not to (SQS API, SqsManagedSseEnabled).
    if (queue?.sqsManagedSseEnabled === false && isUnset(queue.kmsMasterKeyId)) {
      const problem = "messages are kept as they are";
      report({ resource, path: "sqsManagedSseEnabled", value: false, problem, remedy: REMEDY });
    }
    const topic = inputsOf(resource, TOPIC);
    if (topic !== undefined && isUnset(topic.kmsMasterKeyId)) {
      const problem = "a topic is not encrypted unless it is given a key";
      report({ resource, path: "kmsMasterKeyId", problem, remedy: REMEDY });
    }
  },

  checkStack(resources, _place, report) {
    for (const receiver of [...ofType(resources, QUEUE), ...ofType(resources, TOPIC)]) {
      const services = publishersTo(receiver, resources);
      if (services.length === 0) continue;
      const id = ifKnown(() => receiver.props["kmsMasterKeyId"]);
      if (typeof id === "string" && /(^|:)alias\/aws\//.test(id)) {
        refuseKey(receiver, id, services, report);
        continue;
      }
      const key = ofType(resources, KEY).find((one) => usesKey(receiver, one));
      if (key === undefined) continue;
      const documents = policiesOf(key, resources);
      if (documents.some((document) => document === undefined)) continue;
      const refused = services.filter((service) => !documents.some((document) => lets(document, service)));
      if (refused.length > 0) refuseKey(receiver, key.name, refused, report);
    }
  },
});

const isUnset = (text: string | undefined): boolean => text === undefined || text === "";

/** Services that send to a queue or topic: EventBridge for targets and dead letters, CloudWatch for alarms. */
function publishersTo(receiver: StackResource, resources: readonly StackResource[]): string[] {
  const events = ofType(resources, TARGET).some((target) => {
    const inputs = inputsOf(target, TARGET);
    return (
      refersTo(target, "arn", () => inputs?.arn, receiver) ||
      refersTo(target, "deadLetterConfig", () => inputs?.deadLetterConfig?.arn, receiver)
    );
  });
  const alarms = ofType(resources, ALARM).some((alarm) => {
    const actions = ifKnown(() => inputsOf(alarm, ALARM)?.alarmActions) ?? [];
    const arn = ifKnown(() => receiver.props["arn"]);
    return (
      (arn !== undefined && actions.some((action) => action === arn)) ||
      alarm.sources("alarmActions").includes(receiver)
    );
  });
  return [...(events ? ["events.amazonaws.com"] : []), ...(alarms ? ["cloudwatch.amazonaws.com"] : [])];
}

function usesKey(receiver: StackResource, key: StackResource): boolean {
  const id = ifKnown(() => receiver.props["kmsMasterKeyId"]);
  const keyId = ifKnown(() => key.props["keyId"]);
  return (
    (id !== undefined && id === keyId) ||
    refersTo(receiver, "kmsMasterKeyId", () => receiver.props["kmsMasterKeyId"], key)
  );
}

function policiesOf(key: StackResource, resources: readonly StackResource[]): (string | undefined)[] {
  const apart = ofType(resources, KEY_POLICY).filter((policy) =>
    refersTo(policy, "keyId", () => inputsOf(policy, KEY_POLICY)?.keyId, key),
  );
  if (apart.length > 0) return apart.map((policy) => ifKnown(() => inputsOf(policy, KEY_POLICY)?.policy));
  return [ifKnown(() => inputsOf(key, KEY)?.policy ?? "")];
}

function lets(document: string | undefined, service: string): boolean {
  const actions = statementsOf(document)
    .filter(
      (statement) =>
        statement["Effect"] === "Allow" &&
        principalsOf(statement).some((principal) => principal === service || principal === "*"),
    )
    .flatMap((statement) => valuesOf(statement["Action"]));
  return NEEDED.every((needed) => actions.some((action) => matches(action, needed)));
}

function matches(action: string, needed: string): boolean {
  const pattern = action.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${pattern}$`, "i").test(needed);
}

function refuseKey(resource: Resource, key: string, services: readonly string[], report: Report): void {
  report({
    resource,
    path: "kmsMasterKeyId",
    value: key,
    problem: `${services.join(" and ")} may not use this key: what it sends is dropped without an error`,
    remedy: REMEDY,
  });
}
