import type { LogGroupArgs } from "@pulumi/aws/cloudwatch";
import type { RoleArgs, RolePolicyArgs } from "@pulumi/aws/iam";
import type { EventSourceMappingArgs, FunctionArgs, FunctionEventInvokeConfigArgs } from "@pulumi/aws/lambda";
import type { ScheduleArgs } from "@pulumi/aws/scheduler";
import type { Input, asset } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { DeadLetterArgs, DeadLetterQueueArgs, QueueRef } from "./queues";

/** What a {@link Reference} names. */
export type ReferenceKind = "table" | "queue-url" | "topic" | "bus" | "function" | "state-machine";

/** A resource that a function or a workflow works with; `reference` makes them. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** What the code is told: a name, a URL or an ARN, by kind. */
  readonly value: Input<string>;
  /** What a grant names. */
  readonly arn: Input<string>;
  /** Key that needs the caller's own permission. */
  readonly keyArn?: Input<string>;
}

/** What a role may do to one thing. */
export interface Grant<On> {
  /** Which. */
  readonly on: On;
  /** IAM actions, one or more, none with a `*`. */
  readonly actions: readonly string[];
  /**
   * The index of the table that they are for.
   * @default none: they are for the thing itself
   */
  readonly index?: string;
  /**
   * Conditions of the statement.
   * @default none
   */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What targets and consumers need of a function; an {@link EventFunction} is one. */
export interface FunctionRef {
  readonly functionName: Input<string>;
  readonly functionArn: Input<string>;
  /** Role that it runs as: what sets it up adds the rights that this takes. */
  readonly roleName: Input<string>;
  readonly timeoutSeconds: number;
}

/** Children of an {@link EventFunction}, as `transform` names them. */
export interface EventFunctionChildren {
  logs: LogGroupArgs;
  role: RoleArgs;
  policy: RolePolicyArgs;
  function: FunctionArgs;
}

/** Where every function of a platform logs. */
export interface FunctionLogArgs {
  /** Key of the log group; its policy lets CloudWatch Logs use it. */
  readonly logKeyArn: Input<string>;
  /**
   * Days that logs are kept, one of the values that CloudWatch Logs takes.
   * @default 30
   */
  readonly logRetentionDays?: number;
}

/** Arguments of an {@link EventFunction}; `E` is the names of its environment variables. */
export interface EventFunctionArgs<E extends string = string>
  extends ComponentArgs<EventFunctionChildren>, FunctionLogArgs {
  /** What it does, at most 256 characters (Lambda API, CreateFunction). */
  readonly description: string;
  /** The bundle: a folder or a file whose module `index` exports `handler`. */
  readonly code: asset.Archive;
  /**
   * Seconds before an invocation is ended, 1 to 900 (Lambda API, CreateFunction).
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * Memory in MB, 128 to 10240; the processor grows with it (Lambda API, CreateFunction).
   * @default 256
   */
  readonly memoryMb?: number;
  /**
   * Most invocations at a time, taken from what the account has, so that a burst here starves nobody else. `false` for a
   * consumer of a queue, which {@link QueueConsumer} limits: throttling beneath it would count as failed deliveries.
   * @default 10: the choice of this component
   */
  readonly reservedConcurrency?: number | false;
  /**
   * What the code is told: text, or resources by reference.
   * @default nothing
   */
  readonly environment?: Readonly<Record<E, Input<string> | Reference>>;
  /**
   * What its role may do, by the variable that names the resource. Nothing else is allowed but its own logs and traces.
   * @default nothing
   */
  readonly grants?: readonly Grant<NoInfer<E>>[];
}

/** Children of a {@link FunctionSchedule}, as `transform` names them. */
export interface FunctionScheduleChildren {
  "dead-letters": DeadLetterQueueArgs;
  role: RoleArgs;
  grant: RolePolicyArgs;
  failures: FunctionEventInvokeConfigArgs;
  schedule: ScheduleArgs;
}

/** Arguments of a {@link FunctionSchedule}. */
export interface FunctionScheduleArgs extends ComponentArgs<FunctionScheduleChildren>, DeadLetterArgs {
  /** The function that is run. */
  readonly consumer: FunctionRef;
  /** Minutes from one run to the next, 1 to 1440. */
  readonly everyMinutes: number;
}

/** Children of a {@link QueueConsumer}, as `transform` names them. */
export interface QueueConsumerChildren {
  grant: RolePolicyArgs;
  mapping: EventSourceMappingArgs;
}

/** Arguments of a {@link QueueConsumer}. */
export interface QueueConsumerArgs extends ComponentArgs<QueueConsumerChildren> {
  /** The queue; it hides messages for at least six times the consumer's time-out. */
  readonly queue: QueueRef;
  /** The function; it answers with `batchItemFailures`. */
  readonly consumer: FunctionRef;
  /**
   * Most invocations at a time, 2 to 1000 (Lambda API, ScalingConfig).
   * @default 10: the choice of this component
   */
  readonly maxConcurrency?: number;
  /**
   * Most messages in a batch, 1 to 10000; more than 10 need a window (Lambda API, CreateEventSourceMapping).
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * Seconds that a batch is filled for, 0 to 300 (same place).
   * @default 0
   */
  readonly batchWindowSeconds?: number;
}

/** Children of a {@link StreamConsumer}, as `transform` names them. */
export interface StreamConsumerChildren {
  "dead-letters": DeadLetterQueueArgs;
  grant: RolePolicyArgs;
  mapping: EventSourceMappingArgs;
}

/** What a consumer needs of a table's stream. */
export interface StreamRef {
  readonly streamArn: Input<string>;
  /** Key of the table. */
  readonly keyArn: Input<string>;
}

/** Arguments of a {@link StreamConsumer}. */
export interface StreamConsumerArgs extends ComponentArgs<StreamConsumerChildren>, DeadLetterArgs {
  readonly stream: StreamRef;
  /** The function; it answers with `batchItemFailures`. */
  readonly consumer: FunctionRef;
  /**
   * Attempts after the first before a record becomes a dead letter, 0 to 10000 (Lambda API, CreateEventSourceMapping).
   * @default 10: the choice of this component
   */
  readonly maxAttempts?: number;
  /**
   * Seconds after which a record becomes a dead letter, 60 to 86400: a stream keeps records for a day (DynamoDB Developer
   * Guide, "Change data capture for DynamoDB Streams").
   * @default 3600, as long as the bus itself tries
   */
  readonly maxAgeSeconds?: number;
  /**
   * Most records in a batch, 1 to 10000 (Lambda API, CreateEventSourceMapping).
   * @default 100
   */
  readonly batchSize?: number;
  /**
   * Seconds that a batch is filled for, 0 to 300, at least 1 with a batch of more than 10 (same place). It also gives whoever
   * wrote a record time to do himself what the consumer is for.
   * @default 1; 0 with batches of 10 or less
   */
  readonly batchWindowSeconds?: number;
  /**
   * Which records are handed over, as Lambda's event filters; the others are passed by without an invocation.
   * @default all
   */
  readonly filters?: readonly object[];
}
