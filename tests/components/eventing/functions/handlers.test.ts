import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  functions,
  type FunctionName,
  type FunctionPlan,
} from "../../../../components/eventing/functions/manifest";
import { orderKey } from "../../../../components/eventing/functions/saga/orders";
import { accountKey } from "../../../../components/eventing/functions/saga/payments";
import { describeWithLocalAws } from "../../../support/local-aws";
import { Resources, attributesOf, batchOf, envelope, invocation, orderNumber, record } from "./local";

type Handler<E, R> = (event: E, context: Context) => Promise<R>;

const EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:order-saga:1";

describeWithLocalAws("handlers, told by their environment alone where things are", () => {
  let resources: Resources;
  let known: Record<string, string>;

  beforeEach(async () => {
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockReturnValue(true);
    process.env["POWERTOOLS_DEV"] = "";
    resources = new Resources();
    const alerts = await resources.topic("alerts");
    const channel = await resources.topic("channel");
    known = {
      METRICS_NAMESPACE: "Acme/Events",
      SOURCE_PREFIX: "com.acme",
      MAX_EVENT_BYTES: "262144",
      PROCESSED_TTL_SECONDS: "3888000",
      EVENT_BUS_NAME: "default",
      INVENTORY_TABLE: await resources.table("inventory", "productId"),
      RESERVATIONS_TABLE: await resources.table("reservations", "orderId"),
      PROCESSED_TABLE: await resources.table("processed", "id"),
      OUTBOX_TABLE: await resources.outbox(),
      SWEEP_AFTER_SECONDS: "900",
      ORDERS_TABLE: await resources.table("orders", "pk", "sk"),
      PRODUCTS_TABLE: await resources.table("products", "productId"),
      PAYMENTS_TABLE: await resources.table("payments", "id"),
      ATTEMPTS_TABLE: await resources.table("attempts", "id"),
      FALLBACK_QUEUE_URL: await resources.queue("fallback"),
      PARKING_QUEUE_URL: await resources.queue("parking"),
      REDRIVE_QUEUE_URL: await resources.queue("redrive"),
      INVENTORY_QUEUE_URL: await resources.queue("inventory-events"),
      OPS_ALERT_TOPIC: alerts.arn,
      CHANNEL_TOPIC: channel.arn,
      heardOfChannel: channel.heardAt,
    };
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const name of Object.keys(known)) delete process.env[name];
  });

  /** The entry point of a function that starts now; it gets the variables that its plan names and no other. */
  async function start<E, R>(name: FunctionName): Promise<Handler<E, R>> {
    const { environment, optional = {} }: FunctionPlan = functions[name];
    for (const variable of Object.keys({ ...environment, ...optional })) {
      if (known[variable] !== undefined) process.env[variable] = known[variable];
    }
    vi.resetModules();
    const module = (await import(`../../../../components/eventing/functions/${name}/handler.ts`)) as {
      handler: Handler<E, R>;
    };
    return module.handler;
  }
  const run = async <R>(name: FunctionName, event: unknown) =>
    (await start<unknown, R>(name))(event, invocation());
  const table = (name: string) => known[name] ?? "";

  const done = { batchItemFailures: [] };
  const stock = () =>
    resources.put(table("INVENTORY_TABLE"), {
      productId: "PROD-1",
      availableQuantity: 10,
      reservedQuantity: 0,
    });

  it("inventory reserves for the orders of its queue, and its event is published or kept", async () => {
    await stock();
    const handler = await start<SQSEvent, SQSBatchResponse>("inventory");
    const batch = batchOf(record("a", envelope(orderNumber(1))), record("b", "no JSON"));
    expect(await handler(batch, invocation())).toEqual(done);
    expect(await resources.items(table("RESERVATIONS_TABLE"))).toMatchObject([{ status: "reserved" }]);
    expect(await resources.items(table("OUTBOX_TABLE"))).toMatchObject([
      { eventType: "Inventory Reserved", status: "published" },
    ]);
    expect(await resources.drain(known["PARKING_QUEUE_URL"] ?? "")).toHaveLength(1);
  });

  it("order-api takes an order, and the drains leave nothing behind", async () => {
    await resources.put(table("PRODUCTS_TABLE"), { productId: "PROD-1", prices: { USD: 2999 } });
    const { customerId, customerName, contactToken, shippingAddress } = orderNumber(0);
    const items = [{ productId: "PROD-1", quantity: 2 }];
    const body = JSON.stringify({ customerId, customerName, contactToken, shippingAddress, items });
    const api = { body, headers: {}, requestContext: { requestId: "request-0" } };
    expect(await run("order-api", api)).toMatchObject({ statusCode: 201 });
    const [stored] = await resources.items(table("OUTBOX_TABLE"));
    expect(stored).toMatchObject({ eventType: "Order Created", status: "published" });

    const NewImage = Object.fromEntries(
      ["eventId", "entityId", "eventType", "source", "data", "timestamp"].map((name) => [
        name,
        { S: stored?.[name] as string },
      ]),
    );
    const waiting = { eventId: { S: "01JD2W5K3GZ8V4Q6T9XACBEF99" }, status: { S: "pending" } };
    await resources.put(table("OUTBOX_TABLE"), { eventId: waiting.eventId.S, status: "pending" });
    const Records = [NewImage, { ...NewImage, ...waiting }].map((image, i) => ({
      eventName: "INSERT",
      dynamodb: { SequenceNumber: `${i}`, NewImage: { status: waiting.status, ...image } },
    }));
    expect(await run("outbox-drain", { Records })).toEqual(done);
    expect(await resources.get(table("OUTBOX_TABLE"), { eventId: waiting.eventId.S })).toMatchObject({
      status: "published",
    });

    const { eventId, ...rest } = stored ?? {};
    const forgotten = {
      ...rest,
      eventId: "01JD2W5K3GZ8V4Q6T9XACBEF98",
      status: "pending",
      waiting: "waiting-7",
    };
    await resources.put(table("OUTBOX_TABLE"), { ...forgotten, timestamp: "2026-01-01T00:00:00.000Z" });
    expect(eventId).not.toBe(forgotten.eventId);
    expect(await run("outbox-sweep", {})).toEqual({ swept: 1, complete: true });

    const { source, data, timestamp: time } = stored as Record<string, string>;
    const detail: unknown = JSON.parse(data ?? "");
    const message = record("f", { source, detailType: "Order Created", time, detail });
    expect(await run("fallback-drain", batchOf(message))).toEqual(done);
  });

  it.each(["send-email", "send-sms", "slack-notify"] as const)(
    "%s hands over to its channel",
    async (name) => {
      expect(await run(name, envelope(orderNumber(2)))).toEqual({ status: "sent" });
      expect(await resources.told(known["heardOfChannel"] ?? "")).toHaveLength(1);
    },
  );

  it("fraud-check judges the event as it is", async () => {
    expect(await run("fraud-check", envelope(orderNumber(3)))).toEqual({ verdict: "clear", reasons: [] });
  });

  it("dead-letters and redrive bring an event back to the queue whose consumer failed", async () => {
    const queue = known["INVENTORY_QUEUE_URL"] ?? "";
    const TARGET_ARN = await resources.queueArn(queue);
    const body = envelope(orderNumber(4));
    const letter = record("dead", body, { messageAttributes: attributesOf({ TARGET_ARN }) });
    expect(await run("dead-letters", batchOf(letter))).toEqual(done);
    expect(await resources.waiting(known["REDRIVE_QUEUE_URL"] ?? "")).toEqual({ visible: 0, delayed: 1 });
    expect(await run("redrive", batchOf(letter))).toEqual(done);
    expect((await resources.drain(queue)).map(({ Body }) => Body)).toEqual([letter.body]);
  });

  it("EV-58: the saga's functions take an order from created to confirmed", async () => {
    await stock();
    const order = orderNumber(5);
    await resources.put(table("ORDERS_TABLE"), { ...orderKey(order.orderId), status: "created" });
    await resources.put(table("PAYMENTS_TABLE"), {
      ...accountKey(order.customerId, order.currency),
      availableMinor: 6000,
    });
    const input = { event: envelope(order), execution: EXECUTION };
    expect(await run("saga-reserve", input)).toMatchObject({ status: "reserved" });
    expect(await run("saga-pay", input)).toMatchObject({ status: "processed" });
    expect(await run("saga-confirm", input)).toEqual({ status: "confirmed" });
  });

  it("EV-58: the saga's functions undo an order that can not be paid", async () => {
    await stock();
    const order = orderNumber(6);
    await resources.put(table("ORDERS_TABLE"), { ...orderKey(order.orderId), status: "created" });
    const input = { event: envelope(order), execution: EXECUTION, reason: "No account in USD" };
    expect(await run("saga-reserve", input)).toMatchObject({ status: "reserved" });
    expect(await run("saga-pay", input)).toEqual({ status: "declined", reason: "No account in USD" });
    expect(await run("saga-release", input)).toEqual({ status: "released" });
    expect(await run("saga-cancel", input)).toEqual({ status: "cancelled" });
    expect(await resources.get(table("INVENTORY_TABLE"), { productId: "PROD-1" })).toMatchObject({
      availableQuantity: 10,
      reservedQuantity: 0,
    });
  });

  it("refuses to start without what it needs, and says all of it", async () => {
    known = { METRICS_NAMESPACE: "Acme/Events" };
    await expect(start("dead-letters")).rejects.toThrow(
      /function dead-letters: 4 invalid inputs[\s\S]*ATTEMPTS_TABLE is missing[\s\S]*OPS_ALERT_TOPIC is missing/,
    );
  });
});
