import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import { alarmArgs } from "./alarm";
import type { DeadLetterQueueArgs, DeadLetterQueueChildren } from "./args";
import {
  DEAD_LETTER_SECONDS,
  MAX_MESSAGE_BYTES,
  ageAlarm,
  depthAlarm,
  queuePolicy,
  type AlarmPlan,
} from "./plan";

/**
 * Where events go that can not be delivered or processed. It keeps them 14 days, lets EventBridge write for one rule or
 * bus, and raises an alarm at the first message and another when nobody has taken it for a day. There is no argument that
 * leaves any of this out.
 *
 * Children: `queue`, `policy`, `alarm` (roles `depth` and `age`).
 */
export class DeadLetterQueue extends Component<DeadLetterQueueChildren> {
  readonly queue: Queue;
  readonly policy: QueuePolicy;
  readonly depthAlarm: MetricAlarm;
  readonly ageAlarm: MetricAlarm;
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  /** @throws {InputError} when the age is out of range. */
  constructor(name: string, args: DeadLetterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("eventing", "DeadLetterQueue", name, args, opts);
    const { deadLetterAgeSeconds = 86_400, sourceArn, alarmTopicArn, protect = true } = args;
    const check = new Check(`DeadLetterQueue "${name}"`);
    check.plain(
      "deadLetterAgeSeconds",
      deadLetterAgeSeconds,
      wholeNumber(300, DEAD_LETTER_SECONDS, "seconds"),
    );
    check.done();

    this.queue = this.child(
      "queue",
      Queue,
      {
        name: this.physical("aws-queue", name),
        messageRetentionSeconds: DEAD_LETTER_SECONDS,
        maxMessageSize: MAX_MESSAGE_BYTES,
        kmsMasterKeyId: args.deadLetterKeyArn,
      },
      { purpose: "dead-letter-queue", protect, retainOnDelete: protect },
    );
    const source = typeof sourceArn === "function" ? this.queue.arn.apply(sourceArn) : sourceArn;
    this.policy = this.child("policy", QueuePolicy, {
      queueUrl: this.queue.url,
      policy: pulumi.jsonStringify(queuePolicy<pulumi.Input<string>>(this.queue.arn, source)),
    });
    const age = ageAlarm(
      this.queue.name,
      deadLetterAgeSeconds,
      "A dead letter waits and nobody has taken it",
    );
    const alarm = (role: string, plan: AlarmPlan<pulumi.Input<string>>) =>
      this.child(
        "alarm",
        MetricAlarm,
        alarmArgs(this.physical("aws-alarm", `${name}-${role}`), plan, alarmTopicArn),
        { role },
      );
    this.depthAlarm = alarm("depth", depthAlarm(this.queue.name));
    this.ageAlarm = alarm("age", age);
    this.arn = this.queue.arn;
    this.url = this.queue.url;
    this.registerOutputs({
      queue: this.queue,
      policy: this.policy,
      depthAlarm: this.depthAlarm,
      ageAlarm: this.ageAlarm,
      arn: this.arn,
      url: this.url,
    });
  }
}
