import { RolePolicy } from "@pulumi/aws/iam";
import { EventSourceMapping } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import type { StreamConsumerArgs, StreamConsumerChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { deadLetterArgs, grantArgs } from "./delivery";
import { STREAM_READER } from "./plan";
import { checkWindow } from "./queue-consumer";

/**
 * A function that follows the stream of a table from its oldest record. A batch that fails is tried again, in halves, so
 * that a bad record holds nothing up for long; where a record lies that failed for good is told to a dead-letter queue.
 * The letter holds the place, not the record: who reads it within a day finds the record in the stream, later only in the
 * table.
 *
 * Children: `dead-letters`, `grant`, `mapping`.
 */
export class StreamConsumer extends Component<StreamConsumerChildren> {
  readonly deadLetters: DeadLetterQueue;
  readonly grant: RolePolicy;
  readonly mapping: EventSourceMapping;

  /** @throws {InputError} for numbers out of range. */
  constructor(name: string, args: StreamConsumerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { stream, consumer, maxAttempts = 10, maxAgeSeconds = 3600 } = args;
    const { batchSize = 100, batchWindowSeconds = batchSize > 10 ? 1 : 0, filters } = args;
    const check = new Check(`StreamConsumer "${name}"`);
    check.plain("maxAttempts", maxAttempts, wholeNumber(0, 10_000));
    check.plain("maxAgeSeconds", maxAgeSeconds, wholeNumber(60, 86_400, "seconds"));
    check.plain("batchSize", batchSize, wholeNumber(1, 10_000, "records"));
    checkWindow(check, batchSize, batchWindowSeconds);
    check.done();
    super("eventing", "StreamConsumer", name, args, opts);

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args));
    this.grant = this.child(
      "grant",
      RolePolicy,
      grantArgs(consumer.roleName, [
        { actions: STREAM_READER, arn: stream.streamArn, keyArn: stream.keyArn },
        { actions: ["dynamodb:ListStreams"], arn: "*" },
        { actions: ["sqs:SendMessage"], arn: this.deadLetters.queueArn, keyArn: this.deadLetters.keyArn },
      ]),
    );
    this.mapping = this.child(
      "mapping",
      EventSourceMapping,
      {
        eventSourceArn: stream.streamArn,
        functionName: consumer.functionArn,
        startingPosition: "TRIM_HORIZON",
        functionResponseTypes: ["ReportBatchItemFailures"],
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: maxAttempts,
        maximumRecordAgeInSeconds: maxAgeSeconds,
        batchSize,
        maximumBatchingWindowInSeconds: batchWindowSeconds,
        destinationConfig: { onFailure: { destinationArn: this.deadLetters.queueArn } },
        ...(filters === undefined
          ? {}
          : {
              filterCriteria: { filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })) },
            }),
      },
      { dependsOn: [this.grant, this.deadLetters.policy] },
    );
    this.registerOutputs({ deadLetters: this.deadLetters, grant: this.grant, mapping: this.mapping });
  }
}
