import { PatternError, compilePattern } from "../../../lib/event-patterns";
import type { Context, InputRule, Kind, Report, Use } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { arn, limit, nameOf, within } from "./common";
import { onBehalfOf, service, uses } from "./access/ask";
import { delivery } from "./access/deliver";
import { keyOf } from "./access/keys";
import { assumable, policyInput } from "./iam-rules";
import { scheduleFault } from "./schedule-expression";

const BUS = "aws:cloudwatch/eventBus:EventBus";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";

const busName = (c: Context): string => {
  const given = c.text("eventBusName") ?? "default";
  return given.slice(given.lastIndexOf("/") + 1);
};

function refuseMissingBus(c: Context, name: string): void {
  if (name !== "default" && !c.find(name, BUS))
    c.refuse("ResourceNotFoundException", `Event bus ${name} does not exist.`);
}

const SERVICE = "events.amazonaws.com";

/**
 * What EventBridge does with the key of a bus or archive (EventBridge user guide, "Encrypting EventBridge event buses with
 * AWS KMS keys", "Encrypting archives").
 */
function ownKey(c: Context, bus: string, sourceArn: string, outcome: string): Use[] {
  const key = keyOf(c, c.text("kmsKeyIdentifier") ?? "");
  if (key === undefined) return [];
  const context = { ...onBehalfOf(c, sourceArn), "kms:EncryptionContext:aws:events:event-bus:arn": bus };
  const actions = ["kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"];
  return uses(c, service(SERVICE), actions, key, context, outcome);
}

const arnOf = (c: Context): string => v.text(c.old?.outputs, "arn") ?? "";

const pattern =
  (property: string): InputRule =>
  (inputs, report) => {
    const text = v.text(inputs, property);
    if (text === undefined) return;
    try {
      compilePattern(text);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      report(property, `Event pattern is not valid. Reason: ${error.message}`);
    }
  };

// Names and ranges are those of CreateEventBus, CreateArchive, PutRule and PutTargets in the Amazon EventBridge API reference.

const bus: Kind = {
  type: BUS,
  simulates:
    "the name, one of a name in a region, not deleted while it has rules; EventBridge may use its key and send to its dead-letter queue",
  uses: (c) => [
    ...ownKey(c, arnOf(c), arnOf(c), "events are lost"),
    ...delivery(c, c.text("deadLetterConfig.arn"), {
      service: SERVICE,
      source: arnOf(c),
      outcome: "events that the bus can not encrypt or decrypt are lost",
    }),
  ],
  check: (inputs, report) => {
    limit(
      inputs,
      report,
      "name",
      /^(?!default$)(?!aws\.(?!partner\/))[/.\-_A-Za-z0-9]{1,256}$/,
      "up to 256 letters, digits and /.-_, and not default",
    );
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({ arn: arn(c, "events", `event-bus/${id}`), name: id }),
  taken: (_c, id) => ["ResourceAlreadyExistsException", `Event bus ${id} already exists.`],
};

const busPolicy: Kind = {
  type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  simulates: "a bus that exists, the policy's grammar",
  check: policyInput("policy", "resource"),
  replaces: { eventBusName: true },
  rules: (c) => {
    refuseMissingBus(c, busName(c));
  },
  id: busName,
};

const archive: Kind = {
  type: "aws:cloudwatch/eventArchive:EventArchive",
  simulates:
    "the name of up to 48 characters, a bus that exists, a valid pattern; EventBridge may use its key",
  uses: (c) => ownKey(c, c.text("eventSourceArn") ?? "", arnOf(c), "events are not archived"),
  check: (inputs, report, site) => {
    limit(inputs, report, "name", /^[.\-_A-Za-z0-9]{1,48}$/, "up to 48 letters, digits and .-_");
    pattern("eventPattern")(inputs, report, site);
    const days = v.numeric(inputs, "retentionDays");
    if (days !== undefined && days < 0) report("retentionDays", "must not be negative; 0 is for ever");
  },
  rules: (c) => {
    const source = c.text("eventSourceArn") ?? "";
    if (source !== arn(c, "events", "event-bus/default") && !c.find(source, BUS))
      c.refuse("ResourceNotFoundException", `Event bus ${source} does not exist.`);
  },
  holds: ["eventSourceArn"],
  naming: { property: "name", maximum: 48 },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({ arn: arn(c, "events", `archive/${id}`), name: id }),
  taken: (_c, id) => ["ResourceAlreadyExistsException", `Archive ${id} already exists.`],
};

/** The default quota of PutTargets (EventBridge quotas, "Targets per rule"). */
const targetsPerRule = 5;

const rule: Kind = {
  type: RULE,
  simulates:
    "the name of up to 64 characters, a pattern or a schedule, schedules on the default bus only, no deletion while it has targets",
  naming: { property: "name", prefix: "namePrefix", maximum: 64 },
  check: (inputs, report, site) => {
    limit(inputs, report, "name", /^[.\-_A-Za-z0-9]{1,64}$/, "up to 64 letters, digits and .-_");
    pattern("eventPattern")(inputs, report, site);
    const schedule = v.text(inputs, "scheduleExpression");
    if (inputs["eventPattern"] === undefined && inputs["scheduleExpression"] === undefined)
      report("", "a rule needs an eventPattern or a scheduleExpression");
    const fault = schedule === undefined ? undefined : scheduleFault(schedule, true);
    if (fault !== undefined)
      report("scheduleExpression", `Parameter ScheduleExpression is not valid: ${fault}`);
  },
  rules: (c) => {
    refuseMissingBus(c, busName(c));
    if (c.text("scheduleExpression") !== undefined && busName(c) !== "default")
      c.refuse("ValidationException", "ScheduleExpression is supported only on the default event bus.");
  },
  references: {},
  holds: ["eventBusName"],
  id: (c) => (busName(c) === "default" ? nameOf(c) : `${busName(c)}/${nameOf(c)}`),
  outputs: (c) => ({
    arn: arn(c, "events", `rule/${busName(c) === "default" ? "" : `${busName(c)}/`}${nameOf(c)}`),
    name: nameOf(c),
    eventBusName: c.text("eventBusName") ?? "default",
    state: c.text("state") ?? "ENABLED",
  }),
  taken: (c) => [
    "ResourceAlreadyExistsException",
    `Rule ${nameOf(c)} already exists on EventBus ${busName(c)}.`,
  ],
  beforeDelete: (c, e) => {
    if (v.flag(e.inputs, "forceDestroy") === true) return;
    if (c.all(TARGET).some((t) => ruleOf(c, t)?.id === e.id))
      c.refuse("ValidationException", "Rule can't be deleted since it has targets.");
  },
};

/** The rule that a target belongs to, by its name and bus. */
function ruleOf(c: Context, target: Pick<Entity, "inputs">): Entity | undefined {
  const given = v.text(target.inputs, "eventBusName") ?? "default";
  const name = given.slice(given.lastIndexOf("/") + 1);
  const rule = v.text(target.inputs, "rule") ?? "";
  return c.find(name === "default" ? rule : `${name}/${rule}`, RULE);
}

/** EventBridge user guide, "Using resource-based policies": what has none is reached with a role. */
function refuseWithoutRole(c: Context): void {
  const to = c.text("arn") ?? "";
  const needed = /^arn:aws[\w-]*:(states:|kinesis:|firehose:|ecs:|events:[^:]*:\d*:api-destination\/)/.test(
    to,
  );
  if (needed && c.text("roleArn") === undefined)
    c.refuse("ValidationException", `RoleArn is required for target ${to}.`);
}

function deadLetterRules(c: Context): void {
  const dead = c.text("deadLetterConfig.arn");
  if (dead === undefined) return;
  const queue = c.find(dead, "aws:sqs/queue:Queue");
  if (!queue)
    c.refuse(
      "ValidationException",
      `The dead-letter queue ${dead} does not exist in this account and region.`,
    );
  if (v.flag(queue.outputs, "fifoQueue") === true)
    c.refuse("ValidationException", `The dead-letter queue ${dead} must be a standard queue.`);
}

const ranges = (inputs: v.ObjectValue, report: Report): void => {
  within(inputs, report, "retryPolicy.maximumEventAgeInSeconds", 60, 86_400);
  within(inputs, report, "retryPolicy.maximumRetryAttempts", 0, 185);
};

const target: Kind = {
  type: TARGET,
  simulates:
    "a rule that exists, at most 5 targets to a rule, a role that EventBridge can assume, a standard queue in the same account and region for dead letters; the rule may send to the target and to the dead-letter queue, and use their keys",
  uses: (c) => {
    const source = v.text(ruleOf(c, c)?.outputs, "arn") ?? "";
    const outcome = `events of the rule ${c.text("rule") ?? ""} are lost`;
    return [
      ...delivery(c, c.text("arn"), { service: SERVICE, source, role: c.text("roleArn"), outcome }),
      ...delivery(c, c.text("deadLetterConfig.arn"), {
        service: SERVICE,
        source,
        outcome: `events that the rule ${c.text("rule") ?? ""} can not deliver are lost`,
      }),
    ];
  },
  replaces: { rule: true, targetId: true, eventBusName: true },
  check: (inputs, report) => {
    ranges(inputs, report);
    limit(inputs, report, "targetId", /^[.\-_A-Za-z0-9]{1,64}$/, "up to 64 letters, digits and .-_");
    const forms = ["input", "inputPath", "inputTransformer"].filter((k) => inputs[k] !== undefined);
    if (forms.length > 1) report(forms[1] ?? "", `may not be given beside ${forms[0] ?? ""}`);
  },
  rules: (c) => {
    refuseMissingBus(c, busName(c));
    const owner = ruleOf(c, c);
    if (!owner)
      return c.refuse(
        "ResourceNotFoundException",
        `Rule ${c.text("rule") ?? ""} does not exist on EventBus ${busName(c)}.`,
      );
    if (c.others(TARGET).filter((t) => ruleOf(c, t)?.id === owner.id).length >= targetsPerRule)
      c.refuse("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    refuseWithoutRole(c);
    if (!assumable(c, c.text("roleArn"), SERVICE, v.text(owner.outputs, "arn")))
      c.refuse(
        "ValidationException",
        `Provided role '${c.text("roleArn") ?? ""}' cannot be assumed by principal 'events.amazonaws.com'.`,
      );
    deadLetterRules(c);
  },
  id: (c) => `${busName(c)}-${c.text("rule") ?? ""}-${targetId(c)}`,
  // Its arn is that of what it sends to.
  aliases: () => [],
  outputs: (c) => ({ targetId: targetId(c), eventBusName: c.text("eventBusName") ?? "default" }),
  taken: (c) => [
    "ResourceAlreadyExistsException",
    `Target ${targetId(c)} already exists on rule ${c.text("rule") ?? ""}.`,
  ],
};

const targetId = (c: Context): string =>
  c.text("targetId") ?? v.text(c.old?.outputs, "targetId") ?? `terraform-${c.derive.digits("target id", 26)}`;

export const events: readonly Kind[] = [bus, busPolicy, archive, rule, target];
