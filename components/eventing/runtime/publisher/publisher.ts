import { PutEventsCommand, type EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Clock } from "../clock";
import type { Random } from "../ids";
import type { Observe } from "../observe";
import { SpanKind } from "../observe/tracing";
import { PublishError, failureOf } from "./failure";
import type { Fallback } from "./fallback";
import { EventTooLargeError, checkSize, entryBytes, type Outgoing } from "./outgoing";
import { split } from "./split";

/**
 * - `published`: the bus has it.
 * - `queued`: the fallback queue has it.
 * - `unpublished`: neither has it; whoever stored it publishes it later.
 * - `refused`: it is too large; nothing was called for it.
 */
export type Outcome = "published" | "queued" | "unpublished" | "refused";

/** What became of one event. */
export interface Published {
  readonly event: Outgoing;
  readonly outcome: Outcome;
  /** Why the bus does not have it. */
  readonly error?: PublishError | EventTooLargeError;
}

export interface Publisher {
  /**
   * Publishes events, each on its own: what became of them is told in their order. Those that the bus does not take are
   * tried again, then handed to the fallback queue. It never throws for what the services do.
   */
  publish(events: readonly Outgoing[]): Promise<readonly Published[]>;
}

export interface PublisherOptions {
  readonly bus: EventBridgeClient;
  /** Name or ARN of the bus. */
  readonly busName: string;
  /** Most bytes of one event in its envelope, and of the entries of one call. */
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly observe: Pick<Observe, "log" | "metrics" | "tracing">;
  /**
   * @default none: what the bus does not take is unpublished
   */
  readonly fallback?: Fallback;
}

/** Calls for one event at most, the first included. */
export const TRIES = 3;
/** Milliseconds that the wait before the second try is drawn from, doubled with each try. */
const BACKOFF = 100;

interface Waiting {
  readonly event: Outgoing;
  readonly at: number;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { bus, busName, maxBytes, clock, random, fallback, observe } = options;
  const { log, metrics, tracing } = observe;

  /** One call: why each of its events was not taken, undefined for those that were. */
  async function put(batch: readonly Waiting[]): Promise<(PublishError | undefined)[]> {
    const trace = tracing.header();
    try {
      const { Entries = [] } = await bus.send(
        new PutEventsCommand({
          Entries: batch.map(({ event }) => ({
            EventBusName: busName,
            Source: event.source,
            DetailType: event.detailType,
            Detail: event.detail,
            Time: event.time,
            ...(trace === undefined ? {} : { TraceHeader: trace }),
          })),
        }),
      );
      // The call succeeds when its entries do not: each answer stands at its entry's place.
      return batch.map((_, i) => {
        const { EventId, ErrorCode, ErrorMessage } = Entries[i] ?? {};
        if (EventId !== undefined && ErrorCode === undefined) return undefined;
        return new PublishError(
          ErrorCode ?? "NoResult",
          ErrorMessage ?? "the bus did not say what became of it",
        );
      });
    } catch (error) {
      return batch.map(() => failureOf(error));
    }
  }

  /** Tries all that wait, and then those that failed; what failed last is the answer, by place. */
  async function putAll(events: readonly Waiting[]): Promise<Map<Waiting, PublishError>> {
    let failed = new Map<Waiting, PublishError>();
    let waiting = events;
    for (let tried = 1; waiting.length > 0; tried++) {
      failed = new Map();
      for (const batch of split(waiting, ({ event }) => entryBytes(event), maxBytes)) {
        const errors = await put(batch);
        batch.forEach((one, i) => {
          const error = errors[i];
          if (error !== undefined) failed.set(one, error);
        });
      }
      waiting = [...failed.keys()];
      if (waiting.length === 0 || tried === TRIES) break;
      const errorCodes = [...new Set([...failed.values()].map(({ errorCode }) => errorCode))];
      log.warn("Events were not taken and are tried again", { tried, events: waiting.length, errorCodes });
      // Full jitter: senders that failed together do not come back together.
      await clock.sleep(random() * BACKOFF * 2 ** (tried - 1));
    }
    return failed;
  }

  async function publish(events: readonly Outgoing[]): Promise<readonly Published[]> {
    const results: Published[] = events.map((event) => ({ event, outcome: "published" }));
    const fits = events.flatMap((event, at): Waiting[] => {
      const error = tooLarge(event, maxBytes);
      if (error === undefined) return [{ event, at }];
      results[at] = { event, outcome: "refused", error };
      return [];
    });
    const failed = [...(await putAll(fits))];
    const kept = (await fallback?.send(failed.map(([{ event }]) => event))) ?? [];
    failed.forEach(([{ event, at }, error], i) => {
      const queued = fallback !== undefined && kept[i] === undefined;
      results[at] = { event, outcome: queued ? "queued" : "unpublished", error };
      const { errorCode, errorMessage } = error;
      log.error(queued ? "An event went to the fallback queue" : "An event could not be published", {
        eventId: event.eventId,
        detailType: event.detailType,
        errorCode,
        errorMessage,
        ...(kept[i] === undefined ? {} : { fallbackError: kept[i].message }),
      });
    });
    count(results);
    return results;
  }

  function count(results: readonly Published[]): void {
    const of = (wanted: Outcome) => results.filter(({ outcome }) => outcome === wanted).length;
    metrics.count("EventsPublished", of("published"));
    metrics.count("EventsQueued", of("queued"));
    metrics.count("EventsUnpublished", of("unpublished"));
    metrics.count("EventsRefused", of("refused"));
  }

  return {
    publish: async (events) =>
      events.length === 0
        ? []
        : tracing.inSpan(
            "publish_event",
            { kind: SpanKind.PRODUCER, attributes: { "messaging.batch.message_count": events.length } },
            () => publish(events),
          ),
  };
}

function tooLarge(event: Outgoing, maxBytes: number): EventTooLargeError | undefined {
  try {
    checkSize(event, maxBytes);
    return undefined;
  } catch (error) {
    if (error instanceof EventTooLargeError) return error;
    throw error;
  }
}
