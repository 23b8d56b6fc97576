import {
  reference,
  type DeadLetterQueue,
  type EventBus,
  type EventFunction,
} from "../../components/eventing";
import type { MakeFunction, Variables } from "./functions";
import type { EventsPlace } from "./place";
import type { Queues } from "./queues";
import { byInventory, byWorkflow, makeRoutes, type MadeRoute } from "./routes";
import type { Tables } from "./tables";
import { makeFraudCheck, makeNotifications, makeOrderSaga } from "./workflows";

/** What became of the consumers. */
export interface Consumers {
  /** By the rule's role word. */
  readonly routes: Readonly<Record<string, MadeRoute>>;
  /** The functions that work on events, by themselves or in a workflow. */
  readonly functions: Readonly<Record<string, EventFunction>>;
  /** What could not be delivered or handled, by whom it was for. */
  readonly deadLetters: Readonly<Record<string, DeadLetterQueue>>;
  /** Whom a dead letter can be handed to again, by the variables of the function that does it. */
  readonly redriven: Variables;
}

/** Everybody who gets events, each by a route of his own. */
export function makeConsumers(
  events: EventsPlace,
  bus: EventBus,
  make: MakeFunction,
  tables: Tables,
  queues: Queues,
): Consumers {
  const fraud = makeFraudCheck(events, make, queues);
  const notifications = makeNotifications(events, make, tables, queues);
  const functions: Record<string, EventFunction> = { ...fraud.functions, ...notifications.functions };
  const redriven: Record<string, Variables[string]> = {
    FRAUD_CHECK_WORKFLOW: reference.workflow(fraud.workflow),
    NOTIFICATIONS_WORKFLOW: reference.workflow(notifications.workflow),
    SEND_EMAIL_FUNCTION: reference.function(notifications.functions["send-email"]),
    SEND_SMS_FUNCTION: reference.function(notifications.functions["send-sms"]),
    SLACK_NOTIFY_FUNCTION: reference.function(notifications.functions["slack-notify"]),
  };
  const routes = makeRoutes(events, bus, {
    "fraud-check": byWorkflow(events, "fraud-check", "fraud-check", fraud.workflow),
    notification: byWorkflow(events, "notifications", "notification", notifications.workflow),
    "order-saga": (rule) => {
      const saga = makeOrderSaga(events, make, bus, queues);
      Object.assign(functions, saga.functions);
      redriven["ORDER_SAGA_WORKFLOW"] = reference.workflow(saga.workflow);
      return byWorkflow(events, "order-saga", "orders", saga.workflow)(rule);
    },
    inventory: (rule) => {
      const { queue, consumer } = byInventory(events, rule, make);
      functions["inventory"] = consumer;
      redriven["INVENTORY_QUEUE_URL"] = reference.queue(queue);
      return { targetArn: queue.queueArn, deadLetters: queue.deadLetters };
    },
  });
  const ofRoutes = Object.entries(routes).map(([name, { deadLetters }]) => [name, deadLetters] as const);
  return {
    routes,
    functions,
    deadLetters: { ...Object.fromEntries(ofRoutes), "notification-failures": notifications.deadLetters },
    redriven,
  };
}
