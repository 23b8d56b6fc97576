import type * as pulumi from "@pulumi/pulumi";
import {
  EventRule,
  QueueConsumer,
  QueueTarget,
  WorkflowTarget,
  type DeadLetterQueue,
  type EventBus,
  type Workflow,
} from "../../components/eventing";
import { catalogue, orderCreated } from "../../components/eventing/catalogue";
import { HIGH_VALUE, amountFrom } from "../../components/eventing/catalogue/thresholds";
import { planRoutes, route } from "../../components/eventing/events";
import { functions } from "../../components/eventing/functions/manifest";
import type { Environment } from "../environments";
import type { MakeFunction } from "./functions";
import type { EventsPlace } from "./place";

/** A consumer of the reference platform. */
type Consumer = "fraud-check" | "notification" | "order-saga" | "inventory";

interface RoutePlan {
  readonly consumer: Consumer;
  /** Whose route it is. */
  readonly service: string;
  readonly description: string;
  /** Which orders; all when left out. */
  readonly where?: ReturnType<typeof amountFrom>;
}

type Plans = Readonly<Record<string, RoutePlan>>;

/** Routes that there are whatever reserves the stock. */
const COMMON: Plans = {
  "high-value-orders": {
    consumer: "fraud-check",
    service: "fraud-check",
    description: "Large orders are judged",
    where: amountFrom(HIGH_VALUE),
  },
  "order-created-to-notifications": {
    consumer: "notification",
    service: "notification",
    description: "Customers are told of their orders",
  },
};

/** The one route that reserves the stock. */
const RESERVING: Readonly<Record<Environment["events"]["stockReservedBy"], Plans>> = {
  saga: {
    "order-created-to-saga": {
      consumer: "order-saga",
      service: "orders",
      description: "Every new order is reserved, paid and confirmed, or undone",
    },
  },
  rule: {
    "order-created-to-inventory": {
      consumer: "inventory",
      service: "inventory",
      description: "Stock is reserved for every new order",
    },
  },
};

/** A route that was made: its rule, where its events go, and where those end that do not get there. */
export interface MadeRoute {
  readonly rule: EventRule;
  readonly targetArn: pulumi.Output<string>;
  readonly deadLetters: DeadLetterQueue;
}

/** How each consumer gets the events of a rule. */
export type Receivers = Readonly<Record<Consumer, (rule: EventRule) => Omit<MadeRoute, "rule">>>;

/**
 * The routes of the reference platform, planned together, so that no two of them do what may be done once only. A new
 * subscriber is one more plan here and its receiver; nothing changes for who publishes.
 *
 * @throws {DefinitionError} with everything that the catalogue refuses.
 */
export function makeRoutes(
  { env, sourcePrefix, of, here }: EventsPlace,
  bus: EventBus,
  receivers: Receivers,
): Readonly<Record<string, MadeRoute>> {
  const plans = Object.entries({ ...COMMON, ...RESERVING[env.events.stockReservedBy] });
  const patterns = planRoutes(
    catalogue,
    sourcePrefix,
    Object.fromEntries(
      plans.map(([name, { consumer, where }]) => [name, route(orderCreated, consumer, where)]),
    ),
  );
  return Object.fromEntries(
    plans.flatMap(([name, { consumer, service, description }]) => {
      const pattern = patterns[name];
      if (pattern === undefined) return [];
      const rule = new EventRule(name, { ...of(service), bus, description, pattern }, here);
      return [[name, { rule, ...receivers[consumer](rule) }]];
    }),
  );
}

/** A workflow that every event of a rule starts. */
export const byWorkflow =
  ({ of, safe, here }: EventsPlace, name: string, service: string, workflow: Workflow) =>
  (rule: EventRule) => {
    const made = new WorkflowTarget(name, { ...of(service), ...safe, rule, workflow }, here);
    return { targetArn: workflow.machineArn, deadLetters: made.deadLetters };
  };

/** The inventory's queue, and the function that reserves what is in its events. */
export function byInventory({ of, safe, here }: EventsPlace, rule: EventRule, make: MakeFunction) {
  const own = of("inventory");
  const { timeoutSeconds } = functions.inventory;
  const queue = new QueueTarget(
    "inventory-events",
    { ...own, ...safe, rule, consumerTimeoutSeconds: timeoutSeconds },
    here,
  );
  const consumer = make("inventory", "inventory");
  new QueueConsumer("inventory", { ...own, queue, consumer }, here);
  return { queue, consumer };
}
