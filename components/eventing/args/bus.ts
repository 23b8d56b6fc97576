import type {
  EventArchiveArgs,
  EventBusArgs as AwsEventBusArgs,
  EventBusPolicyArgs,
  EventRuleArgs as AwsEventRuleArgs,
} from "@pulumi/aws/cloudwatch";
import type { TopicArgs, TopicPolicyArgs, TopicSubscriptionArgs } from "@pulumi/aws/sns";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { EventPattern } from "../pattern";
import type { PublisherPlan } from "../plan";
import type { DeadLetterArgs, DeadLetterQueueArgs } from "./queues";

/** Who is told what a topic says. */
export interface TopicSubscriber {
  /** `email`, whose address has to confirm once by the link that AWS sends; or `https`, to a service that confirms by itself. */
  readonly protocol: "email" | "https";
  /** An address of the protocol: `oncall@example.com`, an `https:` URL. */
  readonly endpoint: string;
}

/** Who is told what a topic says, whatever the topic is for. */
export interface SubscribedArgs {
  /**
   * By a role word that names the subscription: `{ oncall: { protocol: "email", endpoint: "oncall@example.com" } }`.
   * @default none: who wants to be told subscribes elsewhere
   */
  readonly subscribers?: Readonly<Record<string, TopicSubscriber>>;
}

/** Children of an {@link AlarmTopic}, as `transform` names them. */
export interface AlarmTopicChildren {
  topic: TopicArgs;
  policy: TopicPolicyArgs;
  subscription: TopicSubscriptionArgs;
}

/** Arguments of an {@link AlarmTopic}. */
export interface AlarmTopicArgs extends ComponentArgs<AlarmTopicChildren>, SubscribedArgs {
  /** Account whose alarms may publish, 12 digits. */
  readonly accountId: string;
  /** Key that encrypts the messages; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
}

/** Children of a {@link NoticeTopic}, as `transform` names them. */
export type NoticeTopicChildren = AlarmTopicChildren;

/** Arguments of a {@link NoticeTopic}. */
export interface NoticeTopicArgs extends ComponentArgs<NoticeTopicChildren>, SubscribedArgs {
  /** Key that encrypts the messages. */
  readonly kmsKeyArn: Input<string>;
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
