import * as v from "../values";
import type { Entity } from "../world/world";
import type { Access } from "./access";
import { recordsOf, textOf, type ApiCall } from "./call";
import type { LiveClock } from "./clock";
import { arnOf, deadLettersOf, regionOf, type Estate } from "./estate";
import { failedItems, passes } from "./filter";
import type { Functions, Result } from "./functions";
import type { Local } from "./local";
import { functionOf, mappingsOf, runOn, unread } from "./mapping";

/** Messages of one ReceiveMessage call (SQS quotas). */
const perReceive = 10;

/** Batches of one mapping that are under way at once; Lambda starts with five pollers (Lambda developer guide, "Scaling behavior"). */
const pollers = 5;

interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<
      string,
      { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }
    >
  >;
}

/**
 * Event source mappings of queues: read what can be read, run the function on it, delete what it did. Which messages can be
 * read, how often they were and when they move to the dead-letter queue is the local server's to know; here is only when to
 * look again.
 */
export class QueueMappings {
  private readonly running = new Map<string, number>();
  /** Mappings with as many batches under way as they may have, and something new to look for. */
  private readonly pending = new Set<string>();
  /** When which queue is looked at again. */
  private readonly planned = new Set<string>();
  /** What could not be read, and why. */
  readonly refused = new Set<string>();

  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly local: Local,
    private readonly access: Access,
    private readonly functions: Functions,
  ) {}

  /** Looks at every queue: when the cloud goes live. */
  look(): void {
    for (const queue of this.estate.all("queue")) this.wake(queue);
  }

  /** Notices calls after which there may be something to read, now or later. */
  readonly notice = ({ service, action, input, region }: ApiCall): void => {
    if (service === "sns" && action.startsWith("Publish")) {
      const topic = textOf(input, "TopicArn") ?? "";
      for (const subscription of this.estate.all("subscription"))
        if (v.text(subscription.inputs, "topic") === topic) {
          const queue = this.estate.find("queue", v.text(subscription.inputs, "endpoint") ?? "", region);
          if (queue) this.wake(queue);
        }
    }
    if (service !== "sqs") return;
    const queue = this.estate.find("queue", textOf(input, "QueueUrl") ?? "", region);
    if (!queue) return;
    const own = v.numeric(queue.outputs, "delaySeconds") ?? 0;
    if (action === "SendMessage")
      this.wakeAfter(queue, v.numeric(input as v.ObjectValue, "DelaySeconds") ?? own);
    if (action === "SendMessageBatch")
      for (const entry of recordsOf(input, "Entries"))
        this.wakeAfter(queue, v.numeric(entry as v.ObjectValue, "DelaySeconds") ?? own);
    if (action === "ReceiveMessage")
      this.wakeAfter(queue, v.numeric(input as v.ObjectValue, "VisibilityTimeout") ?? visibility(queue));
    if (action === "ChangeMessageVisibility")
      this.wakeAfter(queue, v.numeric(input as v.ObjectValue, "VisibilityTimeout") ?? 0);
    if (action === "ChangeMessageVisibilityBatch")
      for (const entry of recordsOf(input, "Entries"))
        this.wakeAfter(queue, v.numeric(entry as v.ObjectValue, "VisibilityTimeout") ?? 0);
  };

  /** The local server shows a message again just after its time, not at it. One look at a time is enough for all. */
  private wakeAfter(queue: Entity, seconds: number): void {
    if (seconds <= 0) {
      this.wake(queue);
      return;
    }
    const key = `${queue.id} ${String(this.clock.milliseconds + seconds * 1000)}`;
    if (this.planned.has(key) || this.readersOf(queue).length === 0) return;
    this.planned.add(key);
    this.clock.after(seconds * 1000 + 1, () => {
      this.planned.delete(key);
      this.wake(queue);
    });
  }

  private wake(queue: Entity): void {
    for (const mapping of this.readersOf(queue)) {
      const running = this.running.get(mapping.id) ?? 0;
      const most = Math.min(
        v.numeric(mapping.inputs, "scalingConfig.maximumConcurrency") ?? pollers,
        pollers,
      );
      if (running >= most) {
        this.pending.add(mapping.id);
        continue;
      }
      this.running.set(mapping.id, running + 1);
      const window = v.numeric(mapping.inputs, "maximumBatchingWindowInSeconds") ?? 0;
      const start = (): void => {
        this.clock.start(() => this.pump(mapping, queue));
      };
      if (window > 0) this.clock.after(window * 1000, start);
      else start();
    }
  }

  private readersOf(queue: Entity): readonly Entity[] {
    return mappingsOf(this.estate, arnOf(queue));
  }

  /** Reads until there is nothing to read. */
  private async pump(mapping: Entity, queue: Entity): Promise<void> {
    let more = true;
    try {
      while (more) more = await this.batch(mapping, queue);
    } finally {
      this.running.set(mapping.id, (this.running.get(mapping.id) ?? 1) - 1);
    }
    if (this.pending.delete(mapping.id)) this.wake(queue);
  }

  /** One batch; false where there was none, or the function takes no more. */
  private async batch(mapping: Entity, queue: Entity): Promise<boolean> {
    const region = regionOf(mapping);
    const lambda = functionOf(this.estate, mapping);
    if (!lambda || !this.mayRead(lambda, queue, region)) return false;
    const messages = await this.receive(queue, v.numeric(mapping.outputs, "batchSize") ?? 10, region);
    if (messages.length === 0) return false;
    // A message that is not deleted comes again after the queue's time; then it is looked for again.
    this.wakeAfter(queue, visibility(queue));
    const wanted = messages.filter((m) => passes(mapping, filterable(m)));
    const done = messages.filter((m) => !wanted.includes(m));
    const records = wanted.map((m) => recordOf(m, queue));
    const outcome = records.length === 0 ? undefined : await runOn(this.functions, lambda, records);
    if (outcome !== "throttled") {
      const failed = outcome === undefined ? new Set<string>() : failures(mapping, outcome, wanted);
      if (failed !== "all") done.push(...wanted.filter((m) => !failed.has(m.MessageId)));
    }
    await this.remove(queue, done, region);
    return outcome !== "throttled";
  }

  private mayRead(lambda: Entity, queue: Entity, region: string): boolean {
    const why = unread(this.access, lambda, "sqs:ReceiveMessage", arnOf(queue), region);
    if (why !== undefined) this.refused.add(why);
    return why === undefined;
  }

  private async receive(queue: Entity, size: number, region: string): Promise<Message[]> {
    const messages: Message[] = [];
    while (messages.length < size) {
      const answer = await this.local.call("sqs", region, "ReceiveMessage", {
        QueueUrl: queue.id,
        MaxNumberOfMessages: Math.min(perReceive, size - messages.length),
        AttributeNames: ["All"],
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 0,
      });
      const found = (answer["Messages"] ?? []) as Message[];
      messages.push(...found);
      if (found.length < perReceive) break;
    }
    const to = deadLettersOf(queue);
    const letters = to === undefined ? undefined : this.estate.find("queue", to, region);
    if (letters) this.wake(letters);
    return messages;
  }

  private async remove(queue: Entity, messages: readonly Message[], region: string): Promise<void> {
    for (let i = 0; i < messages.length; i += perReceive)
      await this.local.call("sqs", region, "DeleteMessageBatch", {
        QueueUrl: queue.id,
        Entries: messages
          .slice(i, i + perReceive)
          .map((m, n) => ({ Id: String(n), ReceiptHandle: m.ReceiptHandle })),
      });
  }
}

const failures = (
  mapping: Entity,
  result: Result,
  messages: readonly Message[],
): ReadonlySet<string> | "all" =>
  result.error === undefined
    ? failedItems(
        mapping,
        result.payload,
        messages.map((m) => m.MessageId),
      )
    : "all";

const visibility = (queue: Entity): number => v.numeric(queue.outputs, "visibilityTimeoutSeconds") ?? 30;

/** Filters look into a body that is JSON, and at text otherwise (Lambda developer guide, "Properly filtering Amazon SQS messages"). */
function filterable(message: Message): object {
  try {
    return { ...message, body: JSON.parse(message.Body) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { ...message, body: message.Body };
    throw error;
  }
}

/** A message as a function gets it (Lambda developer guide, "Using Lambda with Amazon SQS"). */
function recordOf(message: Message, queue: Entity): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(
        ([name, { DataType, StringValue, BinaryValue }]) => [
          name,
          {
            dataType: DataType,
            ...(StringValue === undefined ? {} : { stringValue: StringValue }),
            ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
            stringListValues: [],
            binaryListValues: [],
          },
        ],
      ),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: arnOf(queue),
    awsRegion: regionOf(queue),
  };
}
