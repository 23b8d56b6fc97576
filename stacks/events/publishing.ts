import { QueueConsumer, StreamConsumer, type EventFunction } from "../../components/eventing";
import type { MakeFunction } from "./functions";
import type { EventsPlace } from "./place";
import type { Queues } from "./queues";
import type { Tables } from "./tables";

/**
 * Who takes orders, and who publishes what is stored of them: the outbox's stream as soon as it is written, the fallback
 * queue once the bus takes events again.
 */
export function makePublishers(events: EventsPlace, make: MakeFunction, tables: Tables, queues: Queues) {
  const { place, safe, here } = events;
  const publishers: Readonly<Record<"orders" | "outbox" | "fallback", EventFunction>> = {
    orders: make("order-api", "orders"),
    outbox: make("outbox-drain", "events"),
    fallback: make("fallback-drain", "events"),
  };
  new StreamConsumer(
    "outbox",
    {
      ...place,
      ...safe,
      stream: tables.outbox,
      consumer: publishers.outbox,
      filters: [{ eventName: ["INSERT"] }],
      // The drain hands over to the fallback queue by itself; only where that fails too is it tried for so long.
      maxAttempts: 10_000,
      maxAgeSeconds: 6 * 3600,
    },
    here,
  );
  new QueueConsumer("fallback", { ...place, queue: queues.fallback, consumer: publishers.fallback }, here);
  return publishers;
}
