import type {
  EventArchiveArgs,
  EventBusArgs as AwsEventBusArgs,
  EventBusPolicyArgs,
  EventRuleArgs as AwsEventRuleArgs,
  EventTargetArgs,
  MetricAlarmArgs,
} from "@pulumi/aws/cloudwatch";
import type { TopicArgs, TopicPolicyArgs } from "@pulumi/aws/sns";
import type { QueueArgs, QueuePolicyArgs, RedriveAllowPolicyArgs } from "@pulumi/aws/sqs";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../core";
import type { EventPattern } from "./pattern";
import type { PublisherPlan } from "./plan";

/** Children of an {@link AlarmTopic}, as `transform` names them. */
export interface AlarmTopicChildren {
  topic: TopicArgs;
  policy: TopicPolicyArgs;
}

/** Arguments of an {@link AlarmTopic}. */
export interface AlarmTopicArgs extends ComponentArgs<AlarmTopicChildren> {
  /** Account whose alarms may publish, 12 digits. */
  readonly accountId: string;
  /** Key that encrypts the messages; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
}

/** Children of a {@link DeadLetterQueue}, as `transform` names them. */
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

/** Arguments of a {@link DeadLetterQueue}. */
export interface DeadLetterQueueArgs extends ComponentArgs<DeadLetterQueueChildren>, DeadLetterArgs {
  /**
   * ARN of the rule or bus whose dead letters it takes. A function gets the queue's own ARN: for a source that has to
   * name the queue before it exists itself.
   */
  readonly sourceArn: Input<string> | ((queueArn: string) => string);
}

/** Children of an {@link EventBus}, as `transform` names them. */
export interface EventBusChildren {
  "dead-letters": DeadLetterQueueArgs;
  bus: AwsEventBusArgs;
  archive: EventArchiveArgs;
  policy: EventBusPolicyArgs;
}

/** Roles of the environment's other accounts that may put events. */
export interface Publishers {
  /** Every account of this environment, 12 digits each; a role of any other is refused. */
  readonly accounts: readonly string[];
  /** Who may put what; each list holds at least one. */
  readonly roles: readonly PublisherPlan[];
}

/** Arguments of an {@link EventBus}. */
export interface EventBusArgs extends ComponentArgs<EventBusChildren>, DeadLetterArgs {
  /** What every source on this bus begins with: a reverse domain name, `com.acme`. */
  readonly sourcePrefix: string;
  /** Key of the bus and its archive; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
  /**
   * Days that the archive keeps events for replay, 30 to 3650; longer is a matter for a bucket, not for replay.
   * @default 30
   */
  readonly archiveDays?: number;
  /**
   * Publishers in other accounts of the same environment. Roles of the bus's own account need no entry, their own
   * policies let them in.
   * @default none: only this account puts events
   */
  readonly publishers?: Publishers;
}

/** What a rule needs of its bus; an {@link EventBus} is one. */
export interface BusRef {
  /** Name of a custom bus, never `default`. */
  readonly busName: Input<string>;
}

/** What a target needs of its rule; an {@link EventRule} is one. */
export interface RuleRef {
  readonly ruleName: Input<string>;
  readonly busName: Input<string>;
  readonly arn: Input<string>;
}

/** Children of an {@link EventRule}, as `transform` names them. */
export interface EventRuleChildren {
  rule: AwsEventRuleArgs;
}

/** Arguments of an {@link EventRule}. */
export interface EventRuleArgs extends ComponentArgs<EventRuleChildren> {
  readonly bus: BusRef;
  readonly pattern: EventPattern;
  /**
   * What the rule is for, at most 512 characters (EventBridge API, PutRule Description).
   * @default none
   */
  readonly description?: string;
  /**
   * Whether events are delivered; a rule that is off keeps its targets.
   * @default true
   */
  readonly enabled?: boolean;
}

/** How long and how often a delivery is tried before the event becomes a dead letter. */
export interface RetryArgs {
  /**
   * Seconds, 60 to 86400 (EventBridge API, RetryPolicy).
   * @default 3600
   */
  readonly maxAgeSeconds?: number;
  /**
   * Attempts after the first, 0 to 185 (EventBridge API, RetryPolicy).
   * @default 3
   */
  readonly maxAttempts?: number;
}

/** Children of a {@link QueueTarget}, as `transform` names them. */
export interface QueueTargetChildren {
  "dead-letters": DeadLetterQueueArgs;
  queue: QueueArgs;
  policy: QueuePolicyArgs;
  redrive: RedriveAllowPolicyArgs;
  target: EventTargetArgs;
  alarm: MetricAlarmArgs;
}

/** Arguments of a {@link QueueTarget}. */
export interface QueueTargetArgs extends ComponentArgs<QueueTargetChildren>, DeadLetterArgs {
  /** The rule whose events go to the queue. */
  readonly rule: RuleRef;
  /** Key of the queue; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
  /** @default 3 attempts within 3600 s */
  readonly retry?: RetryArgs;
  /**
   * Seconds that a consumer has for one batch, 1 to 7200. A message is hidden six times as long, so that a consumer
   * which is throttled does not see it twice (Lambda Developer Guide, "Using Lambda with Amazon SQS").
   * @default 30
   */
  readonly consumerTimeoutSeconds?: number;
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
