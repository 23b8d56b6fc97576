import type * as pulumi from "@pulumi/pulumi";
import {
  DeadLetterQueue,
  Workflow,
  reference,
  type EventBus,
  type Grant,
  type Reference,
} from "../../components/eventing";
import {
  fraudCheck,
  fraudCheckNeeds,
  notifications,
  notificationsNeeds,
  orderSaga,
  orderSagaNeeds,
} from "../../components/eventing/workflows";
import { sourceCondition, type MakeFunction } from "./functions";
import type { EventsPlace } from "./place";
import type { Queues } from "./queues";
import type { Tables } from "./tables";

type Needs = Readonly<Record<string, readonly string[]>>;
type References<N extends Needs> = { readonly [K in keyof N]: Reference };
type Values<N extends Needs> = { readonly [K in keyof N]: pulumi.Input<string> };

/** The values of references, and the grants that a workflow needs on them: both from one list. */
function bound<const N extends Needs>(needs: N, references: References<N>) {
  const names = Object.keys(needs) as (keyof N & string)[];
  const grants = names.map((name): Grant<Reference> => ({
    on: references[name],
    actions: needs[name] ?? [],
  }));
  const values = Object.fromEntries(names.map((name) => [name, references[name].value])) as Values<N>;
  return { grants, values };
}

/** Judges orders of high value. */
export function makeFraudCheck(events: EventsPlace, make: MakeFunction, queues: Queues) {
  const functions = { "fraud-check": make("fraud-check", "fraud-check") };
  const { values, grants } = bound(fraudCheckNeeds, {
    fraudCheck: reference.function(functions["fraud-check"]),
    alertTopicArn: reference.topic(queues.operations),
  });
  const args = { ...events.of("fraud-check"), ...events.safe, ...events.logs, grants };
  const workflow = new Workflow("fraud-check", { ...args, definition: fraudCheck(values) }, events.here);
  return { workflow, functions };
}

/** Tells customers of their orders. What a channel fails at goes to dead letters for this one channel. */
export function makeNotifications(
  events: EventsPlace,
  make: MakeFunction,
  { notifications: log }: Tables,
  { channels }: Queues,
) {
  const own = events.of("notification");
  const deadLetters = new DeadLetterQueue("notification-failures", { ...own, ...events.safe }, events.here);
  const functions = {
    "send-email": make("send-email", "notification", { CHANNEL_TOPIC: reference.topic(channels.email) }),
    "send-sms": make("send-sms", "notification", { CHANNEL_TOPIC: reference.topic(channels.sms) }),
    "slack-notify": make("slack-notify", "notification", {
      CHANNEL_TOPIC: reference.topic(channels["account-managers"]),
    }),
  };
  const { values, grants } = bound(notificationsNeeds, {
    sendEmail: reference.function(functions["send-email"]),
    sendSms: reference.function(functions["send-sms"]),
    slackNotify: reference.function(functions["slack-notify"]),
    notificationTable: reference.table(log),
    deadLetterQueueUrl: reference.queue(deadLetters),
  });
  const workflow = new Workflow(
    "notifications",
    { ...own, ...events.safe, ...events.logs, grants, definition: notifications(values) },
    events.here,
  );
  return { workflow, functions, deadLetters };
}

/** Takes an order from created to confirmed, or undoes what was done for it. */
export function makeOrderSaga(events: EventsPlace, make: MakeFunction, bus: EventBus, queues: Queues) {
  const functions = {
    "saga-reserve": make("saga-reserve", "inventory"),
    "saga-pay": make("saga-pay", "payments"),
    "saga-confirm": make("saga-confirm", "orders"),
    "saga-release": make("saga-release", "inventory"),
    "saga-cancel": make("saga-cancel", "orders"),
  };
  const { values, grants } = bound(orderSagaNeeds, {
    reserve: reference.function(functions["saga-reserve"]),
    pay: reference.function(functions["saga-pay"]),
    confirm: reference.function(functions["saga-confirm"]),
    release: reference.function(functions["saga-release"]),
    cancel: reference.function(functions["saga-cancel"]),
    busName: reference.bus(bus),
    alertTopicArn: reference.topic(queues.operations),
  });
  const { sourcePrefix } = events;
  const sources = ["inventory", "orders", "payments"].map((service) => `${sourcePrefix}.${service}`);
  const workflow = new Workflow(
    "order-saga",
    {
      ...events.of("orders"),
      ...events.safe,
      ...events.logs,
      definition: orderSaga({ ...values, sourcePrefix }),
      grants: grants.map((grant) =>
        grant.on.kind === "bus" ? { ...grant, conditions: sourceCondition(sources) } : grant,
      ),
    },
    events.here,
  );
  return { workflow, functions };
}
