import { users } from "../aws/cloud";
import * as v from "../values";
import type { Derive } from "../derive";
import { Context } from "../kind";
import type { Entity } from "../world/world";
import { textOf, type ApiCall } from "./call";
import type { LiveClock } from "./clock";
import { regionOf, TYPES, type Estate } from "./estate";
import type { Send } from "./send";

/** Whether a topic may send to a subscription, as the kind of subscriptions judges it at the end of an update. */
export function judgeDelivery(estate: Estate, subscription: Entity): boolean {
  const [, account = "", region = ""] = subscription.scope.split(" ");
  const plain = estate.context(account, region);
  const c = new Context(
    subscription.type,
    "",
    subscription.inputs,
    plain.site,
    plain.derive,
    plain.world,
    plain.now,
    plain.scopeOf,
    subscription,
  );
  const uses = users.kinds.get(TYPES.subscription)?.uses?.(c) ?? [];
  return uses.every((use) => use.refusal === undefined);
}

/** Hands what is published to the functions that subscribe; queues get theirs from the local server. */
export class TopicFunctions {
  private count = 0;

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly derive: Derive,
    private readonly send: Send,
  ) {}

  readonly notice = ({ service, action, input }: ApiCall): void => {
    if (service !== "sns" || action !== "Publish") return;
    const topic = textOf(input, "TopicArn") ?? "";
    for (const subscription of this.estate.all("subscription")) {
      if (
        v.text(subscription.inputs, "topic") !== topic ||
        v.text(subscription.inputs, "protocol") !== "lambda"
      )
        continue;
      const to = v.text(subscription.inputs, "endpoint") ?? "";
      const caller = { kind: "service", id: "sns.amazonaws.com", source: topic } as const;
      const body = this.record(input, subscription, topic);
      this.send.handOver({ to, body, caller, region: regionOf(subscription) }, topic);
    }
  };

  /** Lambda developer guide, "Invoking Lambda functions with Amazon SNS notifications". */
  private record(input: ApiCall["input"], subscription: Entity, topic: string): string {
    const Sns = {
      Type: "Notification",
      MessageId: this.derive.uuid(`notification ${String(++this.count)}`),
      TopicArn: topic,
      Subject: textOf(input, "Subject") ?? null,
      Message: textOf(input, "Message") ?? "",
      Timestamp: this.clock.now().toISOString(),
      MessageAttributes: {},
    };
    return JSON.stringify({
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          EventSubscriptionArn: v.text(subscription.outputs, "arn"),
          Sns,
        },
      ],
    });
  }
}
