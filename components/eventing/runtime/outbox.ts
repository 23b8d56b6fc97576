import {
  BatchGetCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import type { Clock } from "./clock";
import type { Logger } from "./observe";
import { WAITING_INDEX } from "./outbox-index";
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
  /** Where the index of those that wait has it; only while it is `pending`. */
  waiting: v.optional(v.string()),
});

export type OutboxRecord = v.InferOutput<typeof record>;

/** Seconds that a record is kept once its event is published, for looking into what happened: the choice of this runtime. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
/** DynamoDB API, BatchGetItem. */
const MAX_KEYS = 100;

/**
 * Records that wait are spread over so many keys of the index: what is written to one key of an index is limited, and the
 * table is held up with it (DynamoDB Developer Guide, "Best practices for designing and using partition keys effectively").
 */
const SHARDS = 8;

const shardOf = (eventId: string): string => {
  const number = [...eventId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
  return `waiting-${number % SHARDS}`;
};

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
      waiting: shardOf(eventId),
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

/** Some of what should have been published long ago. */
export interface Overdue {
  readonly events: readonly Outgoing[];
  /** Ids of records that hold no event. */
  readonly unreadable: readonly string[];
}

export interface Outbox {
  /** Notes which events the bus or the fallback queue has. What can not be noted is published once more, by the drain. */
  settle(results: readonly Published[]): Promise<void>;
  /** Those of the events that nobody has published yet. */
  pending(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * What was stored before a time and nobody has published yet, the oldest of a part first.
   *
   * @param atOnce records at a time, 1 to 100. @default 100
   */
  overdue(before: Date, atOnce?: number): AsyncGenerator<Overdue>;
}

type Item = Record<string, unknown>;

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
          UpdateExpression: "SET #status = :outcome, settledAt = :now, #ttl = :ttl REMOVE #waiting",
          ConditionExpression: "attribute_exists(eventId)",
          ExpressionAttributeNames: {
            "#status": "status",
            "#ttl": "ttl",
            "#waiting": WAITING_INDEX.partitionKey,
          },
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

  /** The records of some events, whole or some of their attributes, as they are now. */
  async function read(eventIds: readonly string[], attributes?: string): Promise<Item[]> {
    const found: Item[] = [];
    for (let start = 0; start < eventIds.length; start += MAX_KEYS) {
      let keys: Item[] = eventIds.slice(start, start + MAX_KEYS).map((eventId) => ({ eventId }));
      for (let tried = 1; keys.length > 0; tried++) {
        const { Responses = {}, UnprocessedKeys = {} } = await tables.send(
          new BatchGetCommand({
            RequestItems: {
              [table]: {
                Keys: keys,
                ConsistentRead: true,
                ...(attributes === undefined
                  ? {}
                  : {
                      ProjectionExpression: attributes,
                      ExpressionAttributeNames: { "#status": "status" },
                    }),
              },
            },
          }),
        );
        found.push(...(Responses[table] ?? []));
        keys = UnprocessedKeys[table]?.Keys ?? [];
        if (keys.length > 0) {
          if (tried === 5)
            throw new Error(`table ${table} did not answer for ${keys.length} keys in 5 calls`);
          await clock.sleep(50 * 2 ** tried);
        }
      }
    }
    return found;
  }

  return {
    settle: async (results) => {
      const done = results.filter(({ outcome }) => outcome === "published" || outcome === "queued");
      await Promise.all(done.map(settleOne));
    },
    pending: async (eventIds) => {
      const found = await read(eventIds, "eventId, #status");
      return new Set(found.filter(isPending).map(({ eventId }) => eventId as string));
    },
    overdue: async function* (before, atOnce = MAX_KEYS) {
      for (let shard = 0; shard < SHARDS; shard++) {
        let from: Record<string, unknown> | undefined;
        do {
          const { Items = [], LastEvaluatedKey } = await tables.send(
            new QueryCommand({
              TableName: table,
              IndexName: WAITING_INDEX.name,
              KeyConditionExpression: "#waiting = :shard AND #timestamp < :before",
              ExpressionAttributeNames: {
                "#waiting": WAITING_INDEX.partitionKey,
                "#timestamp": WAITING_INDEX.sortKey,
              },
              ExpressionAttributeValues: { ":shard": `waiting-${shard}`, ":before": before.toISOString() },
              Limit: atOnce,
              ...(from === undefined ? {} : { ExclusiveStartKey: from }),
            }),
          );
          from = LastEvaluatedKey;
          // The index lags behind the table, which alone knows what is still to be published.
          const found = (await read(Items.map(({ eventId }) => eventId as string))).filter(isPending);
          const events = found.map(readOutbox);
          const unreadable = found.filter((_, i) => events[i] === undefined);
          yield {
            events: events.filter((event) => event !== undefined),
            unreadable: unreadable.map(({ eventId }) => String(eventId)),
          };
        } while (from !== undefined);
      }
    },
  };
}

const isPending = ({ status }: Item): boolean => status === "pending";
