import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Logger } from "../../runtime/observe";
import { readFallback, type Outgoing, type Publisher } from "../../runtime/publisher";

export interface FallbackDrainOptions {
  /** One without a fallback: what it can not publish stays in the queue. */
  readonly publisher: Publisher;
  readonly log: Logger;
}

/** Publishes what waits in the fallback queue, with the ids and times that it came with; what fails comes again. */
export function createFallbackDrain({ publisher, log }: FallbackDrainOptions) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    const waiting: { readonly messageId: string; readonly event: Outgoing }[] = [];
    for (const { messageId, body } of Records) {
      const event = readFallback(body);
      if (event === undefined) {
        log.error("A message of the fallback queue holds no event", { messageId });
        failed.push(messageId);
      } else {
        waiting.push({ messageId, event });
      }
    }
    const results = await publisher.publish(waiting.map(({ event }) => event));
    waiting.forEach(({ messageId }, i) => {
      if (results[i]?.outcome !== "published") failed.push(messageId);
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
