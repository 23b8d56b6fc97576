import { QueueConsumer, type DeadLetterQueue } from "../../components/eventing";
import type { MakeFunction, Variables } from "./functions";
import type { EventsPlace } from "./place";
import type { Queues } from "./queues";

/**
 * The way of a dead letter: a function takes it from its queue, sends it off to wait, and another hands it to the one target
 * that failed; after the third time it is parked and people are told. What the second function fails at comes back to the
 * first.
 */
export function makeDeadLetterChain(
  { place, here }: EventsPlace,
  make: MakeFunction,
  queues: Queues,
  deadLetters: Readonly<Record<string, DeadLetterQueue>>,
  redriven: Variables,
): void {
  const processor = make("dead-letters", "events");
  const letters = { ...deadLetters, redrive: queues.redrive.deadLetters };
  for (const [name, queue] of Object.entries(letters)) {
    new QueueConsumer(
      `${name}-dead-letters`,
      { ...place, queue, consumer: processor, maxConcurrency: 2 },
      here,
    );
  }
  const redrive = make("redrive", "events", redriven);
  // One at a time: a function that is called is waited for, nearly as long as there is for the whole batch.
  new QueueConsumer("redrive", { ...place, queue: queues.redrive, consumer: redrive, batchSize: 1 }, here);
}
