import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Tracing } from "../observe/tracing";
import { PublishError, failureOf } from "./failure";
import { fallbackBody, type Outgoing } from "./outgoing";
import { split } from "./split";

/** Where events wait that the bus did not take. */
export interface Fallback {
  /** What became of each event, in order: undefined when the queue has it. It never throws. */
  send(events: readonly Outgoing[]): Promise<readonly (PublishError | undefined)[]>;
}

/** @param maxBytes maximum message size of the queue, which is also the most that a call takes. */
export function createFallback(
  queues: SQSClient,
  queueUrl: string,
  maxBytes: number,
  tracing: Tracing,
): Fallback {
  async function sendBatch(bodies: readonly string[]): Promise<(PublishError | undefined)[]> {
    const trace = tracing.header();
    const attributes =
      trace === undefined
        ? {}
        : { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } } };
    try {
      const { Successful = [], Failed = [] } = await queues.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: bodies.map((MessageBody, i) => ({ Id: `${i}`, MessageBody, ...attributes })),
        }),
      );
      return bodies.map((_, i) => {
        if (Successful.some(({ Id }) => Id === `${i}`)) return undefined;
        const { Code, Message } = Failed.find(({ Id }) => Id === `${i}`) ?? {};
        return new PublishError(Code ?? "NoResult", Message ?? "the queue did not say what became of it");
      });
    } catch (error) {
      return bodies.map(() => failureOf(error));
    }
  }

  return {
    async send(events) {
      const outcomes: (PublishError | undefined)[] = [];
      for (const bodies of split(events.map(fallbackBody), (body) => Buffer.byteLength(body), maxBytes)) {
        outcomes.push(...(await sendBatch(bodies)));
      }
      return outcomes;
    },
  };
}
