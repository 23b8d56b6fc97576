import { BatchGetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import type { Clock } from "./clock";
import type { Logger } from "./observe";
import type { Outgoing, Published } from "./publisher";

/** A stored event, beside the change that it tells of. */
const record = v.object({
  eventId: v.string(),
  /** What it is about, such as an order's id. */
  entityId: v.string(),
  eventType: v.string(),
  source: v.string(),
  /** Its detail as JSON, as it is sent. */
  data: v.string(),
  timestamp: v.pipe(v.string(), v.isoTimestamp()),
  /** `pending` until the bus or the fallback queue has it. */
  status: v.string(),
});

export type OutboxRecord = v.InferOutput<typeof record>;

/** Seconds that a record is kept once its event is published, for looking into what happened: the choice of this runtime. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
/** DynamoDB API, BatchGetItem. */
const MAX_KEYS = 100;

/** What is written into the outbox, for the transaction that makes the change itself. */
export const outboxPut = (
  table: string,
  { eventId, source, detailType, detail, time }: Outgoing,
  entityId: string,
) => ({
  Put: {
    TableName: table,
    Item: {
      eventId,
      entityId,
      eventType: detailType,
      source,
      data: detail,
      timestamp: time.toISOString(),
      status: "pending",
    } satisfies OutboxRecord,
    ConditionExpression: "attribute_not_exists(eventId)",
  },
});

/** The event of a record; undefined for what is none. */
export function readOutbox(given: unknown): Outgoing | undefined {
  const { success, output } = v.safeParse(record, given);
  if (!success) return undefined;
  const { eventId, source, eventType, data, timestamp } = output;
  return { eventId, source, detailType: eventType, detail: data, time: new Date(timestamp) };
}

export interface Outbox {
  /** Notes which events the bus or the fallback queue has. What can not be noted is published once more, by the drain. */
  settle(results: readonly Published[]): Promise<void>;
  /** Those of the events that nobody has published yet. */
  pending(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
}

export function createOutbox(
  tables: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
  log: Logger,
): Outbox {
  async function settleOne({ event: { eventId }, outcome }: Published): Promise<void> {
    const now = clock.now();
    try {
      await tables.send(
        new UpdateCommand({
          TableName: table,
          Key: { eventId },
          UpdateExpression: "SET #status = :outcome, settledAt = :now, #ttl = :ttl",
          ConditionExpression: "attribute_exists(eventId)",
          ExpressionAttributeNames: { "#status": "status", "#ttl": "ttl" },
          ExpressionAttributeValues: {
            ":outcome": outcome,
            ":now": now.toISOString(),
            ":ttl": Math.floor(now.getTime() / 1000) + KEPT_SECONDS,
          },
        }),
      );
    } catch (error) {
      log.warn("A published event could not be noted in the outbox", { eventId, error });
    }
  }

  return {
    settle: async (results) => {
      const done = results.filter(({ outcome }) => outcome === "published" || outcome === "queued");
      await Promise.all(done.map(settleOne));
    },
    pending: async (eventIds) => {
      const found = new Set<string>();
      for (let start = 0; start < eventIds.length; start += MAX_KEYS) {
        let keys: { eventId?: string }[] = eventIds
          .slice(start, start + MAX_KEYS)
          .map((eventId) => ({ eventId }));
        for (let tried = 1; keys.length > 0; tried++) {
          const { Responses = {}, UnprocessedKeys = {} } = await tables.send(
            new BatchGetCommand({
              RequestItems: {
                [table]: {
                  Keys: keys,
                  ConsistentRead: true,
                  ProjectionExpression: "eventId, #status",
                  ExpressionAttributeNames: { "#status": "status" },
                },
              },
            }),
          );
          for (const { eventId, status } of Responses[table] ?? []) {
            if (status === "pending") found.add(eventId as string);
          }
          keys = UnprocessedKeys[table]?.Keys ?? [];
          if (keys.length > 0) {
            if (tried === 5)
              throw new Error(`table ${table} did not answer for ${keys.length} keys in 5 calls`);
            await clock.sleep(50 * 2 ** tried);
          }
        }
      }
      return found;
    },
  };
}
