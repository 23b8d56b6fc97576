import {
  FunctionSchedule,
  QueueConsumer,
  StreamConsumer,
  type EventFunction,
} from "../../components/eventing";
import type { MakeFunction } from "./functions";
import type { EventsPlace } from "./place";
import type { Queues } from "./queues";
import type { Tables } from "./tables";

/** Minutes from one sweep of the outbox to the next, and for how long it leaves events to everybody else. */
const SWEEP_MINUTES = 15;

/**
 * Who takes orders, and who publishes what is stored of them: the outbox's stream as soon as it is written, the fallback
 * queue once the bus takes events again, and a sweep what is still there long after.
 */
export function makePublishers(events: EventsPlace, make: MakeFunction, tables: Tables, queues: Queues) {
  const { place, safe, here } = events;
  const publishers: Readonly<Record<"orders" | "outbox" | "fallback" | "sweep", EventFunction>> = {
    orders: make("order-api", "orders"),
    outbox: make("outbox-drain", "events"),
    fallback: make("fallback-drain", "events"),
    sweep: make("outbox-sweep", "events", { SWEEP_AFTER_SECONDS: String(SWEEP_MINUTES * 60) }),
  };
  new StreamConsumer(
    "outbox",
    {
      ...place,
      ...safe,
      stream: tables.outbox,
      consumer: publishers.outbox,
      filters: [{ eventName: ["INSERT"] }],
      // By then the producer has noted what he published himself.
      batchWindowSeconds: 2,
      // The drain hands over to the fallback queue by itself; only where that fails too is it tried for so long.
      maxAttempts: 10_000,
      maxAgeSeconds: 6 * 3600,
    },
    here,
  );
  new FunctionSchedule(
    "sweep",
    { ...place, ...safe, consumer: publishers.sweep, everyMinutes: SWEEP_MINUTES },
    here,
  );
  new QueueConsumer("fallback", { ...place, queue: queues.fallback, consumer: publishers.fallback }, here);
  return publishers;
}
