import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { QueueArgs, QueuePolicyArgs, RedriveAllowPolicyArgs } from "@pulumi/aws/sqs";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";

/** What a consumer or a grant needs of a queue; every queue of this area is one. */
export interface QueueRef {
  readonly queueArn: Input<string>;
  readonly queueUrl: Input<string>;
  /** Key that it is encrypted with. */
  readonly keyArn: Input<string>;
  /** Seconds that a message is hidden from others while a consumer has it. */
  readonly visibilityTimeoutSeconds: number;
}

/** Children of a {@link DeadLetterQueue} or {@link ParkingQueue}, as `transform` names them. */
export interface DeadLetterQueueChildren {
  queue: QueueArgs;
  policy: QueuePolicyArgs;
  alarm: MetricAlarmArgs;
}

/** Where alarms go and how dead letters are encrypted; the same for everything that makes a dead-letter queue. */
export interface DeadLetterArgs {
  /**
   * Key of the dead letters; its policy holds `eventKeyStatements`. It must not be the bus's own key: when that one is
   * disabled, this queue is where the events go.
   */
  readonly deadLetterKeyArn: Input<string>;
  /** Topic that is told of dead letters. */
  readonly alarmTopicArn: Input<string>;
  /**
   * Seconds after which a dead letter that nobody has taken raises an alarm of its own, 300 to 1209600.
   * @default 86400, a day: the choice of this component
   */
  readonly deadLetterAgeSeconds?: number;
  /**
   * Whether what holds events, queues and archive, is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/** How long a consumer of a queue may take. */
export interface ConsumedArgs {
  /**
   * Seconds that a consumer has for one batch, 1 to 7200. A message is hidden six times as long, so that a consumer
   * which is throttled does not see it twice (Lambda Developer Guide, "Using Lambda with Amazon SQS").
   * @default 30
   */
  readonly consumerTimeoutSeconds?: number;
}

/** Arguments of a {@link DeadLetterQueue}. */
export interface DeadLetterQueueArgs
  extends ComponentArgs<DeadLetterQueueChildren>, DeadLetterArgs, ConsumedArgs {
  /**
   * ARN of the rule or bus whose dead letters it takes. A function gets the queue's own ARN: for a source that has to
   * name the queue before it exists itself.
   * @default none: what sends does it as a role of the account, or it is a queue that hands on what it could not get rid of
   */
  readonly sourceArn?: Input<string> | ((queueArn: string) => string);
}

/** Arguments of a {@link ParkingQueue}. */
export type ParkingQueueArgs = ComponentArgs<DeadLetterQueueChildren> & DeadLetterArgs & ConsumedArgs;

/** Children of a {@link WorkQueue}, as `transform` names them. */
export interface WorkQueueChildren {
  "dead-letters": DeadLetterQueueArgs;
  queue: QueueArgs;
  policy: QueuePolicyArgs;
  redrive: RedriveAllowPolicyArgs;
  alarm: MetricAlarmArgs;
}

/** How a queue holds messages for its consumer. */
export interface HoldArgs extends ConsumedArgs {
  /**
   * Deliveries to the consumer before a message becomes a dead letter, 1 to 1000 (SQS API, RedrivePolicy).
   * @default 5, the least that the Lambda Developer Guide advises
   */
  readonly maxReceives?: number;
  /**
   * Days that a message waits for its consumer, 1 to 10. It counts from the first arrival and goes on in the dead-letter
   * queue, so it stays well below the 14 days there (SQS Developer Guide, "Using dead-letter queues").
   * @default 4
   */
  readonly retentionDays?: number;
  /**
   * Seconds after which a message that no consumer has taken raises an alarm, 300 to 86400.
   * @default 3600, as long as the bus itself tries
   */
  readonly stalledAfterSeconds?: number;
}

/** Arguments of a {@link WorkQueue}. */
export interface WorkQueueArgs extends ComponentArgs<WorkQueueChildren>, DeadLetterArgs, HoldArgs {
  /** Key of the queue; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
  /**
   * Seconds that a message waits which does not say so itself, 0 to 900 (SQS API, CreateQueue, DelaySeconds).
   * @default 0; 60 in a {@link DelayQueue}, the first of the delays before a dead letter is tried again
   */
  readonly delaySeconds?: number;
  /**
   * Bytes of a message at most, attributes included, 1024 to 1048576 (SQS API, CreateQueue, MaximumMessageSize).
   * @default 262144, the size of an event; 1048576 in a {@link DelayQueue}, whose messages tell beside it what went wrong
   */
  readonly maxMessageBytes?: number;
}
