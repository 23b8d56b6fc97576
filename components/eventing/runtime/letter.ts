import type { MessageAttributeValue } from "@aws-sdk/client-sqs";

/** What goes with an event that was not processed, to wait for another attempt or for a person. */
export interface Letter {
  /** ARN of what failed: a function, queue or state machine. */
  readonly targetArn?: string | undefined;
  /** Its name. */
  readonly consumer?: string | undefined;
  /** How often it was tried again, this time included. */
  readonly attempt?: number | undefined;
  readonly code: string;
  readonly message: string;
  /** ARN of the rule, or of what else delivered. */
  readonly rule?: string | undefined;
}

/** Messages of errors may be as long as they like; what travels with each event may not. */
export const MAX_REASON = 1000;

/**
 * The attributes of such a message: those of EventBridge's own dead letters (EventBridge User Guide, "Using dead-letter
 * queues to process undelivered events"), so that one parser reads them all, and two more. Its body is the event as it came.
 */
export function letterAttributes(letter: Letter): Record<string, MessageAttributeValue> {
  const { targetArn, consumer, attempt, code, message, rule } = letter;
  const values = {
    TARGET_ARN: targetArn,
    CONSUMER: consumer,
    ATTEMPT: attempt?.toString(),
    ERROR_CODE: code,
    ERROR_MESSAGE: message.slice(0, MAX_REASON),
    RULE_ARN: rule,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, { DataType: "String", StringValue: attributeText(text) }]],
    ),
  );
}

/** SQS takes the characters of XML 1.0 only, and at least one (SQS API, SendMessage, MessageBody). */
const attributeText = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd") || "-";
