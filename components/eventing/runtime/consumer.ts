import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import {
  InvalidEventError,
  parseOneOf,
  type DetailOf,
  type EventDetail,
  type EventEnvelope,
  type EventType,
} from "../events";
import { processMessages } from "./batch";
import type { Idempotency } from "./idempotency";
import { letterAttributes } from "./letter";
import type { Observe } from "./observe";

/** What a consumer says of an event that it is done with. */
export interface Result {
  readonly status: string;
}

/** The events of a list as a consumer gets them. */
export type EnvelopeOf<E extends readonly EventType[]> = EventEnvelope<DetailOf<E[number]>>;

/**
 * - `duplicate`: the event was processed before.
 * - `suppressed`: it comes out of an archive, and this consumer's effects are not repeated for those.
 */
export type Skipped = { readonly status: "duplicate" | "suppressed" };

export interface ConsumerOptions<E extends readonly [EventType, ...EventType[]], R extends Result> {
  /** Its name: what it processed is remembered by it. */
  readonly name: string;
  /** What it takes: each detail-type and major version that it was written for. */
  readonly events: E;
  /**
   * What to do with events that come out of an archive. Whoever tells people of something suppresses them.
   * @default "process"
   */
  readonly replays?: "process" | "suppress";
  /**
   * What is done once.
   * @default once for an event: `metadata.eventId`
   */
  readonly onceFor?: (event: EnvelopeOf<E>) => string;
  /** What identifies the event's subject in the log, such as the order's id. */
  readonly about: (detail: DetailOf<E[number]>) => Readonly<Record<string, string>>;
  readonly observe: Observe;
  readonly idempotency: Idempotency;
  /** Does what there is to do. What it throws is tried again. */
  handle(event: EnvelopeOf<E>, context: Context): Promise<R>;
}

/** Takes one event as EventBridge hands it over. */
export type Consumer<R extends Result> = (envelope: unknown, context: Context) => Promise<R | Skipped>;

/**
 * A consumer that checks each event against its type and processes it once, however often it is delivered.
 *
 * The consumer throws {@link InvalidEventError} for what is none of its events, or of a major version that it was not
 * written for, and {@link EventInProgressError} while another invocation has the event.
 */
export function createConsumer<const E extends readonly [EventType, ...EventType[]], R extends Result>(
  options: ConsumerOptions<E, R>,
): Consumer<R> {
  const { name, events, replays = "process", onceFor = eventIdOf, about, observe, idempotency } = options;
  const { log, metrics, tracing } = observe;
  return async (given, context) => {
    const event = parseOneOf(events, given) as EnvelopeOf<E>;
    const { "detail-type": type, "replay-name": replay } = event;
    const { correlationId, eventId } = event.detail.metadata;
    const known = { ...about(event.detail), correlationId, eventId, eventType: type };
    if (replay !== undefined && replays === "suppress") {
      log.info("A replayed event is not acted on again", { ...known, replay });
      return { status: "suppressed" };
    }
    const annotations = { correlation_id: correlationId };
    return tracing.inSpan(`process_${type.toLowerCase().replaceAll(" ", "_")}`, { annotations }, async () => {
      const key = { consumer: name, id: onceFor(event) };
      const outcome = await idempotency.once(key, context, () => options.handle(event, context));
      if (outcome.kind === "duplicate") {
        metrics.count("Duplicates");
        log.info("An event that is known is skipped", { ...known, processedAt: outcome.mark.processedAt });
        return { status: "duplicate" };
      }
      metrics.eventProcessed(type, observe.service);
      log.info("An event is processed", { ...known, status: outcome.result.status });
      return outcome.result;
    });
  };
}

const eventIdOf = (event: EventEnvelope<EventDetail>): string => event.detail.metadata.eventId;

export interface QueueConsumerOptions {
  /** The consumer's name, for whoever looks at what was parked. */
  readonly name: string;
  readonly consume: Consumer<Result>;
  readonly observe: Observe;
  readonly queues: SQSClient;
  /** Where an event goes at once that no attempt can help. */
  readonly parkingQueueUrl: string;
}

/**
 * A consumer fed by a queue. What fails comes again; an event that is malformed would fail each time, so it is parked for a
 * person with the reason, and only then taken off the queue.
 */
export function queueConsumer({
  name,
  consume,
  observe,
  queues,
  parkingQueueUrl,
}: QueueConsumerOptions): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const park = async (record: SQSRecord, error: InvalidEventError): Promise<void> => {
    await queues.send(
      new SendMessageCommand({
        QueueUrl: parkingQueueUrl,
        MessageBody: record.body,
        MessageAttributes: letterAttributes({
          targetArn: record.eventSourceARN,
          consumer: name,
          code: error.name,
          message: error.message,
        }),
      }),
    );
    observe.metrics.count("EventsRefused");
    observe.log.error("A malformed event is parked", { messageId: record.messageId, reason: error.message });
  };
  return (event, context) =>
    processMessages(event, context, observe, async (record) => {
      try {
        await consume(parseBody(record.body), context);
      } catch (error) {
        if (!(error instanceof InvalidEventError)) throw error;
        await park(record, error);
      }
    });
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidEventError("event", [{ path: "", allowed: "an event as JSON" }]);
  }
}
