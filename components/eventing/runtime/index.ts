/**
 * What handlers of events share, without Pulumi: publishing with retries and a fallback, an outbox, consumers that handle
 * every event once, batches with partial failures, logs, metrics and traces. Types of events come from
 * `pulumi-causeway/eventing/events`.
 */
import "./installed";

export { processMessages } from "./batch";
export { busClient } from "./clients/bus";
export { queuesClient } from "./clients/queues";
export { tablesClient } from "./clients/tables";
export { traceCalls } from "./clients/trace";
export { systemClock, type Clock } from "./clock";
export {
  createConsumer,
  queueConsumer,
  type Consumer,
  type ConsumerOptions,
  type EnvelopeOf,
  type QueueConsumerOptions,
  type Result,
  type Skipped,
} from "./consumer";
export {
  EventInProgressError,
  idempotency,
  type Idempotency,
  type IdempotencySettings,
  type Outcome,
} from "./idempotency";
export { createEventIds } from "./ids";
export { createObserve, type Logger, type Metrics, type Observe, type Tracing } from "./observe";
export { createOutbox, outboxPut, readOutbox, type Outbox, type OutboxRecord, type Overdue } from "./outbox";
export { WAITING_INDEX } from "./outbox-index";
export {
  EventTooLargeError,
  PublishError,
  createFallback,
  createPublisher,
  outgoing,
  publisherOf,
  readFallback,
  type Fallback,
  type Outgoing,
  type Published,
  type Publisher,
  type PublisherOptions,
} from "./publisher";
export { SettingsError, readSettings, type Settings } from "./settings";
export type { FunctionPlan, VariableKind } from "../functions/manifest";
