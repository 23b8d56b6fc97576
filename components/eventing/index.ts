export { AlarmTopic } from "./alarm-topic";
export { ApiTarget } from "./api-target";
export { ArchiveStream } from "./archive-stream";
export { ArchiveTarget } from "./archive-target";
export type * from "./args";
export { DeadLetterQueue } from "./dead-letter-queue";
export { EventBus } from "./event-bus";
export { EventDashboard } from "./event-dashboard";
export { EventFunction } from "./event-function";
export { EventRule } from "./event-rule";
export * from "./events";
export { FunctionSchedule } from "./function-schedule";
export { FunctionTarget } from "./function-target";
export { IdempotencyTable } from "./idempotency-table";
export { NoticeTopic } from "./notice-topic";
export { ParkingQueue } from "./parking-queue";
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
  compileRules,
  explain,
  matches,
  mismatchText,
  readEvent,
  type Event,
  type Mismatch,
  type Pattern,
  type Rules,
} from "../../lib/event-patterns";
export {
  EVENT_BYTES,
  REDRIVE_DELAYS,
  eventKeyStatements,
  idempotencyDays,
  type PublisherPlan,
  type Statement,
} from "./plan";
export { QueueConsumer } from "./queue-consumer";
export { QueueTarget } from "./queue-target";
export { reference } from "./reference";
export { SchemaRegistry } from "./schema-registry";
export { StreamConsumer } from "./stream-consumer";
export { DelayQueue, WorkQueue } from "./work-queue";
export { Workflow } from "./workflow";
export { WorkflowTarget } from "./workflow-target";
/** Steps of state machines, typed, each with its time-out, retries and way out. */
export * as asl from "./workflows/asl";
export { workflowFaults } from "./workflows/checks";
