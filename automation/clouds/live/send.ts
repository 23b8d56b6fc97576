import { readMembers } from "../../../lib/event-patterns";
import type { Api } from "./api";
import type { Caller, Service } from "./call";
import type { LiveClock } from "./clock";
import { isTransient, ServiceError, Unreachable } from "./errors";
import type { Estate } from "./estate";

/** Something that a service hands to a queue, topic, function, machine or bus. */
export interface Delivery {
  /** The ARN. */
  readonly to: string;
  readonly body: string;
  readonly caller: Caller;
  readonly region: string;
  /** Message attributes, where a queue gets it. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The message group, where a FIFO queue gets it. */
  readonly group?: string | undefined;
}

/** Something that nobody has any more: it could be delivered neither to its receiver nor to a dead-letter queue. */
export interface Lost {
  /** Who could not hand it on to whom, and why. */
  readonly what: string;
  readonly body: string;
}

/**
 * How long a service goes on trying to get rid of what it gave up on: as long as EventBridge tries a target at most
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html, read 2026-11-26). What it does about a
 * dead-letter queue that takes nothing, its pages do not say (unverified).
 */
const handOverMs = 24 * 3_600_000;
const longestPauseMs = 300_000;

/** How services of the cloud hand things to each other. */
export class Send {
  readonly lost: Lost[] = [];

  constructor(
    private readonly api: Api,
    private readonly estate: Estate,
    private readonly clock: LiveClock,
  ) {}

  /**
   * Delivers in the background what is not to be kept: again while the receiver does not answer, later and later. What it
   * does not take is lost.
   */
  handOver(delivery: Delivery, what: string): void {
    const since = this.clock.milliseconds;
    const attempt = (pause: number): void => {
      this.clock.start(async () => {
        try {
          await this.deliver(delivery);
        } catch (error) {
          if (!(error instanceof ServiceError || error instanceof Unreachable)) throw error;
          if (isTransient(error) && this.clock.milliseconds + pause - since < handOverMs)
            this.clock.after(pause, () => {
              attempt(Math.min(2 * pause, longestPauseMs));
            });
          else this.lost.push({ what: `${what} -> ${delivery.to}: ${error.message}`, body: delivery.body });
        }
      });
    };
    attempt(1000);
  }

  /** @throws {ServiceError} where the receiver is not there, does not let the caller in or does not take it. */
  async deliver(delivery: Delivery): Promise<void> {
    const { to, body, region } = delivery;
    const hand = (service: Service, action: string, input: Record<string, unknown>) =>
      this.call(delivery, service, action, input);
    switch (to.split(":")[2] ?? "") {
      case "sqs": {
        const queue = this.estate.get(
          "queue",
          to,
          region,
          "QueueDoesNotExist",
          `The specified queue does not exist: ${to}`,
        );
        await hand("sqs", "SendMessage", messageTo(queue.id, delivery));
        return;
      }
      case "sns":
        this.estate.get("topic", to, region, "NotFound", `Topic does not exist: ${to}`);
        await hand("sns", "Publish", { TopicArn: to, Message: body });
        return;
      case "lambda":
        await hand("lambda", "Invoke", { FunctionName: to, InvocationType: "Event", Payload: body });
        return;
      case "states":
        await hand("states", "StartExecution", { stateMachineArn: to, input: body });
        return;
      case "firehose":
        await hand("firehose", "PutRecord", {
          DeliveryStreamName: to.slice(to.lastIndexOf("/") + 1),
          Record: { Data: Buffer.from(body).toString("base64") },
        });
        return;
      case "events":
        if (to.includes(":event-bus/")) {
          if ((await this.toBus(delivery)) > 0)
            throw new ServiceError("InternalFailure", `The bus ${to} did not take the event`, 500);
          return;
        }
        break;
      default:
    }
    throw new ServiceError("ResourceNotFoundException", `Nothing is delivered to ${to} here`);
  }

  /** An event keeps its source, type, detail and time on its way to another bus; the id is a new one. */
  private async toBus(delivery: Delivery): Promise<number> {
    const { to, body } = delivery;
    const event = JSON.parse(body) as Record<string, unknown>;
    const entry = {
      EventBusName: to,
      Source: event["source"],
      DetailType: event["detail-type"],
      // As it is spelled: a parse would lose it.
      Detail: readMembers(body).find(({ name }) => name === "detail")?.text,
      Time: Date.parse(String(event["time"])) / 1000,
      Resources: event["resources"],
    };
    const answer = await this.call(delivery, "events", "PutEvents", { Entries: [entry] });
    return (answer as { FailedEntryCount: number }).FailedEntryCount;
  }

  private call(
    { caller, region }: Delivery,
    service: Service,
    action: string,
    input: Record<string, unknown>,
  ): Promise<unknown> {
    return this.api.call({ service, action, caller, region, input });
  }
}

const messageTo = (QueueUrl: string, { body, attributes, group }: Delivery): Record<string, unknown> => ({
  QueueUrl,
  MessageBody: body,
  ...(group === undefined ? {} : { MessageGroupId: group }),
  ...(attributes === undefined
    ? {}
    : {
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [
            name,
            { DataType: "String", StringValue },
          ]),
        ),
      }),
});
