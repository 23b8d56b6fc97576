import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import { alarmArgs } from "./alarm";
import type { DeadLetterQueueArgs, DeadLetterQueueChildren } from "./args";
import {
  DEAD_LETTER_SECONDS,
  MAX_MESSAGE_BYTES,
  VISIBILITY_FACTOR,
  ageAlarm,
  arrivalAlarm,
  depthAlarm,
  queuePolicy,
  type AlarmPlan,
} from "./plan";

/** What tells one kind of last queue from another. */
interface LastQueueKind {
  /** Value of the `Purpose` tag. */
  readonly purpose: "dead-letter-queue" | "parking-queue";
  /** What it means that a message waits, and that it waits for long. */
  readonly waits: string;
  readonly waitsLong: string;
}

/**
 * The base of queues that nothing is thrown away behind: 14 days, encrypted, TLS only, alarms when a message comes, while
 * one waits, and when one has waited for long.
 */
export abstract class LastQueue extends Component<DeadLetterQueueChildren> {
  readonly queue: Queue;
  readonly policy: QueuePolicy;
  readonly depthAlarm: MetricAlarm;
  readonly arrivalAlarm: MetricAlarm;
  readonly ageAlarm: MetricAlarm;
  readonly queueArn: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  readonly visibilityTimeoutSeconds: number;

  protected constructor(
    area: "eventing",
    cls: string,
    kind: LastQueueKind,
    name: string,
    args: DeadLetterQueueArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const { deadLetterAgeSeconds = 86_400, consumerTimeoutSeconds = 30 } = args;
    const { sourceArn, alarmTopicArn, protect = true } = args;
    const check = new Check(`${cls} "${name}"`);
    check.plain(
      "deadLetterAgeSeconds",
      deadLetterAgeSeconds,
      wholeNumber(300, DEAD_LETTER_SECONDS, "seconds"),
    );
    check.plain("consumerTimeoutSeconds", consumerTimeoutSeconds, wholeNumber(1, 7200, "seconds"));
    check.done();
    super(area, cls, name, args, opts);

    this.visibilityTimeoutSeconds = consumerTimeoutSeconds * VISIBILITY_FACTOR;
    this.queue = this.child(
      "queue",
      Queue,
      {
        name: this.physical("aws-queue", name),
        messageRetentionSeconds: DEAD_LETTER_SECONDS,
        visibilityTimeoutSeconds: this.visibilityTimeoutSeconds,
        maxMessageSize: MAX_MESSAGE_BYTES,
        kmsMasterKeyId: args.deadLetterKeyArn,
      },
      { purpose: kind.purpose, protect, retainOnDelete: protect },
    );
    const source = typeof sourceArn === "function" ? this.queue.arn.apply(sourceArn) : sourceArn;
    this.policy = this.child("policy", QueuePolicy, {
      queueUrl: this.queue.url,
      policy: pulumi.jsonStringify(queuePolicy<pulumi.Input<string>>(this.queue.arn, source)),
    });
    const alarm = (role: string, plan: AlarmPlan<pulumi.Input<string>>) =>
      this.child(
        "alarm",
        MetricAlarm,
        alarmArgs(this.physical("aws-alarm", `${name}-${role}`), plan, alarmTopicArn),
        { role },
      );
    this.depthAlarm = alarm("depth", depthAlarm(this.queue.name, kind.waits));
    this.arrivalAlarm = alarm("arrivals", arrivalAlarm(this.queue.name));
    this.ageAlarm = alarm("age", ageAlarm(this.queue.name, deadLetterAgeSeconds, kind.waitsLong));
    this.queueArn = this.queue.arn;
    this.queueUrl = this.queue.url;
    this.queueName = this.queue.name;
    this.keyArn = pulumi.output(args.deadLetterKeyArn);
    this.registerOutputs({
      queue: this.queue,
      policy: this.policy,
      depthAlarm: this.depthAlarm,
      arrivalAlarm: this.arrivalAlarm,
      ageAlarm: this.ageAlarm,
      queueArn: this.queueArn,
      queueUrl: this.queueUrl,
      queueName: this.queueName,
      keyArn: this.keyArn,
      visibilityTimeoutSeconds: this.visibilityTimeoutSeconds,
    });
  }
}
