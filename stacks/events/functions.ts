import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../../components/core";
import {
  EVENT_BYTES,
  EventFunction,
  idempotencyDays,
  reference,
  type EventBus,
  type EventFunctionArgs,
  type Reference,
} from "../../components/eventing";
import {
  functions,
  type FunctionGrant,
  type FunctionName,
  type FunctionPlan,
} from "../../components/eventing/functions/manifest";
import { packageRoot } from "../package-root";
import type { EventsPlace } from "./place";
import type { Queues } from "./queues";
import type { Tables } from "./tables";

/** What the variables of functions stand for, by their names. */
export type Variables = Readonly<Record<string, Reference | string>>;

/** What the variables stand for that mean the same in every function. */
export function sharedVariables(
  events: EventsPlace,
  bus: EventBus,
  tables: Tables,
  queues: Queues,
): Variables {
  const { env, keys, processed } = events;
  return {
    METRICS_NAMESPACE: events.metrics,
    SOURCE_PREFIX: events.sourcePrefix,
    MAX_EVENT_BYTES: String(EVENT_BYTES),
    PROCESSED_TTL_SECONDS: String(idempotencyDays(env.retention.eventArchiveDays) * 86_400),
    EVENT_BUS_NAME: reference.bus(bus),
    ORDERS_TABLE: reference.table(tables.orders),
    OUTBOX_TABLE: reference.table(tables.outbox),
    PRODUCTS_TABLE: reference.table(tables.products),
    INVENTORY_TABLE: reference.table(tables.inventory),
    RESERVATIONS_TABLE: reference.table(tables.reservations),
    PAYMENTS_TABLE: reference.table(tables.payments),
    NOTIFICATION_TABLE: reference.table(tables.notifications),
    ATTEMPTS_TABLE: reference.table(tables.attempts),
    PROCESSED_TABLE: reference.table({ ...processed, keyArn: keys.data }),
    FALLBACK_QUEUE_URL: reference.queue(queues.fallback),
    REDRIVE_QUEUE_URL: reference.queue(queues.redrive),
    PARKING_QUEUE_URL: reference.queue(queues.parking),
    OPS_ALERT_TOPIC: reference.topic(queues.operations),
  };
}

/** A queue's consumer is limited at its mapping; a run that is late does not overtake the one before. */
const CONCURRENCY: Readonly<
  Partial<Record<FunctionPlan["startedBy"], { reservedConcurrency: number | false }>>
> = {
  queue: { reservedConcurrency: false },
  schedule: { reservedConcurrency: 1 },
};

/** Makes a function of the manifest: its bundle, with what its variables stand for and the grants that it names. */
export type MakeFunction = (name: FunctionName, service: string, own?: Variables) => EventFunction;

export function functionMaker(events: EventsPlace, shared: Variables): MakeFunction {
  return (name, service, own = {}) => {
    const plan: FunctionPlan = functions[name];
    const environment = environmentOf(name, plan, { ...shared, ...own });
    return new EventFunction(
      name,
      {
        ...events.of(service),
        ...events.logs,
        description: plan.description,
        code: new pulumi.asset.FileArchive(path.join(packageRoot, "dist", "functions", name)),
        timeoutSeconds: plan.timeoutSeconds,
        memoryMb: plan.memoryMb,
        ...CONCURRENCY[plan.startedBy],
        environment,
        grants: plan.grants
          .filter(({ on }) => on in environment)
          .map((grant) => grantOf(events.sourcePrefix, grant)),
      },
      events.here,
    );
  };
}

/** The variables of a function: all that it needs, and of the optional ones those that there are. */
function environmentOf(name: string, plan: FunctionPlan, values: Variables): Variables {
  const kindOf = (value: Reference | string | undefined) =>
    value === undefined ? undefined : typeof value === "string" ? "text" : value.kind;
  const optional = Object.entries(plan.optional ?? {}).filter(([variable]) => variable in values);
  const wanted = [...Object.entries(plan.environment), ...optional];
  const faults = wanted
    .filter(([variable, kind]) => kindOf(values[variable]) !== kind)
    .map(([variable, kind]) => ({
      path: variable,
      given: kindOf(values[variable]),
      allowed: `a value of the kind "${kind}", as the manifest of functions says`,
    }));
  if (faults.length > 0) throw new InputError(`environment of the function "${name}"`, faults);
  return Object.fromEntries(wanted.map(([variable]) => [variable, values[variable] as Reference | string]));
}

type Grants = NonNullable<EventFunctionArgs["grants"]>;

/** A publisher may say only what its own services say; `events:source` holds one value for each entry of a call. */
function grantOf(prefix: string, { on, actions, index, services }: FunctionGrant): Grants[number] {
  if (index !== undefined) return { on, actions, index };
  if (services === undefined) return { on, actions };
  const sources = services.map((service) => `${prefix}.${service}`);
  return { on, actions, conditions: sourceCondition(sources) };
}

/**
 * Holds a caller to some sources. `Null` closes what `ForAllValues` leaves open: it also holds when the request has no such
 * key (IAM User Guide, "Set operators for multivalued context keys").
 */
export const sourceCondition = (sources: readonly string[]) => ({
  "ForAllValues:StringEquals": { "events:source": sources },
  Null: { "events:source": "false" },
});
