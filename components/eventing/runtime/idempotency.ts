import { createHash } from "node:crypto";
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";

/** Where and how long it is remembered what was processed. */
export interface IdempotencySettings {
  /** Table with the key `id` and the TTL attribute `ttl`. */
  readonly table: string;
  /**
   * How long a processed event is known again, in seconds: as long as the archive can replay it and dead letters can keep
   * it, and a day more. Derived at deployment.
   */
  readonly ttlSeconds: number;
}

/** What is done once: by whom, and for what. */
export interface OnceKey {
  /** Name of the consumer; each has its own marks. */
  readonly consumer: string;
  /** `metadata.eventId`, which stays the same through every re-send; the envelope's id does not. */
  readonly id: string;
}

/** What is kept of a processed event: that it was, when, and what came of it in brief. The result itself may be personal. */
export type ProcessedMark = {
  /** RFC 3339. */
  readonly processedAt: string;
  readonly status: string;
  /** SHA-256 of the result's JSON, in hexadecimal. */
  readonly digest: string;
};

export type Outcome<T> =
  | { readonly kind: "processed"; readonly result: T }
  /** It was processed before. */
  | { readonly kind: "duplicate"; readonly mark: ProcessedMark };

/** Somebody else is processing the event at this moment. Try again later: by then it is done, or its lock has ended. */
export class EventInProgressError extends Error {
  constructor({ consumer, id }: OnceKey) {
    super(`Event ${id} is being processed by another invocation of ${consumer}; try it again later`);
    this.name = "EventInProgressError";
  }
}

/**
 * How long a lock outlives the invocation that holds it: Lambda was seen to end a function up to 0.7 s after its time was
 * over (aws-powertools/powertools-lambda-python, issue 4759). Without a margin an invocation of which no time remains would
 * take a lock without an end, and the event would stay locked for as long as its mark would be kept.
 */
const LOCK_MARGIN_MS = 2_000;

/** Keeps marks by consumer and event id in clear, so that people can look them up. */
class Marks extends DynamoDBPersistenceLayer {
  protected override getHashedIdempotencyKey(data: { consumer: string; id: string }): string {
    return `${data.consumer}#${data.id}`;
  }
}

export interface Idempotency {
  /**
   * Does the work unless it was done already. While it is done a lock is held that ends by itself shortly after the
   * invocation's time; when it fails nothing is left, so that it can be tried again.
   *
   * @param context of the invocation, for the time that remains.
   * @throws {EventInProgressError} while another invocation is at it.
   * @throws what the work throws.
   */
  once<T extends { readonly status: string }>(
    key: OnceKey,
    context: Context,
    work: () => Promise<T>,
  ): Promise<Outcome<T>>;
}

/** @param now for the marks; locks and expiry go by the same clock, the system's. */
export function idempotency(
  settings: IdempotencySettings,
  client: DynamoDBClient,
  now: () => Date,
): Idempotency {
  const marks = new Marks({
    tableName: settings.table,
    keyAttr: "id",
    expiryAttr: "ttl",
    dataAttr: "result",
    awsSdkV3Client: client,
  });
  return {
    async once<T extends { readonly status: string }>(
      key: OnceKey,
      context: Context,
      work: () => Promise<T>,
    ): Promise<Outcome<T>> {
      // Powertools stores what it hands back; the mark is stored, the result goes past it to the caller.
      let done: { readonly result: T } | undefined;
      const attempt = async (_key: OnceKey): Promise<ProcessedMark> => {
        const result = await work();
        done = { result };
        return { processedAt: now().toISOString(), status: result.status, digest: digestOf(result) };
      };
      const config = new IdempotencyConfig({
        expiresAfterSeconds: settings.ttlSeconds,
        lambdaContext: withMargin(context),
      });
      try {
        const mark = await makeIdempotent(attempt, { persistenceStore: marks, config })({ ...key });
        return done === undefined ? { kind: "duplicate", mark } : { kind: "processed", result: done.result };
      } catch (error) {
        if (error instanceof IdempotencyAlreadyInProgressError) throw new EventInProgressError(key);
        throw error;
      }
    },
  };
}

const withMargin = (context: Context): Context => ({
  ...context,
  getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() + LOCK_MARGIN_MS,
});

const digestOf = (result: unknown): string =>
  createHash("sha256").update(JSON.stringify(result)).digest("hex");
