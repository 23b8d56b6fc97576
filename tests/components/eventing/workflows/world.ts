import type { Json, JsonObject } from "../../../../automation/clouds/aws/states";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { answered, refusal, run, thrown, type Call, type Ran } from "../../../automation/clouds/states/run";

const fn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

/** ARNs, names and URLs as a deployment gives them. */
export const RESOURCES = {
  sendEmail: fn("send-email"),
  sendSms: fn("send-sms"),
  slackNotify: fn("slack-notify"),
  notificationTable: "notification-log",
  deadLetterQueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/notification-dead-letters",
  reserve: fn("saga-reserve"),
  pay: fn("saga-pay"),
  confirm: fn("saga-confirm"),
  release: fn("saga-release"),
  cancel: fn("saga-cancel"),
  busName: "acme-dev-use1-events",
  sourcePrefix: "com.acme",
  alertTopicArn: "arn:aws:sns:eu-west-1:123456789012:ops-alerts",
  fraudCheck: fn("fraud-check"),
} as const;

/** An order's event as EventBridge delivers it. */
export function orderEvent(totalAmount = 59.98, more: object = {}, currency = "USD"): JsonObject {
  const detail = orderCreated.parse({ ...orderCreated.sample, totalAmount, currency });
  return {
    version: "0",
    id: "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": orderCreated.type,
    source: "com.acme.orders",
    account: "123456789012",
    time: "2026-01-01T00:00:00Z",
    region: "eu-west-1",
    resources: [],
    detail,
    ...more,
  };
}

/** What a function answers: a value, an error's name, or one after the other, of which the last one stays. */
type Behaviour = Json | Error | readonly (Json | Error)[] | undefined;

/** Services that keep what they are given: a table of notifications, a queue, a topic, a bus, and functions that behave as told. */
export class World {
  readonly log = new Map<string, JsonObject>();
  readonly invoked: { readonly name: string; readonly payload: JsonObject }[] = [];
  readonly deadLetters: JsonObject[] = [];
  readonly alerts: JsonObject[] = [];
  readonly events: { readonly type: string; readonly source: string; readonly detail: JsonObject }[] = [];

  constructor(
    private readonly functions: Readonly<Record<string, Behaviour>> = {},
    private readonly broken: readonly string[] = [],
  ) {}

  async execute(definition: unknown, input: Json): Promise<Ran> {
    return run(definition, input, (call) => this.answer(call));
  }

  /** How often a function was called. */
  calls(name: string): number {
    return this.invoked.filter((one) => one.name === name).length;
  }

  /** What a service answers. */
  answer({ action, parameters }: Call): Json {
    if (this.broken.includes(action)) throw refusal("ServiceUnavailable", `${action} is away`);
    switch (action) {
      case "lambda:invoke":
        return this.invoke(parameters);
      case "dynamodb:putItem":
        return this.put(parameters);
      case "sqs:sendMessage":
        this.deadLetters.push(parameters);
        return { MessageId: "1" };
      case "sns:publish":
        this.alerts.push({ ...parameters, Message: JSON.parse(parameters["Message"] as string) as Json });
        return { MessageId: "1" };
      case "events:putEvents": {
        const entries = parameters["Entries"] as readonly Record<string, string>[];
        for (const { DetailType: type = "", Source: source = "", Detail: detail = "" } of entries)
          this.events.push({ type, source, detail: JSON.parse(detail) as JsonObject });
        return { FailedEntryCount: 0, Entries: entries.map((_, i) => ({ EventId: String(i) })) };
      }
      default:
        throw new Error(`nothing answers ${action}`);
    }
  }

  private invoke(parameters: JsonObject): Json {
    const name = (parameters["FunctionName"] as string).split(":").at(-1) ?? "";
    const before = this.calls(name);
    this.invoked.push({ name, payload: JSON.parse(parameters["Payload"] as string) as JsonObject });
    const behaviour = this.functions[name];
    const now = Array.isArray(behaviour)
      ? ((behaviour as readonly (Json | Error)[])[Math.min(before, behaviour.length - 1)] ?? null)
      : behaviour;
    return now instanceof Error ? thrown(now.name, now.message) : answered((now as Json | undefined) ?? {});
  }

  /** Knows the two conditions of the notification log. */
  private put(parameters: JsonObject): Json {
    const item = parameters["Item"] as Record<string, { readonly S: string }>;
    const key = `${item["orderId"]?.S}/${item["eventId"]?.S}`;
    const values = parameters["ExpressionAttributeValues"] as Record<string, { readonly S: string }>;
    const kept = this.log.get(key) as typeof item | undefined;
    const own = kept?.["claimedBy"]?.S === values[":execution"]?.S;
    const holds: Readonly<Record<string, boolean>> = {
      "attribute_not_exists(orderId) OR claimedBy = :execution": kept === undefined || own,
      "claimedBy = :execution": own,
    };
    const condition = parameters["ConditionExpression"] as string;
    if (holds[condition] === undefined) throw new Error(`no such condition: ${condition}`);
    if (!holds[condition]) throw refusal("ConditionalCheckFailedException", "The conditional request failed");
    this.log.set(key, parameters["Item"] as JsonObject);
    return {};
  }
}

/** An error that a function throws. */
export const throws = (name: string, message = "no") => refusal(name, message);
