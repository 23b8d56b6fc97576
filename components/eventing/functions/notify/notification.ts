import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { orderCreated } from "../../catalogue/order-created";
import type { DetailOf } from "../../events";
import { createConsumer, type Consumer } from "../../runtime/consumer";
import type { Idempotency } from "../../runtime/idempotency";
import type { Observe } from "../../runtime/observe";

type Order = DetailOf<typeof orderCreated>;

/** What a channel is handed: no name, no address, no mail; who may know them looks them up by the token. */
export interface Notification {
  readonly template: "order-created";
  readonly orderId: string;
  /** Stands for the recipient's contact data; none where the recipient is not the customer. */
  readonly contactToken?: string;
  readonly customerId?: string;
  readonly totalAmount: number;
  readonly currency: string;
  readonly correlationId: string;
}

/** How one channel says that an order was taken. */
export interface Channel {
  /** The function's name. */
  readonly name: string;
  notification(order: Order): Notification;
}

/** To the customer. */
export const toCustomer = (order: Order): Notification => ({
  ...about(order),
  contactToken: order.contactToken,
});

/** To the customer's account manager, who knows the customer by the id. */
export const toAccountManager = (order: Order): Notification => ({
  ...about(order),
  customerId: order.customerId,
});

const about = ({ orderId, totalAmount, currency, metadata }: Order) => ({
  template: "order-created" as const,
  orderId,
  totalAmount,
  currency,
  correlationId: metadata.correlationId,
});

export interface SenderOptions {
  readonly channel: Channel;
  readonly topics: SNSClient;
  /** ARN of the topic that the channel's provider takes notifications from. */
  readonly topicArn: string;
  readonly observe: Observe;
  readonly idempotency: Idempotency;
}

/**
 * Hands a notification of an order to one channel, once for the order, whichever event or attempt asks for it. Events out of
 * an archive tell nobody: people were told when it happened.
 *
 * What crashes between the hand-over and the mark hands over again: the message carries the key `dedupe`, by which the
 * provider can know it.
 */
export function createSender(options: SenderOptions): Consumer<{ readonly status: "sent" }> {
  const { channel, topics, topicArn, observe } = options;
  return createConsumer({
    name: channel.name,
    events: [orderCreated],
    replays: "suppress",
    onceFor: ({ detail }) => `${orderCreated.type}#${detail.orderId}`,
    about: ({ orderId }) => ({ orderId }),
    observe,
    idempotency: options.idempotency,
    async handle({ detail }) {
      await topics.send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: JSON.stringify(channel.notification(detail)),
          MessageAttributes: {
            dedupe: { DataType: "String", StringValue: `${channel.name}#${detail.orderId}` },
          },
        }),
      );
      return { status: "sent" };
    },
  });
}
