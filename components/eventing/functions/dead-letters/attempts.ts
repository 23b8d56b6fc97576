import { UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What is known of the attempts at one event by one consumer. */
export interface Attempts {
  /** How often it arrived among the dead letters, by different messages. */
  readonly arrivals: number;
  /** Whether people were told of this message. */
  readonly alerted: boolean;
  /** Whether this message was parked. */
  readonly parked: boolean;
}

/** Counts attempts per consumer and event: what counts on the message itself does not survive the way through a target. */
export interface AttemptsLog {
  /** Notes that a message has arrived; the same message, received again, is no further arrival. */
  arrive(key: string, messageId: string): Promise<Attempts>;
  /** Notes what was done with a message, so that it is not done again when the message comes again. */
  note(key: string, what: "alerted" | "parked", messageId: string): Promise<void>;
}

/** Days that a count is kept: dead letters live 14 days in a queue, and an event passes four. The choice of this function. */
const KEPT_SECONDS = 60 * 24 * 60 * 60;

/** @param table with the key `id` and the TTL attribute `ttl`. */
export function attemptsIn(client: DynamoDBDocumentClient, table: string, now: () => Date): AttemptsLog {
  return {
    async arrive(id, messageId) {
      const at = now();
      // A set knows a member again: no condition is needed for the same message to count once.
      const { Attributes = {} } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id },
          UpdateExpression: "SET lastArrival = :now, #ttl = :ttl ADD messages :message",
          ExpressionAttributeNames: { "#ttl": "ttl" },
          ExpressionAttributeValues: {
            ":now": at.toISOString(),
            ":ttl": Math.floor(at.getTime() / 1000) + KEPT_SECONDS,
            ":message": new Set([messageId]),
          },
          ReturnValues: "ALL_NEW",
        }),
      );
      const { messages, alerted, parked } = Attributes as Partial<
        Record<"messages" | "alerted" | "parked", Set<string>>
      >;
      return {
        arrivals: messages?.size ?? 0,
        alerted: alerted?.has(messageId) ?? false,
        parked: parked?.has(messageId) ?? false,
      };
    },
    async note(id, what, messageId) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id },
          UpdateExpression: "ADD #what :message",
          ExpressionAttributeNames: { "#what": what },
          ExpressionAttributeValues: { ":message": new Set([messageId]) },
        }),
      );
    },
  };
}
