import { EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Queue, QueuePolicy, RedriveAllowPolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import { alarmArgs } from "./alarm";
import type { QueueTargetArgs, QueueTargetChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { checkRetry, lossAlarmArgs, targetArgs } from "./delivery";
import { EVENT_BYTES, ageAlarm, queuePolicy } from "./plan";

/**
 * A queue that gets a rule's events and holds them for its consumer. What the bus can not deliver and what the consumer
 * can not process ends in one dead-letter queue, with an alarm; another alarm tells when no consumer takes messages, a
 * third when an event was lost for good. The target comes into being after the permissions it needs.
 *
 * Children: `dead-letters`, `queue`, `policy`, `redrive`, `target`, `alarm` (roles `stalled` and `loss`).
 */
export class QueueTarget extends Component<QueueTargetChildren> {
  readonly queue: Queue;
  readonly policy: QueuePolicy;
  readonly deadLetters: DeadLetterQueue;
  readonly redrive: RedriveAllowPolicy;
  readonly target: EventTarget;
  readonly stalledAlarm: MetricAlarm;
  readonly lossAlarm: MetricAlarm;
  readonly queueArn: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;

  /** @throws {InputError} with every input that is out of range. */
  constructor(name: string, args: QueueTargetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("eventing", "QueueTarget", name, args, opts);
    const { rule, alarmTopicArn, consumerTimeoutSeconds = 30, maxReceives = 5 } = args;
    const { retentionDays = 4, stalledAfterSeconds = 3600, protect = true } = args;
    const check = new Check(`QueueTarget "${name}"`);
    checkRetry(check, args.retry);
    check.plain("consumerTimeoutSeconds", consumerTimeoutSeconds, wholeNumber(1, 7200, "seconds"));
    check.plain("maxReceives", maxReceives, wholeNumber(1, 1000));
    check.plain("retentionDays", retentionDays, wholeNumber(1, 10, "days"));
    check.plain("stalledAfterSeconds", stalledAfterSeconds, wholeNumber(300, 86_400, "seconds"));
    check.done();

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, {
      naming: args.naming,
      tags: args.tags,
      sourceArn: rule.arn,
      deadLetterKeyArn: args.deadLetterKeyArn,
      alarmTopicArn,
      protect,
      ...(args.deadLetterAgeSeconds === undefined ? {} : { deadLetterAgeSeconds: args.deadLetterAgeSeconds }),
    });
    const queue = {
      name: this.physical("aws-queue", name),
      kmsMasterKeyId: args.kmsKeyArn,
      messageRetentionSeconds: retentionDays * 86_400,
      visibilityTimeoutSeconds: consumerTimeoutSeconds * 6,
      maxMessageSize: EVENT_BYTES,
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: maxReceives,
      }),
    };
    this.queue = this.child("queue", Queue, queue, { protect, retainOnDelete: protect });
    this.redrive = this.child("redrive", RedriveAllowPolicy, {
      queueUrl: this.deadLetters.url,
      redriveAllowPolicy: pulumi.jsonStringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [this.queue.arn],
      }),
    });
    this.policy = this.child("policy", QueuePolicy, {
      queueUrl: this.queue.url,
      policy: pulumi.jsonStringify(queuePolicy(this.queue.arn, rule.arn)),
    });
    this.target = this.child(
      "target",
      EventTarget,
      targetArgs({
        rule,
        targetId: name,
        targetArn: this.queue.arn,
        deadLetters: this.deadLetters,
        ...(args.retry === undefined ? {} : { retry: args.retry }),
      }),
      { dependsOn: [this.policy, this.deadLetters.policy] },
    );
    const stalled = ageAlarm(this.queue.name, stalledAfterSeconds, "No consumer takes messages from a queue");
    this.stalledAlarm = this.child(
      "alarm",
      MetricAlarm,
      alarmArgs(this.physical("aws-alarm", `${name}-stalled`), stalled, alarmTopicArn),
      { role: "stalled" },
    );
    this.lossAlarm = this.child(
      "alarm",
      MetricAlarm,
      lossAlarmArgs(this.physical("aws-alarm", `${name}-loss`), rule, alarmTopicArn),
      { role: "loss" },
    );
    this.queueArn = this.queue.arn;
    this.queueUrl = this.queue.url;
    this.registerOutputs({
      queue: this.queue,
      policy: this.policy,
      deadLetters: this.deadLetters,
      redrive: this.redrive,
      target: this.target,
      stalledAlarm: this.stalledAlarm,
      lossAlarm: this.lossAlarm,
      queueArn: this.queueArn,
      queueUrl: this.queueUrl,
    });
  }
}
