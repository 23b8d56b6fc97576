import { EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Queue, QueuePolicy, RedriveAllowPolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { QueueTargetArgs, QueueTargetChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { checkRetry, deadLetterArgs, lossAlarmArgs, targetArgs } from "./delivery";
import { holdOf, holdingQueueArgs, redriveArgs, stalledAlarmArgs } from "./hold";
import { queuePolicy } from "./plan";

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
  readonly keyArn: pulumi.Output<string>;
  readonly visibilityTimeoutSeconds: number;

  /** @throws {InputError} with every input that is out of range. */
  constructor(name: string, args: QueueTargetArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rule, alarmTopicArn, kmsKeyArn, retry, protect = true } = args;
    const check = new Check(`QueueTarget "${name}"`);
    checkRetry(check, retry);
    const hold = holdOf(check, args);
    check.done();
    super("eventing", "QueueTarget", name, args, opts);

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args, rule.arn));
    this.queue = this.child(
      "queue",
      Queue,
      holdingQueueArgs(this.physical("aws-queue", name), hold, kmsKeyArn, this.deadLetters),
      { protect, retainOnDelete: protect },
    );
    this.redrive = this.child("redrive", RedriveAllowPolicy, redriveArgs(this.deadLetters, this.queue.arn));
    this.policy = this.child("policy", QueuePolicy, {
      queueUrl: this.queue.url,
      policy: pulumi.jsonStringify(queuePolicy(this.queue.arn, rule.arn)),
    });
    this.target = this.child(
      "target",
      EventTarget,
      targetArgs({ rule, targetId: name, targetArn: this.queue.arn, deadLetters: this.deadLetters, retry }),
      { dependsOn: [this.policy, this.deadLetters.policy] },
    );
    this.stalledAlarm = this.child(
      "alarm",
      MetricAlarm,
      stalledAlarmArgs(this.physical("aws-alarm", `${name}-stalled`), this.queue.name, hold, alarmTopicArn),
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
    this.keyArn = pulumi.output(kmsKeyArn);
    this.visibilityTimeoutSeconds = hold.visibilityTimeoutSeconds;
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
      keyArn: this.keyArn,
      visibilityTimeoutSeconds: this.visibilityTimeoutSeconds,
    });
  }
}
