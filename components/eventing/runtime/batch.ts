import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Observe } from "./observe";

/** What is left of the invocation's time is not enough for one more message; it comes again. */
export class OutOfTimeError extends Error {
  constructor() {
    super("Too little time is left for this message; it is left to a later invocation");
    this.name = "OutOfTimeError";
  }
}

/** A message that is begun with less time than this would be cut off in the middle. */
const LEAST_MS = 2_000;

/**
 * The messages of a queue, one after the other. What fails is reported by its id, comes again and takes no other message of
 * the batch with it. Nothing is deleted here: what is not reported, Lambda deletes.
 *
 * Powertools throws where a whole batch fails, by default; the answer would be the same, but an alarm on the function's
 * errors would ring for messages that come again.
 */
export async function processMessages(
  event: SQSEvent,
  context: Context,
  { log, tracing }: Pick<Observe, "log" | "tracing">,
  handle: (record: SQSRecord) => Promise<unknown>,
): Promise<SQSBatchResponse> {
  const one = async (record: SQSRecord): Promise<void> => {
    try {
      if (context.getRemainingTimeInMillis() < LEAST_MS) throw new OutOfTimeError();
      await tracing.continued(record.attributes.AWSTraceHeader, () => handle(record));
    } catch (error) {
      log.error("A message failed and comes again", { messageId: record.messageId, error: error as Error });
      throw error;
    }
  };
  return processPartialResponse(event, one, new BatchProcessor(EventType.SQS), {
    context,
    processInParallel: false,
    throwOnFullBatchFailure: false,
  });
}
