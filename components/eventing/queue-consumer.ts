import { RolePolicy } from "@pulumi/aws/iam";
import { EventSourceMapping } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import type { QueueConsumerArgs, QueueConsumerChildren } from "./args";
import { grantArgs } from "./delivery";
import { QUEUE_READER, VISIBILITY_FACTOR } from "./plan";

/** Lambda API, CreateEventSourceMapping: MaximumBatchingWindowInSeconds, of streams and of queues. */
export function checkWindow(check: Check, batchSize: number, batchWindowSeconds: number): void {
  check.plain("batchWindowSeconds", batchWindowSeconds, wholeNumber(0, 300, "seconds"));
  if (batchSize > 10 && batchWindowSeconds < 1) {
    check.fault("batchWindowSeconds", batchWindowSeconds, "1 or more for batches of more than 10");
  }
}

/**
 * A function that takes messages from a queue, at most so many at a time. It answers message by message, so that one bad
 * message does not bring back the others of its batch.
 *
 * Children: `grant`, `mapping`.
 */
export class QueueConsumer extends Component<QueueConsumerChildren> {
  readonly grant: RolePolicy;
  readonly mapping: EventSourceMapping;

  /**
   * @throws {InputError} for numbers out of range, a large batch without a window, and a queue that shows a message again
   * while its consumer may still be at work.
   */
  constructor(name: string, args: QueueConsumerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { queue, consumer, maxConcurrency = 10, batchSize = 10, batchWindowSeconds = 0 } = args;
    const check = new Check(`QueueConsumer "${name}"`);
    check.plain("maxConcurrency", maxConcurrency, wholeNumber(2, 1000, "invocations"));
    check.plain("batchSize", batchSize, wholeNumber(1, 10_000, "messages"));
    checkWindow(check, batchSize, batchWindowSeconds);
    const least = consumer.timeoutSeconds * VISIBILITY_FACTOR + batchWindowSeconds;
    if (queue.visibilityTimeoutSeconds < least) {
      const allowed = `${least} seconds or more: six times the consumer's time-out of ${consumer.timeoutSeconds} s and the window; raise consumerTimeoutSeconds of the queue`;
      check.fault("queue.visibilityTimeoutSeconds", queue.visibilityTimeoutSeconds, allowed);
    }
    check.done();
    super("eventing", "QueueConsumer", name, args, opts);

    this.grant = this.child(
      "grant",
      RolePolicy,
      grantArgs(consumer.roleName, [{ actions: QUEUE_READER, arn: queue.queueArn, keyArn: queue.keyArn }]),
    );
    this.mapping = this.child(
      "mapping",
      EventSourceMapping,
      {
        eventSourceArn: queue.queueArn,
        functionName: consumer.functionArn,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: maxConcurrency },
        batchSize,
        maximumBatchingWindowInSeconds: batchWindowSeconds,
      },
      { dependsOn: [this.grant] },
    );
    this.registerOutputs({ grant: this.grant, mapping: this.mapping });
  }
}
