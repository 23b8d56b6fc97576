import type { AttributeValue, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import type { Observe } from "../../runtime/observe";
import { readOutbox, type Outbox } from "../../runtime/outbox";
import type { Outgoing, Publisher } from "../../runtime/publisher";

export interface OutboxDrainOptions {
  readonly outbox: Pick<Outbox, "pending" | "settle">;
  readonly publisher: Publisher;
  readonly observe: Pick<Observe, "log" | "metrics">;
}

/** The fields of a stream's image that are text, as all are that the outbox is read by. */
const texts = (image: Readonly<Record<string, AttributeValue>>) =>
  Object.fromEntries(Object.entries(image).map(([name, { S }]) => [name, S]));

/**
 * Publishes what the outbox's stream tells of and its producer has not published yet. A record whose event neither the bus
 * nor the fallback queue takes is reported, and Lambda comes back to it.
 *
 * What no attempt can help is not reported, a record that holds no event or one that is too large: Lambda would come back to
 * it until it is too old, and take nothing that was written after it meanwhile. It stays pending, and the sweep tells people.
 */
export function createOutboxDrain({ outbox, publisher, observe }: OutboxDrainOptions) {
  const { log, metrics } = observe;
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    const stored: { readonly place: string; readonly event: Outgoing }[] = [];
    for (const { eventName, dynamodb } of Records) {
      const place = dynamodb?.SequenceNumber ?? "";
      if (eventName !== "INSERT") continue;
      const event = readOutbox(texts(dynamodb?.NewImage ?? {}));
      if (event === undefined) {
        log.error("A record of the outbox holds no event", { place });
        metrics.count("EventsRefused");
      } else {
        stored.push({ place, event });
      }
    }
    const pending = await outbox.pending(stored.map(({ event }) => event.eventId));
    const waiting = stored.filter(({ event }) => pending.has(event.eventId));
    const results = await publisher.publish(waiting.map(({ event }) => event));
    await outbox.settle(results);
    waiting.forEach(({ place }, i) => {
      const { outcome = "unpublished" } = results[i] ?? {};
      if (outcome === "unpublished") failed.push(place);
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
