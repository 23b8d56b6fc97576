import type { EventEstate } from "../../deploy/read-events";
import { asked, type Clients } from "./clients";
import { waitingIn, type Waiting } from "./messages";

type Queue = EventEstate["queues"][number];

/** SQS hands out at most so many at once (SQS API, ReceiveMessage, MaxNumberOfMessages). */
const MOST_AT_ONCE = 10;

/** Seconds for which nobody else sees a message that is being looked at. */
const HELD_SECONDS = 60;

/** How many messages wait in a queue, and how many somebody has taken and not yet deleted. */
export async function countIn(
  { name, url }: Queue,
  clients: Clients,
): Promise<{ waiting: number; taken: number }> {
  const [sdk, client] = await clients.queues();
  const command = new sdk.GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
  });
  const { Attributes = {} } = await asked(`GetQueueAttributes of ${name}`, client.send(command));
  return {
    waiting: Number(Attributes["ApproximateNumberOfMessages"] ?? 0),
    taken: Number(Attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
  };
}

/**
 * Takes up to so many messages one after the other, and gives back those that `work` has not settled, as soon as all were
 * seen.
 *
 * @param work answers whether the message is done with and can be deleted.
 */
export async function eachMessage(
  { name, url, arn }: Queue,
  most: number,
  clients: Clients,
  work: (waiting: Waiting) => Promise<boolean>,
): Promise<void> {
  const [sdk, client] = await clients.queues();
  const seen = new Set<string>();
  const kept: Waiting[] = [];
  try {
    while (seen.size < most) {
      const { Messages = [] } = await asked(
        `ReceiveMessage from ${name}`,
        client.send(
          new sdk.ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: Math.min(MOST_AT_ONCE, most - seen.size),
            VisibilityTimeout: HELD_SECONDS,
            MessageAttributeNames: ["All"],
            MessageSystemAttributeNames: ["All"],
          }),
        ),
      );
      if (Messages.length === 0) return;
      for (const message of Messages) {
        const waiting = waitingIn(message, arn);
        seen.add(waiting.id);
        kept.push(waiting);
        if (!(await work(waiting))) continue;
        kept.pop();
        const gone = new sdk.DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: waiting.receipt });
        await asked(`DeleteMessage from ${name}`, client.send(gone));
      }
    }
  } finally {
    for (const { receipt } of kept) {
      const back = { QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: 0 };
      await asked(
        `ChangeMessageVisibility in ${name}`,
        client.send(new sdk.ChangeMessageVisibilityCommand(back)),
      );
    }
  }
}
