import { EventBridgeClient, CreateEventBusCommand } from "@aws-sdk/client-eventbridge";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { inventoryReservationFailed } from "../../../../components/eventing/catalogue/inventory-reservation-failed";
import { inventoryReserved } from "../../../../components/eventing/catalogue/inventory-reserved";
import { createInventory } from "../../../../components/eventing/functions/inventory/inventory";
import { InsufficientInventoryError } from "../../../../components/eventing/functions/inventory/reservation";
import { stockIn, type Stock } from "../../../../components/eventing/functions/inventory/stock";
import { traceCalls } from "../../../../components/eventing/runtime/clients";
import { queueConsumer, type Consumer } from "../../../../components/eventing/runtime/consumer";
import { idempotency } from "../../../../components/eventing/runtime/idempotency";
import { createIds } from "../../../../components/eventing/runtime/ids";
import { createOutbox } from "../../../../components/eventing/runtime/outbox";
import { createPublisher } from "../../../../components/eventing/runtime/publisher";
import { FaultyProxy } from "../../../support/faulty-proxy";
import { describeWithLocalAws } from "../../../support/local-aws";
import { FixedClock, seededRandom } from "../runtime/fixed";
import { Resources, batchOf, envelope, invocation, orderNumber, record, watchedObserve } from "./local";

describeWithLocalAws("the inventory consumer", (aws) => {
  const proxy = new FaultyProxy(() => aws().url);
  let resources: Resources;
  let tables: { inventory: string; reservations: string; outbox: string; processed: string };
  let parking: string;
  let stock: Stock;
  let consume: Consumer<{ readonly status: string }>;
  let handle: (event: SQSEvent, remainingMs?: number) => Promise<SQSBatchResponse>;
  let watched: ReturnType<typeof watchedObserve>;
  const clock = new FixedClock("2026-11-02T09:31:00.000Z");

  beforeEach(async () => {
    await proxy.start();
    process.env["AWS_ENDPOINT_URL"] = proxy.url;
    resources = new Resources();
    tables = {
      inventory: await resources.table("inventory", "productId"),
      reservations: await resources.table("reservations", "orderId"),
      outbox: await resources.table("outbox", "eventId"),
      processed: await resources.table("processed", "id"),
    };
    parking = await resources.queue("parking");
    const bus = new EventBridgeClient({});
    await bus.send(new CreateEventBusCommand({ Name: tables.outbox }));
    watched = watchedObserve("inventory");
    const { observe } = watched;
    stock = stockIn(resources.tables, tables, () => clock.now());
    consume = createInventory({
      stock,
      observe,
      idempotency: idempotency({ table: tables.processed, ttlSeconds: 3600 }, resources.tables, () =>
        clock.now(),
      ),
      clock,
      ids: createIds(clock, seededRandom(1)),
      publisher: createPublisher({
        bus: traceCalls(new EventBridgeClient({ maxAttempts: 1 }), observe.tracing),
        busName: tables.outbox,
        maxBytes: 262_144,
        clock,
        random: seededRandom(2),
        observe,
      }),
      outbox: createOutbox(resources.tables, tables.outbox, clock, observe.log),
      outboxTable: tables.outbox,
      sourcePrefix: "com.acme",
      maxBytes: 262_144,
    });
    const queue = queueConsumer({
      name: "inventory",
      consume,
      observe,
      queues: resources.queues,
      parkingQueueUrl: parking,
    });
    const handler = observe.handler("inventory", queue);
    handle = (event, remainingMs) => handler(event, invocation(remainingMs));
    proxy.reset();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    process.env["AWS_ENDPOINT_URL"] = aws().url;
    await proxy.stop();
  });

  const product = (productId: string, availableQuantity: number) => ({
    productId,
    availableQuantity,
    reservedQuantity: 0,
  });
  const left = async () =>
    Object.fromEntries(
      (await resources.items(tables.inventory)).map((item) => [
        String(item["productId"]),
        [item["availableQuantity"], item["reservedQuantity"]],
      ]),
    );
  const line = (productId: string, quantity: number) => ({ productId, quantity, price: 1 });
  /** Events stored in the outbox, by what they say. */
  const told = async () =>
    (await resources.items(tables.outbox)).map((item) => ({
      type: item["eventType"] as string,
      source: item["source"],
      status: item["status"],
      detail: JSON.parse(item["data"] as string) as Record<string, unknown>,
    }));

  it("EV-55: one item, PROD-1 twice, leads to one reservation with those values, one published event and success", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = orderNumber(1, { items: [{ productId: "PROD-1", quantity: 2, price: 29.99 }] });
    proxy.reset();
    expect(await consume(envelope(one), invocation())).toEqual({ status: "success", orderId: one.orderId });
    const transactions = proxy.of("TransactWriteItems");
    expect(transactions).toHaveLength(1);
    expect(transactions[0]?.body).toMatchObject({
      TransactItems: [
        {
          Update: {
            TableName: tables.inventory,
            Key: { productId: { S: "PROD-1" } },
            ExpressionAttributeValues: { ":quantity": { N: "2" } },
          },
        },
        { Put: { TableName: tables.reservations } },
        { Put: { TableName: tables.outbox } },
      ],
    });
    expect(proxy.of("PutEvents").map(({ body }) => body["Entries"])).toMatchObject([
      [{ DetailType: "Inventory Reserved", Source: "com.acme.inventory" }],
    ]);
    expect(await told()).toMatchObject([{ type: "Inventory Reserved", status: "published" }]);
  });

  it("EV-34: takes the envelope whole and logs order and correlation id together", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = orderNumber(2);
    await consume(envelope(one), invocation());
    expect(watched.lines.find(({ message }) => message === "An event is processed")).toMatchObject({
      orderId: one.orderId,
      correlationId: "request-2",
      eventId: one.metadata.eventId,
      status: "success",
    });
    expect(JSON.stringify(watched.lines)).not.toContain(one.customerName);
    await expect(consume(one, invocation())).rejects.toThrow("invalid input");
  });

  it("EV-52: counts each event that it is done with, by type and service", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = record("a", envelope(orderNumber(22)));
    await handle(batchOf(one, one));
    const counted = watched.metrics.filter((line) => "EventsProcessed" in line);
    expect(counted).toMatchObject([{ EventType: "Order Created", Service: "inventory", EventsProcessed: 1 }]);
    expect(counted[0]?.["_aws"]).toMatchObject({
      CloudWatchMetrics: [
        {
          Namespace: "Acme/Events",
          Dimensions: [["EventType", "Service"]],
          Metrics: [{ Name: "EventsProcessed", Unit: "Count" }],
        },
      ],
    });
    expect(watched.metrics.find((line) => "Duplicates" in line)).toMatchObject({ Duplicates: 1 });
  });

  it("EV-53: has a span for the event, found by its correlation id, and below it what it does and calls", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    await handle(batchOf(record("a", envelope(orderNumber(23)))));
    const spans = watched.spans.getFinishedSpans();
    const named = (name: string) => spans.find((span) => span.name === name);
    const event = named("process_order_created");
    expect(event?.attributes).toMatchObject({
      correlation_id: "request-23",
      "aws.xray.annotations": ["correlation_id"],
    });
    const parents = ["reserve_inventory", "publish_event"].map(
      (name) => named(name)?.parentSpanContext?.spanId,
    );
    expect(parents).toEqual([event?.spanContext().spanId, event?.spanContext().spanId]);
    const call = named("EventBridge.PutEvents");
    expect(call?.parentSpanContext?.spanId).toBe(named("publish_event")?.spanContext().spanId);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  });

  it("EV-35: moves the quantity from available to reserved, writes when, and keeps one record an order", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10), product("PROD-2", 2));
    const one = orderNumber(3, { items: [line("PROD-1", 3), line("PROD-2", 2)] });
    await consume(envelope(one), invocation());
    expect(await left()).toEqual({ "PROD-1": [7, 3], "PROD-2": [0, 2] });
    expect(await resources.get(tables.inventory, { productId: "PROD-1" })).toMatchObject({
      lastUpdated: "2026-11-02T09:31:00.000Z",
    });
    expect(await resources.items(tables.reservations)).toEqual([
      {
        orderId: one.orderId,
        status: "reserved",
        items: [
          { productId: "PROD-1", quantity: 3 },
          { productId: "PROD-2", quantity: 2 },
        ],
        eventId: one.metadata.eventId,
        correlationId: "request-3",
        changedAt: "2026-11-02T09:31:00.000Z",
      },
    ]);
  });

  it("acceptance 6: two lines of one product are summed, also for whether there is enough", async () => {
    await resources.put(tables.inventory, product("PROD-1", 5));
    const twice = orderNumber(4, { items: [line("PROD-1", 2), line("PROD-1", 3)] });
    expect(await consume(envelope(twice), invocation())).toMatchObject({ status: "success" });
    expect(await left()).toEqual({ "PROD-1": [0, 5] });
    await resources.put(tables.inventory, product("PROD-1", 4));
    const short = orderNumber(5, { items: [line("PROD-1", 2), line("PROD-1", 3)] });
    expect(await consume(envelope(short), invocation())).toMatchObject({
      failedItems: [{ productId: "PROD-1", requested: 5, available: 4 }],
    });
  });

  it("EV-36: a failed condition is a typed error with the short items", async () => {
    await resources.put(tables.inventory, product("PROD-1", 1));
    const { orderId, items, metadata } = orderNumber(6);
    const reserving = stock.reserve(
      { orderId, items, eventId: metadata.eventId, correlationId: metadata.correlationId },
      [],
    );
    await expect(reserving).rejects.toBeInstanceOf(InsufficientInventoryError);
    await expect(reserving).rejects.toMatchObject({
      failedItems: [{ productId: "PROD-1", requested: 2, available: 1 }],
    });
  });

  it("EV-06, EV-37: says what was reserved, with the order's correlation id, as its event's type wants it", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = orderNumber(7);
    await consume(envelope(one), invocation());
    const [event] = await told();
    expect(event).toMatchObject({ type: "Inventory Reserved", source: "com.acme.inventory" });
    expect(inventoryReserved.parse(event?.detail)).toEqual({
      orderId: one.orderId,
      status: "reserved",
      items: [{ productId: "PROD-1", quantity: 2 }],
      metadata: {
        eventId: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
        correlationId: "request-7",
        version: "1.0",
        timestamp: "2026-11-02T09:31:00.000Z",
      },
    });
  });

  it("EV-38, acceptance 6: two of three items short leave all quantities, and one event names both", async () => {
    await resources.put(tables.inventory, product("A", 10), product("B", 1));
    const one = orderNumber(8, { items: [line("A", 2), line("B", 2), line("C", 1)] });
    const failedItems = [
      { productId: "B", requested: 2, available: 1 },
      { productId: "C", requested: 1, available: 0 },
    ];
    const reason = "Not enough in stock: B, C";
    expect(await consume(envelope(one), invocation())).toEqual({
      status: "failed",
      orderId: one.orderId,
      reason,
      failedItems,
    });
    expect(await left()).toEqual({ A: [10, 0], B: [1, 0] });
    const events = await told();
    expect(events.map(({ type }) => type)).toEqual(["Inventory Reservation Failed"]);
    expect(inventoryReservationFailed.parse(events[0]?.detail)).toMatchObject({
      orderId: one.orderId,
      reason,
      failedItems,
      metadata: { correlationId: "request-8" },
    });
  });

  it("EV-56: a reservation that throws InsufficientInventoryError ends as failed and is told", async () => {
    const one = orderNumber(9);
    expect(await consume(envelope(one), invocation())).toMatchObject({ status: "failed" });
    expect(proxy.of("PutEvents").map(({ body }) => body["Entries"])).toMatchObject([
      [{ DetailType: "Inventory Reservation Failed" }],
    ]);
  });

  it("EV-38: throws whatever else goes wrong, so that it is tried again, and has done nothing", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = orderNumber(10);
    proxy.fault = ({ action }) =>
      action === "TransactWriteItems" ? { error: "ProvisionedThroughputExceededException" } : undefined;
    await expect(consume(envelope(one), invocation())).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
    expect(await left()).toEqual({ "PROD-1": [10, 0] });
    expect(await resources.items(tables.processed)).toEqual([]);
    proxy.reset();
    expect(await consume(envelope(one), invocation())).toMatchObject({ status: "success" });
  });

  it("EV-50, acceptance 6: the same event twice reserves once; the second answer is duplicate, and logged", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = orderNumber(11);
    await consume(envelope(one), invocation());
    const again = envelope(one, { id: "0b2cc3a5-0d5b-4a54-8a4c-2c4a9b1a6b7e" });
    expect(await consume(again, invocation())).toEqual({ status: "duplicate" });
    expect(await left()).toEqual({ "PROD-1": [8, 2] });
    expect(
      watched.lines.find(({ message }) => message === "An event that is known is skipped"),
    ).toMatchObject({
      eventId: one.metadata.eventId,
      orderId: one.orderId,
    });
  });

  it("reserves once for an order though its mark was lost: the record in the transaction knows", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const one = orderNumber(12);
    // The answer is lost after the transaction was done, in each of the SDK's attempts.
    proxy.fault = ({ action }) => (action === "TransactWriteItems" ? { drop: true, after: true } : undefined);
    await expect(consume(envelope(one), invocation())).rejects.toThrow();
    proxy.reset();
    expect(await consume(envelope(one), invocation())).toEqual({ status: "success", orderId: one.orderId });
    expect(await left()).toEqual({ "PROD-1": [8, 2] });
    // The event of the lost answer is still to be published, by the drain; no second one was made.
    expect(await told()).toMatchObject([{ type: "Inventory Reserved", status: "pending" }]);
    expect(proxy.of("PutEvents")).toEqual([]);
  });

  it("serves of two orders that race for the last piece one, and never both", async () => {
    await resources.put(tables.inventory, product("PROD-1", 2));
    const answers = await Promise.all([13, 14].map((n) => consume(envelope(orderNumber(n)), invocation())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["failed", "success"]);
    expect(await left()).toEqual({ "PROD-1": [0, 2] });
  });

  it("keeps the event in the outbox when the bus is not reachable, and the order is reserved all the same", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    proxy.fault = ({ action }) => (action === "PutEvents" ? { drop: true } : undefined);
    expect(await consume(envelope(orderNumber(15)), invocation())).toMatchObject({ status: "success" });
    expect(await told()).toMatchObject([{ type: "Inventory Reserved", status: "pending" }]);
  });

  it("parks at once what is malformed or of another major version, and brings back only what failed", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    const good = orderNumber(16);
    const other = { ...orderNumber(17), metadata: { ...orderNumber(17).metadata, version: "2.0" } };
    const batch = batchOf(
      record("good", envelope(good)),
      record("text", "no JSON"),
      record("major", envelope(other)),
      record("holed", envelope({ ...orderNumber(18), items: [] })),
    );
    expect(await handle(batch)).toEqual({ batchItemFailures: [] });
    const parked = await resources.drain(parking);
    const named = new Map(parked.map(({ Body, MessageAttributes }) => [Body, MessageAttributes]));
    expect(new Set(named.keys())).toEqual(new Set(batch.Records.slice(1).map(({ body }) => body)));
    const attributes = named.get(batch.Records[2]?.body);
    expect(attributes).toMatchObject({
      CONSUMER: { StringValue: "inventory" },
      ERROR_CODE: { StringValue: "UnknownVersionError" },
      TARGET_ARN: { StringValue: "arn:aws:sqs:us-east-1:123456789012:inventory-events" },
    });
    expect(attributes?.["ERROR_MESSAGE"]?.StringValue).toContain("detail.metadata.version");
    expect(await left()).toEqual({ "PROD-1": [8, 2] });
  });

  it("keeps a malformed event in the queue as long as it can not be parked", async () => {
    proxy.fault = ({ action }) => (action === "SendMessage" ? { drop: true } : undefined);
    expect(await handle(batchOf(record("text", "no JSON")))).toEqual({
      batchItemFailures: [{ itemIdentifier: "text" }],
    });
  });

  it("begins no message for which there is no time", async () => {
    const queue = batchOf(record("late", envelope(orderNumber(21))));
    expect(await handle(queue, 1_999)).toEqual({ batchItemFailures: [{ itemIdentifier: "late" }] });
    expect(proxy.calls).toEqual([]);
  });

  it("brings back what failed, and nothing beside it", async () => {
    await resources.put(tables.inventory, product("PROD-1", 10));
    proxy.fault = ({ action, nth }) =>
      action === "TransactWriteItems" && nth === 0 ? { error: "ValidationException" } : undefined;
    const batch = batchOf(record("a", envelope(orderNumber(19))), record("b", envelope(orderNumber(20))));
    expect(await handle(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] });
    expect(await left()).toEqual({ "PROD-1": [8, 2] });
  });
});
