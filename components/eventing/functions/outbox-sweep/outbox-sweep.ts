import type { Context } from "aws-lambda";
import type { Clock } from "../../runtime/clock";
import type { Observe } from "../../runtime/observe";
import type { Outbox } from "../../runtime/outbox";
import type { Publisher } from "../../runtime/publisher";

export interface OutboxSweepOptions {
  readonly outbox: Pick<Outbox, "overdue" | "settle">;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly observe: Pick<Observe, "log" | "metrics">;
  /** Seconds that producers and the drain have for an event before it is overdue. */
  readonly afterSeconds: number;
}

/** What a sweep came to. */
export interface Swept {
  /** Events that the bus or the fallback queue has now. */
  readonly swept: number;
  /** Whether it got through; else the next sweep goes on with what is left. */
  readonly complete: boolean;
}

/** Events are stored that nobody can publish. */
export class OutboxStuckError extends Error {
  override readonly name = "OutboxStuckError";
}

/** Milliseconds before its end at which a sweep begins nothing new: a batch is up to 100 events and their tries. */
const RESERVE_MS = 15_000;

/**
 * Publishes what is stored and was published neither by its producer, who died in between, nor by the outbox's stream, which
 * gave up. What can not be published now either is tried by the next sweep.
 *
 * @throws {OutboxStuckError} at the end, when there is any of it: whoever runs the sweep has to tell people.
 */
export function createOutboxSweep({ outbox, publisher, clock, observe, afterSeconds }: OutboxSweepOptions) {
  const { log, metrics } = observe;
  return async (_: unknown, context: Pick<Context, "getRemainingTimeInMillis">): Promise<Swept> => {
    let swept = 0;
    const stuck: string[] = [];
    let complete = true;
    for await (const { events, unreadable } of outbox.overdue(
      new Date(clock.now().getTime() - afterSeconds * 1000),
    )) {
      const results = await publisher.publish(events);
      await outbox.settle(results);
      const left = results.filter(({ outcome }) => outcome !== "published" && outcome !== "queued");
      swept += results.length - left.length;
      stuck.push(...unreadable, ...left.map(({ event }) => event.eventId));
      if (context.getRemainingTimeInMillis() < RESERVE_MS) {
        complete = false;
        break;
      }
    }
    metrics.count("EventsSwept", swept);
    metrics.count("EventsStuck", stuck.length);
    if (swept > 0) log.warn("Events were published long after they were stored", { swept, complete });
    if (stuck.length > 0) {
      const eventIds = stuck.slice(0, 20);
      log.error("Events are stored and can not be published", { stuck: stuck.length, eventIds });
      throw new OutboxStuckError(
        `${stuck.length} stored events can not be published, the first is ${eventIds[0]}`,
      );
    }
    return { swept, complete };
  };
}
