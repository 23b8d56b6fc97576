/** What starts a function. */
export type Starter = "api" | "rule" | "queue" | "stream" | "workflow";

/** What an environment variable of a function names; `text` is a value as it is. */
export type VariableKind = "table" | "queue-url" | "topic" | "bus" | "text" | "function" | "state-machine";

/** What a function may do to one resource. */
export interface FunctionGrant<V extends string = string> {
  /** The environment variable that names the resource. */
  readonly on: V;
  /** IAM actions by their full names. */
  readonly actions: readonly string[];
  /**
   * For `events:PutEvents`: the services as which it may publish. Its events' sources are `<SOURCE_PREFIX>.<service>`, and
   * its role allows these values of `events:source` only.
   * @default none: the actions are not PutEvents
   */
  readonly services?: readonly string[];
}

/** All that a deployment has to know of a function beside its bundle, `dist/functions/<name>`. */
export interface FunctionPlan<V extends string = string> {
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly startedBy: Starter;
  /** Environment variables that it refuses to start without, and what each names. */
  readonly environment: Readonly<Record<V, VariableKind>>;
  /** What its role may do; what reads its queue or stream for it adds the rights for that. */
  readonly grants: readonly FunctionGrant<NoInfer<V>>[];
}

/** One plan, its grants held to variables that it has. */
const plan = <const V extends string>(given: FunctionPlan<V>): FunctionPlan<V> => given;

/** Where metrics go; every function counts what it does. */
const observed = { METRICS_NAMESPACE: "text" } as const;

/**
 * What publishing takes. `MAX_EVENT_BYTES` is the most that one entry, and one call, may weigh: the maximum message size of
 * the queues that events can reach.
 */
const publishes = {
  ...observed,
  EVENT_BUS_NAME: "bus",
  SOURCE_PREFIX: "text",
  MAX_EVENT_BYTES: "text",
} as const;

/** What a producer takes whose events are stored beside what they tell of, and published from there when all else fails. */
const produces = { ...publishes, OUTBOX_TABLE: "table", FALLBACK_QUEUE_URL: "queue-url" } as const;

const sends = <const V extends string>(queue: V): FunctionGrant<V> => ({
  on: queue,
  actions: ["sqs:SendMessage"],
});

const publishAs = (...services: string[]) =>
  [{ on: "EVENT_BUS_NAME", actions: ["events:PutEvents"], services }] as const;

const produceAs = (...services: string[]) =>
  [
    ...publishAs(...services),
    { on: "OUTBOX_TABLE", actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"] },
    sends("FALLBACK_QUEUE_URL"),
  ] as const;

/** What a consumer takes that handles every event once. `PROCESSED_TTL_SECONDS` is how long it knows an event again. */
const once = { PROCESSED_TABLE: "table", PROCESSED_TTL_SECONDS: "text" } as const;

const knowsProcessed = {
  on: "PROCESSED_TABLE",
  actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
} as const;

/** What reserving and releasing stock takes. */
const stocks = { ...produces, INVENTORY_TABLE: "table", RESERVATIONS_TABLE: "table" } as const;

const changesStock = [
  { on: "INVENTORY_TABLE", actions: ["dynamodb:UpdateItem"] },
  {
    on: "RESERVATIONS_TABLE",
    actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
  },
] as const;

const channel = (description: string) =>
  plan({
    description,
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: { ...observed, ...once, CHANNEL_TOPIC: "topic" },
    grants: [{ on: "CHANNEL_TOPIC", actions: ["sns:Publish"] }, knowsProcessed],
  });

const changesOrder = (description: string) =>
  plan({
    description,
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: { ...produces, ORDERS_TABLE: "table" },
    grants: [
      ...produceAs("orders"),
      { on: "ORDERS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    ],
  });

/** Every function of the reference platform, by the name of its folder and bundle. */
export const functions = {
  "order-api": plan({
    description: "Takes orders: stores each with its event in one transaction and publishes it",
    // API Gateway waits 29 s at most by default (API Gateway Developer Guide, "Quotas for REST APIs").
    timeoutSeconds: 20,
    memoryMb: 512,
    startedBy: "api",
    environment: { ...produces, ORDERS_TABLE: "table", PRODUCTS_TABLE: "table" },
    grants: [
      ...produceAs("orders"),
      { on: "ORDERS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
      { on: "PRODUCTS_TABLE", actions: ["dynamodb:BatchGetItem"] },
    ],
  }),
  "outbox-drain": plan({
    description: "Publishes stored events that their producer could not publish itself",
    timeoutSeconds: 60,
    memoryMb: 256,
    startedBy: "stream",
    environment: produces,
    grants: [
      ...publishAs("inventory", "orders", "payments"),
      { on: "OUTBOX_TABLE", actions: ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
      sends("FALLBACK_QUEUE_URL"),
    ],
  }),
  "fallback-drain": plan({
    description: "Publishes events that waited in the fallback queue for the bus",
    timeoutSeconds: 60,
    memoryMb: 256,
    startedBy: "queue",
    environment: publishes,
    grants: publishAs("inventory", "orders", "payments"),
  }),
  inventory: plan({
    description: "Reserves stock for every new order, all items of it or none",
    timeoutSeconds: 30,
    memoryMb: 512,
    startedBy: "queue",
    environment: { ...stocks, ...once, PARKING_QUEUE_URL: "queue-url" },
    grants: [...produceAs("inventory"), ...changesStock, knowsProcessed, sends("PARKING_QUEUE_URL")],
  }),
  "send-email": channel("Hands a notification to the mail channel"),
  "send-sms": channel("Hands a notification to the text message channel"),
  "slack-notify": channel("Tells the account manager of a large order"),
  "fraud-check": plan({
    description: "Assesses a large order",
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: observed,
    grants: [],
  }),
  "dead-letters": plan({
    description: "Sends dead letters to be tried again, and parks and reports what failed too often",
    timeoutSeconds: 30,
    memoryMb: 256,
    startedBy: "queue",
    environment: {
      ...observed,
      ATTEMPTS_TABLE: "table",
      REDRIVE_QUEUE_URL: "queue-url",
      PARKING_QUEUE_URL: "queue-url",
      OPS_ALERT_TOPIC: "topic",
    },
    grants: [
      { on: "ATTEMPTS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
      sends("REDRIVE_QUEUE_URL"),
      sends("PARKING_QUEUE_URL"),
      { on: "OPS_ALERT_TOPIC", actions: ["sns:Publish"] },
    ],
  }),
  redrive: plan({
    description: "Hands a dead letter, once its delay is over, to the one target that failed",
    timeoutSeconds: 30,
    memoryMb: 256,
    startedBy: "queue",
    environment: {
      ...observed,
      INVENTORY_QUEUE_URL: "queue-url",
      NOTIFICATIONS_WORKFLOW: "state-machine",
      FRAUD_CHECK_WORKFLOW: "state-machine",
      ORDER_SAGA_WORKFLOW: "state-machine",
    },
    grants: [
      sends("INVENTORY_QUEUE_URL"),
      { on: "NOTIFICATIONS_WORKFLOW", actions: ["states:StartExecution"] },
      { on: "FRAUD_CHECK_WORKFLOW", actions: ["states:StartExecution"] },
      { on: "ORDER_SAGA_WORKFLOW", actions: ["states:StartExecution"] },
    ],
  }),
  "saga-reserve": plan({
    description: "Step of the order saga: reserves stock",
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: stocks,
    grants: [...produceAs("inventory"), ...changesStock],
  }),
  "saga-release": plan({
    description: "Step of the order saga: gives reserved stock back",
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: stocks,
    grants: [...produceAs("inventory"), ...changesStock],
  }),
  "saga-pay": plan({
    description: "Step of the order saga: takes the payment",
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: { ...produces, PAYMENTS_TABLE: "table" },
    grants: [
      ...produceAs("payments"),
      { on: "PAYMENTS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
    ],
  }),
  "saga-confirm": changesOrder("Step of the order saga: confirms the order"),
  "saga-cancel": changesOrder("Step of the order saga: cancels the order"),
} satisfies Record<string, FunctionPlan>;

/** Name of a function of the reference platform. */
export type FunctionName = keyof typeof functions;
