import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { judge } from "../../../../components/eventing/functions/fraud-check/core";
import {
  createSender,
  toAccountManager,
  toCustomer,
  type Channel,
} from "../../../../components/eventing/functions/notify/notification";
import type { Consumer } from "../../../../components/eventing/runtime/consumer";
import { idempotency } from "../../../../components/eventing/runtime/idempotency";
import { describeWithLocalAws } from "../../../support/local-aws";
import { Resources, envelope, invocation, orderNumber, watchedObserve, type LogLine } from "./local";

describeWithLocalAws("notifications of an order", () => {
  let resources: Resources;
  let processed: string;
  let topic: { readonly arn: string; readonly heardAt: string };
  let lines: LogLine[];

  const sender = (channel: Channel, topicArn = topic.arn): Consumer<{ readonly status: "sent" }> => {
    const watched = watchedObserve(channel.name);
    lines = watched.lines;
    return createSender({
      channel,
      topics: resources.topics,
      topicArn,
      observe: watched.observe,
      idempotency: idempotency({ table: processed, ttlSeconds: 3600 }, resources.tables, () => new Date()),
    });
  };
  const email: Channel = { name: "send-email", notification: toCustomer };
  const sms: Channel = { name: "send-sms", notification: toCustomer };

  beforeEach(async () => {
    resources = new Resources();
    processed = await resources.table("processed", "id");
    topic = await resources.topic("channel");
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("hands the channel a contact token and nothing that says who it is", async () => {
    const one = orderNumber(1);
    expect(await sender(email)(envelope(one), invocation())).toEqual({ status: "sent" });
    const [told] = await resources.told(topic.heardAt);
    expect(JSON.parse(told?.Message ?? "")).toEqual({
      template: "order-created",
      orderId: one.orderId,
      contactToken: one.contactToken,
      totalAmount: 59.98,
      currency: "USD",
      correlationId: "request-1",
    });
    const logged = JSON.stringify(lines);
    for (const secret of [one.customerName, one.contactToken]) expect(logged).not.toContain(secret);
    expect(logged).toContain(one.orderId);
  });

  it("tells the account manager by the customer's id", () => {
    expect(toAccountManager(orderNumber(1))).toMatchObject({ customerId: "CUST-4711" });
    expect(toAccountManager(orderNumber(1))).not.toHaveProperty("contactToken");
  });

  it("EV-49: tells once for an order and channel, though another event of the order asks again", async () => {
    const one = orderNumber(2);
    const again = { ...one, metadata: { ...one.metadata, eventId: "ANOTHER-EVENT" } };
    expect(await sender(email)(envelope(one), invocation())).toEqual({ status: "sent" });
    expect(await sender(email)(envelope(again), invocation())).toEqual({ status: "duplicate" });
    expect(await sender(sms)(envelope(one), invocation())).toEqual({ status: "sent" });
    const told = await resources.told(topic.heardAt);
    expect(told).toHaveLength(2);
  });

  it("tells nobody of an event out of an archive, and marks nothing for it", async () => {
    const replayed = envelope(orderNumber(3), { "replay-name": "after-the-outage" });
    expect(await sender(email)(replayed, invocation())).toEqual({ status: "suppressed" });
    expect(await resources.told(topic.heardAt)).toEqual([]);
    expect(await resources.items(processed)).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ replay: "after-the-outage", correlationId: "request-3" });
  });

  it("EV-51: fails when the topic rejects, and tells when it is asked again", async () => {
    const one = envelope(orderNumber(4));
    await expect(sender(email, `${topic.arn}-missing`)(one, invocation())).rejects.toThrow();
    expect(await sender(email)(one, invocation())).toEqual({ status: "sent" });
  });

  it("refuses what is no order, by an error that a workflow does not try again", async () => {
    const other = envelope(orderNumber(5), { "detail-type": "Order Shipped" });
    await expect(sender(email)(other, invocation())).rejects.toMatchObject({ name: "InvalidEventError" });
  });
});

describe("the fraud check's judgement", () => {
  const items = (quantity: number) => [{ productId: "PROD-1", quantity, price: 1 }];

  it.each([
    ["an ordinary order", {}, []],
    ["just below the limit of its currency", { totalAmount: 8999.99, currency: "EUR" as const }, []],
    [
      "the limit of its currency",
      { totalAmount: 9000, currency: "EUR" as const },
      ["9000 EUR is 9000 EUR or more"],
    ],
    ["99 pieces", { items: items(99) }, []],
    ["100 pieces on two lines", { items: [...items(60), ...items(40)] }, ["100 pieces of PROD-1"]],
    [
      "digital goods of high value",
      { totalAmount: 1000, fulfilment: "digital" as const },
      ["Only digital goods, of high value"],
    ],
    ["digital goods of less", { totalAmount: 999.99, fulfilment: "digital" as const }, []],
    ["the same amount, to be sent", { totalAmount: 1000 }, []],
  ])("%s", (_what, more, reasons) => {
    const verdict = reasons.length === 0 ? "clear" : "review";
    expect(judge(orderNumber(1, more))).toEqual({ verdict, reasons });
  });
});
