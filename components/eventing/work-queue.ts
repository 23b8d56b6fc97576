import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Queue, QueuePolicy, RedriveAllowPolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import type { WorkQueueArgs, WorkQueueChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { deadLetterArgs } from "./delivery";
import { holdOf, holdingQueueArgs, redriveArgs, stalledAlarmArgs } from "./hold";
import { EVENT_BYTES, MAX_MESSAGE_BYTES, REDRIVE_DELAYS, queuePolicy } from "./plan";

/**
 * A queue in which functions hand messages to a function: what could not be published, what shall be tried again. What the
 * consumer fails at ends in dead letters of its own, and an alarm tells when nobody takes messages.
 *
 * Children: `dead-letters`, `queue`, `policy`, `redrive`, `alarm`.
 */
export class WorkQueue extends Component<WorkQueueChildren> {
  readonly queue: Queue;
  readonly policy: QueuePolicy;
  readonly deadLetters: DeadLetterQueue;
  readonly redrive: RedriveAllowPolicy;
  readonly stalledAlarm: MetricAlarm;
  readonly queueArn: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  readonly visibilityTimeoutSeconds: number;

  /** @throws {InputError} with every input that is out of range. */
  constructor(name: string, args: WorkQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    const { delaySeconds = 0, maxMessageBytes = EVENT_BYTES, protect = true, alarmTopicArn } = args;
    const check = new Check(`WorkQueue "${name}"`);
    const hold = holdOf(check, args);
    check.plain("maxMessageBytes", maxMessageBytes, wholeNumber(1024, MAX_MESSAGE_BYTES, "bytes"));
    check.plain("delaySeconds", delaySeconds, wholeNumber(0, 900, "seconds"));
    check.done();
    super("eventing", "WorkQueue", name, args, opts);

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args));
    this.queue = this.child(
      "queue",
      Queue,
      {
        ...holdingQueueArgs(this.physical("aws-queue", name), hold, args.kmsKeyArn, this.deadLetters),
        maxMessageSize: maxMessageBytes,
        delaySeconds,
      },
      { protect, retainOnDelete: protect },
    );
    this.redrive = this.child("redrive", RedriveAllowPolicy, redriveArgs(this.deadLetters, this.queue.arn));
    this.policy = this.child("policy", QueuePolicy, {
      queueUrl: this.queue.url,
      policy: pulumi.jsonStringify(queuePolicy<pulumi.Input<string>>(this.queue.arn)),
    });
    this.stalledAlarm = this.child(
      "alarm",
      MetricAlarm,
      stalledAlarmArgs(this.physical("aws-alarm", `${name}-stalled`), this.queue.name, hold, alarmTopicArn),
    );
    this.queueArn = this.queue.arn;
    this.queueUrl = this.queue.url;
    this.queueName = this.queue.name;
    this.keyArn = pulumi.output(args.kmsKeyArn);
    this.visibilityTimeoutSeconds = hold.visibilityTimeoutSeconds;
    this.registerOutputs({
      queue: this.queue,
      policy: this.policy,
      deadLetters: this.deadLetters,
      redrive: this.redrive,
      stalledAlarm: this.stalledAlarm,
      queueArn: this.queueArn,
      queueUrl: this.queueUrl,
      queueName: this.queueName,
      keyArn: this.keyArn,
      visibilityTimeoutSeconds: this.visibilityTimeoutSeconds,
    });
  }
}

/**
 * A work queue whose messages wait before they are taken: each as long as its sender says (`DelaySeconds`), else 60 s.
 */
export class DelayQueue extends WorkQueue {
  /** @throws {InputError} with every input that is out of range. */
  constructor(name: string, args: WorkQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super(name, { delaySeconds: REDRIVE_DELAYS[0], maxMessageBytes: MAX_MESSAGE_BYTES, ...args }, opts);
  }
}
