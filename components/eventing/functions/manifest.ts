import { WAITING_INDEX } from "../runtime/outbox-index";

/** What starts a function. */
export type Starter = "api" | "rule" | "queue" | "stream" | "workflow" | "schedule";

/** What an environment variable of a function names; `text` is a value as it is. */
export type VariableKind = "table" | "queue-url" | "topic" | "bus" | "text" | "function" | "state-machine";

/** What a function may do to one resource. */
export interface FunctionGrant<V extends string = string> {
  /** The environment variable that names the resource. */
  readonly on: V;
  /** IAM actions by their full names. */
  readonly actions: readonly string[];
  /**
   * The index of the table that they are for.
   * @default none: they are for the table itself
   */
  readonly index?: string;
  /**
   * For `events:PutEvents`: the services as which it may publish. Its events' sources are `<SOURCE_PREFIX>.<service>`, and
   * its role allows these values of `events:source` only.
   * @default none: the actions are not PutEvents
   */
  readonly services?: readonly string[];
}

/** All that a deployment has to know of a function beside its bundle, `dist/functions/<name>`. */
export interface FunctionPlan<V extends string = string, O extends string = string> {
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly startedBy: Starter;
  /** Environment variables that it refuses to start without, and what each names. */
  readonly environment: Readonly<Record<V, VariableKind>>;
  /**
   * Variables that it is given where the deployment has such a resource, grants included.
   * @default none
   */
  readonly optional?: Readonly<Record<O, VariableKind>>;
  /** What its role may do; what reads its queue or stream for it adds the rights for that. */
  readonly grants: readonly FunctionGrant<NoInfer<V | O>>[];
}

/** One plan, its grants held to variables that it has. */
const plan = <const V extends string, const O extends string = never>(
  given: FunctionPlan<V, O>,
): FunctionPlan<V, O> => given;

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

const sends = <const V extends string>(queue: V) => ({ on: queue, actions: ["sqs:SendMessage"] }) as const;

const starts = <const V extends string>(workflow: V) =>
  ({ on: workflow, actions: ["states:StartExecution"] }) as const;

const invokes = <const V extends string>(target: V) =>
  ({ on: target, actions: ["lambda:InvokeFunction"] }) as const;

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
const stocks = { INVENTORY_TABLE: "table", RESERVATIONS_TABLE: "table" } as const;

const changesStock = [
  { on: "INVENTORY_TABLE", actions: ["dynamodb:UpdateItem"] },
  {
    on: "RESERVATIONS_TABLE",
    actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
  },
] as const;

/** A step of the saga changes its tables and publishes nothing: the state machine says what happened. */
const sagaStep = <const V extends string>(
  description: string,
  environment: Readonly<Record<V, VariableKind>>,
  grants: readonly FunctionGrant<NoInfer<V>>[],
) =>
  plan({
    description: `Step of the order saga: ${description}`,
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: { ...observed, ...environment },
    grants,
  });

const channel = (description: string) =>
  plan({
    description,
    timeoutSeconds: 15,
    memoryMb: 256,
    startedBy: "workflow",
    environment: { ...observed, ...once, CHANNEL_TOPIC: "topic" },
    grants: [{ on: "CHANNEL_TOPIC", actions: ["sns:Publish"] }, knowsProcessed],
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
  "outbox-sweep": plan({
    description: "Publishes stored events that should have been published long ago",
    timeoutSeconds: 120,
    memoryMb: 256,
    startedBy: "schedule",
    environment: { ...produces, SWEEP_AFTER_SECONDS: "text" },
    grants: [
      ...publishAs("inventory", "orders", "payments"),
      { on: "OUTBOX_TABLE", actions: ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
      { on: "OUTBOX_TABLE", actions: ["dynamodb:Query"], index: WAITING_INDEX.name },
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
    environment: { ...produces, ...stocks, ...once, PARKING_QUEUE_URL: "queue-url" },
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
    environment: observed,
    // Who reserves stock is a choice of the deployment: the consumer or the saga.
    optional: {
      INVENTORY_QUEUE_URL: "queue-url",
      ORDER_SAGA_WORKFLOW: "state-machine",
      NOTIFICATIONS_WORKFLOW: "state-machine",
      FRAUD_CHECK_WORKFLOW: "state-machine",
      SEND_EMAIL_FUNCTION: "function",
      SEND_SMS_FUNCTION: "function",
      SLACK_NOTIFY_FUNCTION: "function",
    },
    grants: [
      sends("INVENTORY_QUEUE_URL"),
      starts("ORDER_SAGA_WORKFLOW"),
      starts("NOTIFICATIONS_WORKFLOW"),
      starts("FRAUD_CHECK_WORKFLOW"),
      invokes("SEND_EMAIL_FUNCTION"),
      invokes("SEND_SMS_FUNCTION"),
      invokes("SLACK_NOTIFY_FUNCTION"),
    ],
  }),
  "saga-reserve": sagaStep("reserves stock", stocks, changesStock),
  "saga-release": sagaStep("gives reserved stock back", stocks, changesStock),
  "saga-pay": sagaStep("takes the payment off the customer's account", { PAYMENTS_TABLE: "table" }, [
    { on: "PAYMENTS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
  ]),
  "saga-confirm": sagaStep("confirms the order", { ORDERS_TABLE: "table" }, [
    { on: "ORDERS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
  ]),
  "saga-cancel": sagaStep(
    "cancels the order and gives a payment back",
    { ORDERS_TABLE: "table", PAYMENTS_TABLE: "table" },
    [
      { on: "ORDERS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
      { on: "PAYMENTS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    ],
  ),
} satisfies Record<string, FunctionPlan>;

/** Name of a function of the reference platform. */
export type FunctionName = keyof typeof functions;
