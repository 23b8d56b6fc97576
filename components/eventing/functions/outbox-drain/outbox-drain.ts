import type { AttributeValue, DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import type { Logger } from "../../runtime/observe";
import { readOutbox, type Outbox } from "../../runtime/outbox";
import type { Outgoing, Publisher } from "../../runtime/publisher";

export interface OutboxDrainOptions {
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly log: Logger;
}

/** The fields of a stream's image that are text, as all are that the outbox is read by. */
const texts = (image: Readonly<Record<string, AttributeValue>>) =>
  Object.fromEntries(Object.entries(image).map(([name, { S }]) => [name, S]));

/**
 * Publishes what the outbox's stream tells of and its producer has not published yet. A record whose event neither the bus
 * nor the fallback queue takes is reported, and Lambda comes back to it.
 */
export function createOutboxDrain({ outbox, publisher, log }: OutboxDrainOptions) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    const stored: { readonly place: string; readonly event: Outgoing }[] = [];
    for (const { eventName, dynamodb } of Records) {
      const place = dynamodb?.SequenceNumber ?? "";
      if (eventName !== "INSERT") continue;
      const event = readOutbox(texts(dynamodb?.NewImage ?? {}));
      if (event === undefined) {
        log.error("A record of the outbox holds no event", { place });
        failed.push(place);
      } else {
        stored.push({ place, event });
      }
    }
    const pending = await outbox.pending(stored.map(({ event }) => event.eventId));
    const waiting = stored.filter(({ event }) => pending.has(event.eventId));
    const results = await publisher.publish(waiting.map(({ event }) => event));
    await outbox.settle(results);
    waiting.forEach(({ place }, i) => {
      const outcome = results[i]?.outcome;
      if (outcome !== "published" && outcome !== "queued") failed.push(place);
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
