import type { Message } from "@aws-sdk/client-sqs";
import { catalogue } from "../../../components/eventing/catalogue";
import {
  UnreadableDeadLetterError,
  readDeadLetter,
  type DeadLetter,
} from "../../../components/eventing/functions/dead-letters/records";

/** A message of a queue of dead letters: the event that is in it, or why none can be made out. */
export interface Waiting {
  readonly id: string;
  readonly receipt: string;
  readonly letter: DeadLetter | string;
}

/** Reads a message as the processor of dead letters does. */
export function waitingIn(message: Message, queueArn: string): Waiting {
  const { MessageId: id = "", ReceiptHandle: receipt = "", Body: body = "" } = message;
  const messageAttributes = Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, DataType = "String" }]) => [
      name,
      { stringValue: StringValue, dataType: DataType as "String" },
    ]),
  );
  const source = message.Attributes?.DeadLetterQueueSourceArn;
  try {
    const letter = readDeadLetter({
      messageId: id,
      receiptHandle: receipt,
      body,
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: message.Attributes?.SentTimestamp ?? "0",
        SenderId: "",
        ApproximateFirstReceiveTimestamp: "0",
        ...(source === undefined ? {} : { DeadLetterQueueSourceArn: source }),
      },
      messageAttributes,
      md5OfBody: message.MD5OfBody ?? "",
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: queueArn.split(":")[3] ?? "",
    });
    return { id, receipt, letter };
  } catch (error) {
    if (error instanceof UnreadableDeadLetterError) return { id, receipt, letter: error.message };
    throw error;
  }
}

/** What may be shown of a message: no field that its type calls personal, and of unknown types the ids alone. */
export function shown({ id, letter }: Waiting): object {
  if (typeof letter === "string") return { id, unreadable: letter };
  const { target, reason, eventId, correlationId, detailType } = letter;
  const about = { id, eventId, correlationId, type: detailType, consumer: target.name, reason };
  const type = detailType === undefined ? undefined : catalogue.event(detailType);
  if (type === undefined) return about;
  const { detail } = JSON.parse(letter.event) as { detail: unknown };
  return { ...about, detail: type.redact(detail) };
}
