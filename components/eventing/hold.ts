import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { QueueArgs } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { wholeNumber, type Check } from "../core";
import { alarmArgs } from "./alarm";
import type { HoldArgs } from "./args";
import type { DeadLetterQueue } from "./dead-letter-queue";
import { EVENT_BYTES, VISIBILITY_FACTOR, ageAlarm } from "./plan";

/** How a queue holds messages for its consumer, with nothing left open. */
export type Hold = Required<HoldArgs> & { readonly visibilityTimeoutSeconds: number };

/** Checks what is given, and fills in the rest. */
export function holdOf(check: Check, args: HoldArgs): Hold {
  const { consumerTimeoutSeconds = 30, maxReceives = 5 } = args;
  const { retentionDays = 4, stalledAfterSeconds = 3600 } = args;
  check.plain("consumerTimeoutSeconds", consumerTimeoutSeconds, wholeNumber(1, 7200, "seconds"));
  check.plain("maxReceives", maxReceives, wholeNumber(1, 1000));
  check.plain("retentionDays", retentionDays, wholeNumber(1, 10, "days"));
  check.plain("stalledAfterSeconds", stalledAfterSeconds, wholeNumber(300, 86_400, "seconds"));
  const visibilityTimeoutSeconds = consumerTimeoutSeconds * VISIBILITY_FACTOR;
  return {
    consumerTimeoutSeconds,
    maxReceives,
    retentionDays,
    stalledAfterSeconds,
    visibilityTimeoutSeconds,
  };
}

/** The arguments of a queue that holds messages and gives up to its dead letters. */
export function holdingQueueArgs(
  name: string,
  hold: Hold,
  keyArn: pulumi.Input<string>,
  deadLetters: DeadLetterQueue,
): QueueArgs {
  return {
    name,
    kmsMasterKeyId: keyArn,
    messageRetentionSeconds: hold.retentionDays * 86_400,
    visibilityTimeoutSeconds: hold.visibilityTimeoutSeconds,
    maxMessageSize: EVENT_BYTES,
    redrivePolicy: pulumi.jsonStringify({
      deadLetterTargetArn: deadLetters.queueArn,
      maxReceiveCount: hold.maxReceives,
    }),
  };
}

/** Lets one queue, and no other, give up messages to these dead letters. */
export const redriveArgs = (deadLetters: DeadLetterQueue, queueArn: pulumi.Input<string>) => ({
  queueUrl: deadLetters.queueUrl,
  redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queueArn] }),
});

/** The alarm of a queue whose messages no consumer takes. */
export function stalledAlarmArgs(
  name: string,
  queueName: pulumi.Input<string>,
  { stalledAfterSeconds }: Hold,
  topicArn: pulumi.Input<string>,
): MetricAlarmArgs {
  const says = "No consumer takes messages from a queue";
  return alarmArgs(name, ageAlarm<pulumi.Input<string>>(queueName, stalledAfterSeconds, says), topicArn);
}
