import type { SQSRecord } from "aws-lambda";
import * as v from "valibot";
import { targetOf, type Target } from "../redrive/target";

/** An event that one consumer failed at, whichever way it came here. */
export interface DeadLetter {
  readonly target: Target;
  readonly eventId: string;
  readonly correlationId: string | undefined;
  readonly detailType: string | undefined;
  /** The envelope as JSON, which is what the target gets again. */
  readonly event: string;
  readonly reason: Reason;
}

/** Why it failed, as the service that gave up says. */
export interface Reason {
  /** `NO_PERMISSIONS`, `RetriesExhausted`, ... */
  readonly code: string;
  readonly message: string;
  /** ARN of the rule, or of what else delivered, where it is known. */
  readonly rule?: string | undefined;
}

/** A message among the dead letters that no parser can make out; only a person can. */
export class UnreadableDeadLetterError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "UnreadableDeadLetterError";
  }
}

const detail = v.object({
  metadata: v.object({ eventId: v.string(), correlationId: v.optional(v.string()) }),
});

const envelope = v.object({ "detail-type": v.optional(v.string()), detail });

/** What Lambda sends to an on-failure destination (Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"). */
const lambdaRecord = v.object({
  requestContext: v.object({ functionArn: v.string(), condition: v.string() }),
  requestPayload: v.record(v.string(), v.unknown()),
  responsePayload: v.optional(
    v.nullish(v.object({ errorType: v.optional(v.string()), errorMessage: v.optional(v.string()) })),
  ),
});

/** What a stream's event source mapping sends: where the records are, not the records. */
const streamRecord = v.object({ DDBStreamBatchInfo: v.object({ shardId: v.string() }) });

/**
 * The dead letter in a message. Three services write them, each in its own way:
 *
 * - EventBridge: the envelope, and message attributes that say what failed (EventBridge User Guide, "Using dead-letter queues
 *   to process undelivered events"). What waits to be tried again has the same shape.
 * - Lambda, after an asynchronous invocation: a record with the request and the response.
 * - SQS, after too many receives: the envelope alone; the queue that it came from is a system attribute.
 *
 * @throws {UnreadableDeadLetterError} for anything else.
 */
export function readDeadLetter(message: SQSRecord): DeadLetter {
  const body = parseJson(message.body);
  const target = attribute(message, "TARGET_ARN");
  if (target !== undefined) {
    return letter(target, body, message.body, {
      code: attribute(message, "ERROR_CODE") ?? "UNKNOWN",
      message: attribute(message, "ERROR_MESSAGE") ?? "EventBridge gave no message",
      rule: attribute(message, "RULE_ARN"),
    });
  }
  const invocation = v.safeParse(lambdaRecord, body);
  if (invocation.success) {
    const { requestContext, requestPayload, responsePayload } = invocation.output;
    return letter(requestContext.functionArn, requestPayload, JSON.stringify(requestPayload), {
      code: responsePayload?.errorType ?? requestContext.condition,
      message: responsePayload?.errorMessage ?? `Lambda gave up: ${requestContext.condition}`,
    });
  }
  const source = message.attributes.DeadLetterQueueSourceArn;
  if (source !== undefined) {
    return letter(source, body, message.body, {
      code: "MaxReceivesExceeded",
      message: "Its consumer failed at it as often as the queue lets it try; the consumer's log says why",
    });
  }
  if (v.is(streamRecord, body)) {
    throw new UnreadableDeadLetterError(
      "A batch of a table's stream, by its place only; the records are in the table, still to be published",
    );
  }
  throw new UnreadableDeadLetterError("Neither a dead letter of EventBridge nor a record of Lambda or SQS");
}

function letter(targetArn: string, body: unknown, event: string, reason: Reason): DeadLetter {
  const target = targetOf(targetArn);
  if (target === undefined) {
    throw new UnreadableDeadLetterError(
      `Its target ${targetArn} is no function, queue or state machine and can not be tried alone`,
    );
  }
  const parsed = v.safeParse(envelope, body);
  if (!parsed.success) {
    throw new UnreadableDeadLetterError(
      "Its event has no detail.metadata.eventId, so attempts can not be counted",
    );
  }
  const { eventId, correlationId } = parsed.output.detail.metadata;
  return { target, eventId, correlationId, detailType: parsed.output["detail-type"], event, reason };
}

const attribute = (message: SQSRecord, name: string): string | undefined =>
  message.messageAttributes[name]?.stringValue;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadableDeadLetterError("Its body is no JSON");
    throw error;
  }
}
