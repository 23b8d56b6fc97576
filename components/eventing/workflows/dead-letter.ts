import type { Catcher, TaskState, Template } from "./asl";
import { retries, sendMessage } from "./asl";

/** How often a step is tried again before its event becomes a dead letter. */
export const ATTEMPTS = 3;

/**
 * Sends the execution's event to a dead-letter queue as EventBridge itself would (EventBridge User Guide, "Using
 * dead-letter queues to process undelivered events"), so that one processor reads both: the body is the event, the
 * attributes say which target failed and why. It is sent there again, and nowhere else.
 *
 * @param target the ARN that failed, as a value or a path of the context object.
 */
export function deadLetter<S>(
  queueUrl: S,
  target: { readonly StringValue: S } | { readonly "StringValue.$": string },
  step: {
    readonly errors: readonly [Catcher, ...Catcher[]];
    readonly result?: { readonly [name: string]: Template<S> };
    readonly resultPath?: string | null;
    readonly next?: string;
  },
): TaskState<S> {
  return sendMessage<S>(
    {
      QueueUrl: queueUrl,
      "MessageBody.$": "$$.Execution.Input",
      MessageAttributes: {
        RULE_ARN: { DataType: "String", "StringValue.$": "$$.StateMachine.Id" },
        TARGET_ARN: { DataType: "String", ...target },
        ERROR_CODE: { DataType: "String", "StringValue.$": "$.failure.Error" },
        // A time-out has no cause, and an attribute may not be empty.
        ERROR_MESSAGE: {
          DataType: "String",
          "StringValue.$": "States.Format('{}: {}', $.failure.Error, $.failure.Cause)",
        },
        EXHAUSTED_RETRY_CONDITION: { DataType: "String", StringValue: "MaximumRetryAttempts" },
        RETRY_ATTEMPTS: { DataType: "Number", StringValue: String(ATTEMPTS) },
      },
    },
    { ...step, retry: retries(ATTEMPTS + 2, ["SQS.QueueDoesNotExistException"]) },
  );
}
