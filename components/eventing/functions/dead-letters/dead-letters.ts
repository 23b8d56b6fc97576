import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { EventType } from "../../events";
import { processMessages } from "../../runtime/batch";
import { letterAttributes, type Letter } from "../../runtime/letter";
import type { Observe } from "../../runtime/observe";
import type { Attempts, AttemptsLog } from "./attempts";
import { alertAbout, alertAboutUnreadable, letterOf, stepAfter, unreadableLetter, type Alert } from "./core";
import { UnreadableDeadLetterError, readDeadLetter, type DeadLetter } from "./records";

export interface DeadLettersOptions {
  readonly queues: SQSClient;
  readonly topics: SNSClient;
  readonly attempts: AttemptsLog;
  /** URL of the queue in which an event waits for its next attempt. */
  readonly redriveQueueUrl: string;
  /** URL of the queue in which it waits for a person. */
  readonly parkingQueueUrl: string;
  /** ARN of the topic that tells people. */
  readonly alertTopicArn: string;
  /** The type of a detail-type, for covering what is personal; undefined for one that is not known. */
  readonly typeOf: (type: string) => EventType | undefined;
  readonly observe: Pick<Observe, "log" | "metrics" | "tracing">;
}

/**
 * Takes dead letters: has each tried again by the one consumer that failed, after a delay that grows, and after the third
 * attempt tells people and parks it; at once, when that consumer can not read it.
 *
 * A message leaves the queue only when what is to be done with it was accepted: when the next queue or the alert can not be
 * reached, it is reported as failed, stays and comes again. Nothing is parked before people were told. Each step is noted,
 * so that a message that comes again does not tell them twice.
 */
export function createDeadLetters(
  options: DeadLettersOptions,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const { queues, topics, attempts, redriveQueueUrl, parkingQueueUrl, alertTopicArn, typeOf, observe } =
    options;
  const { log, metrics } = observe;

  const send = async (url: string, body: string, letter: Letter, delaySeconds?: number) => {
    await queues.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: letterAttributes(letter),
        ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
      }),
    );
  };

  const park = async (
    { key, messageId }: { readonly key: string; readonly messageId: string },
    { alerted, parked }: Attempts,
    alert: Alert,
    body: string,
    letter: Letter,
  ) => {
    if (!alerted) {
      await topics.send(
        new PublishCommand({ TopicArn: alertTopicArn, Subject: alert.subject, Message: alert.body }),
      );
      await attempts.note(key, "alerted", messageId);
    }
    if (!parked) {
      await send(parkingQueueUrl, body, letter);
      await attempts.note(key, "parked", messageId);
    }
    metrics.count("EventsRefused");
  };

  const take = async (record: SQSRecord, letter: DeadLetter) => {
    const { target, eventId, correlationId, event, reason } = letter;
    const key = `${target.arn}#${eventId}`;
    const known = await attempts.arrive(key, record.messageId);
    const step = stepAfter(known.arrivals, reason.code);
    const about = { eventId, correlationId, consumer: target.name, code: reason.code };
    if (step.kind === "redrive") {
      await send(redriveQueueUrl, event, letterOf(letter, step.attempt), step.delaySeconds);
      log.warn("A dead letter is tried again", { ...about, ...step });
      return;
    }
    await park(
      { key, messageId: record.messageId },
      known,
      alertAbout(letter, known.arrivals, typeOf),
      event,
      letterOf(letter, known.arrivals - 1),
    );
    log.error("An event is parked for a person", { ...about, arrivals: known.arrivals });
  };

  const takeUnreadable = async (record: SQSRecord, { message }: UnreadableDeadLetterError) => {
    const { messageId, body } = record;
    const key = `unreadable#${messageId}`;
    const known = await attempts.arrive(key, messageId);
    const alert = alertAboutUnreadable(messageId, message);
    await park({ key, messageId }, known, alert, body, unreadableLetter(message));
    log.error("A dead letter that can not be read is parked", { messageId, reason: message });
  };

  return (event, context) =>
    processMessages(event, context, observe, async (record) => {
      const letter = read(record);
      await (letter instanceof UnreadableDeadLetterError
        ? takeUnreadable(record, letter)
        : take(record, letter));
    });
}

function read(record: SQSRecord): DeadLetter | UnreadableDeadLetterError {
  try {
    return readDeadLetter(record);
  } catch (error) {
    if (error instanceof UnreadableDeadLetterError) return error;
    throw error;
  }
}
