/** 14 days, the longest that SQS keeps a message (SQS API, SetQueueAttributes, MessageRetentionPeriod). */
export const DEAD_LETTER_SECONDS = 1_209_600;

/**
 * 1 MiB, the most that SQS takes (SQS API, SetQueueAttributes, MaximumMessageSize). A dead letter is larger than its
 * event: the reasons of the failure travel with it as attributes and count.
 */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** 256 KiB, the event size that every producer of the platform keeps to (docs/requirements/01.md, "Where the source document falls short"). */
export const EVENT_BYTES = 262_144;

/** How long and how often a delivery is tried again. */
export interface RetryPlan {
  /** Seconds, 60 to 86400. */
  readonly maximumEventAgeInSeconds: number;
  /** 0 to 185. */
  readonly maximumRetryAttempts: number;
}

/** docs/requirements/01.md, "Rules and targets". */
export const DEFAULT_RETRY: RetryPlan = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 };

/** The same for the asynchronous invocation of a function, which starts where the delivery of the event ends. */
export const ASYNC_RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 2 } as const;

/**
 * How many times a consumer's time-out a message is hidden while he has it, so that a consumer who is throttled does not
 * see it twice (Lambda Developer Guide, "Using Lambda with Amazon SQS").
 */
export const VISIBILITY_FACTOR = 6;

/** Seconds from one attempt to the next; SQS delays a message for at most 900 (SQS API, SendMessage, DelaySeconds). */
export const REDRIVE_DELAYS = [60, 300, 900] as const;

/**
 * Days that a consumer has to remember an event: it can come back as long as the archive can replay it, and as long again
 * as it may lie among the dead letters of that replay; one day more for clocks and the sweep that expires items.
 */
export const idempotencyDays = (archiveDays: number): number =>
  archiveDays + DEAD_LETTER_SECONDS / 86_400 + 1;
