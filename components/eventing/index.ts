export { AlarmTopic } from "./alarm-topic";
export type {
  AlarmTopicArgs,
  AlarmTopicChildren,
  BusRef,
  DeadLetterArgs,
  DeadLetterQueueArgs,
  DeadLetterQueueChildren,
  EventBusArgs,
  EventBusChildren,
  EventRuleArgs,
  EventRuleChildren,
  Publishers,
  QueueTargetArgs,
  QueueTargetChildren,
  RetryArgs,
  RuleRef,
} from "./args";
export { DeadLetterQueue } from "./dead-letter-queue";
export { EventBus } from "./event-bus";
export { EventRule } from "./event-rule";
export * from "./events";
export {
  patternFaults,
  type AnyCase,
  type AnythingBut,
  type DetailPattern,
  type EventPattern,
  type Matcher,
  type NumericCondition,
  type NumericOperator,
  type OneOf,
  type PatternValue,
  type TextFilter,
  type TextMatcher,
  type Texts,
} from "./pattern";
export {
  JsonFault,
  PatternError,
  compilePattern,
  explain,
  matches,
  mismatchText,
  readEvent,
  type Event,
  type Mismatch,
  type Pattern,
} from "../../lib/event-patterns";
export { eventKeyStatements, type PublisherPlan, type Statement } from "./plan";
export { QueueTarget } from "./queue-target";
