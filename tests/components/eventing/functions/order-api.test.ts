import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { createOrderApi } from "../../../../components/eventing/functions/order-api/order-api";
import type { ApiEvent } from "../../../../components/eventing/functions/order-api/request";
import { ordersIn } from "../../../../components/eventing/functions/order-api/store";
import { createOutboxDrain } from "../../../../components/eventing/functions/outbox-drain/outbox-drain";
import { createOutboxSweep } from "../../../../components/eventing/functions/outbox-sweep/outbox-sweep";
import { createFallbackDrain } from "../../../../components/eventing/functions/fallback-drain/fallback-drain";
import { createIds } from "../../../../components/eventing/runtime/ids";
import { createOutbox } from "../../../../components/eventing/runtime/outbox";
import { FaultyProxy } from "../../../support/faulty-proxy";
import { describeWithLocalAws } from "../../../support/local-aws";
import { FixedClock, seededRandom } from "../runtime/fixed";
import { MAX_BYTES, SOURCE_PREFIX, busWithEar, publisherTo } from "./bus";
import { Resources, batchOf, invocation, record, watchedObserve } from "./local";

const body = {
  customerId: "CUST-4711",
  customerName: "Ada Example",
  contactToken: "ct_8f2c41d7",
  items: [{ productId: "PROD-1", quantity: 2, price: 29.99 }],
  shippingAddress: { country: "US", state: "WA", city: "Seattle", zipCode: "98101" },
};

const request = (
  given: unknown = body,
  headers: Record<string, string> = {},
  requestId = "request-1",
): ApiEvent => ({
  body: typeof given === "string" ? given : JSON.stringify(given),
  headers,
  requestContext: { requestId },
});

describeWithLocalAws("the order function and its drains", (aws) => {
  const proxy = new FaultyProxy(() => aws().url);
  let nth = 0;

  beforeAll(async () => {
    await proxy.start();
    process.env["AWS_ENDPOINT_URL"] = proxy.url;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    proxy.reset();
  });
  afterAll(() => proxy.stop());

  /** The functions over tables, queue and bus of their own. */
  async function world() {
    const resources = new Resources();
    const [orders, products, outboxTable] = await Promise.all([
      resources.table("orders", "pk", "sk"),
      resources.table("products", "productId"),
      resources.outbox(),
    ]);
    const queue = await resources.queue("fallback");
    const bus = await busWithEar(resources, `orders-${++nth}`);
    await resources.put(
      products,
      { productId: "PROD-1", prices: { USD: 2999, EUR: 2799 }, kind: "physical" },
      { productId: "DIGITAL-1", prices: { USD: 10 }, kind: "digital" },
    );
    const watched = watchedObserve("orders");
    const { observe } = watched;
    const clock = new FixedClock();
    const outbox = createOutbox(resources.tables, outboxTable, clock, observe.log);
    const publisher = publisherTo(observe, bus.name, { queue, clock, resources });
    const api = createOrderApi({
      store: ordersIn(resources.tables, { orders, products, outbox: outboxTable }, clock),
      publisher,
      outbox,
      clock,
      ids: createIds(clock, seededRandom(nth)),
      observe,
      sourcePrefix: SOURCE_PREFIX,
      maxBytes: MAX_BYTES,
    });
    const drain = createOutboxDrain({ outbox, publisher, observe });
    const sweep = (remainingMs = 120_000) =>
      createOutboxSweep({ outbox, publisher, clock, observe, afterSeconds: 900 })(
        {},
        invocation(remainingMs),
      );
    const alone = publisherTo(observe, bus.name, { clock, resources });
    const drainFallback = createFallbackDrain({ publisher: alone, log: observe.log });
    const take = async (event: ApiEvent) => {
      const { statusCode, body: text } = await api(event);
      return {
        statusCode,
        ...(JSON.parse(text) as { orderId: string; status?: string; faults?: unknown[] }),
      };
    };
    /** What the outbox's stream says of its records. */
    const inserted = async (): Promise<DynamoDBRecord[]> =>
      (await resources.items(outboxTable)).map((item, i) => ({
        eventName: "INSERT",
        dynamodb: {
          SequenceNumber: `${i + 1}`,
          NewImage: Object.fromEntries(
            Object.entries(item)
              .filter(([, value]) => typeof value === "string")
              .map(([name, value]) => [name, { S: value as string }]),
          ),
        },
      }));
    return {
      ...watched,
      clock,
      resources,
      orders,
      outbox,
      outboxTable,
      queue,
      bus,
      take,
      drain,
      drainFallback,
      sweep,
      inserted,
    };
  }

  const noBus = () => {
    proxy.fault = ({ action }) =>
      action === "PutEvents" ? { error: "InternalFailure", status: 400 } : undefined;
  };
  const noBusAndQueue = () => {
    proxy.fault = ({ action }) =>
      action === "PutEvents" || action === "SendMessageBatch" ? { drop: true } : undefined;
  };

  it("EV-06, EV-26, EV-27: stores an order at the shop's prices, publishes it and answers 201", async () => {
    const { take, resources, orders, bus, metrics, observe } = await world();
    const { statusCode, orderId, status } = await take(request());
    expect({ statusCode, status }).toEqual({ statusCode: 201, status: "created" });
    expect(await resources.get(orders, { pk: `ORDER#${orderId}`, sk: "ORDER" })).toMatchObject({
      orderId,
      status: "created",
      totalMinor: 5998,
      lines: [{ productId: "PROD-1", quantity: 2, priceMinor: 2999 }],
    });
    const [event, ...more] = await bus.heard();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      source: "com.acme.orders",
      "detail-type": "Order Created",
      detail: {
        orderId,
        totalAmount: 59.98,
        currency: "USD",
        fulfilment: "physical",
        metadata: {
          correlationId: "request-1",
          version: "1.0",
          timestamp: "2026-11-25T12:00:00.000Z",
          sequence: 1,
        },
      },
    });
    expect(orderCreated.parse(event?.detail)).toEqual(event?.detail);
    observe.metrics.flush();
    expect(metrics).toContainEqual(expect.objectContaining({ Currency: "USD", OrderValue: 59.98 }));
  });

  it("EV-33: stores the event beside the order, and notes there that it is published", async () => {
    const { take, resources, outboxTable } = await world();
    const { orderId } = await take(request());
    const [stored, ...more] = await resources.items(outboxTable);
    expect(more).toEqual([]);
    expect(stored).toMatchObject({
      eventType: "Order Created",
      entityId: orderId,
      timestamp: "2026-11-25T12:00:00.000Z",
      status: "published",
    });
    expect(JSON.parse(stored?.["data"] as string)).toMatchObject({ orderId, totalAmount: 59.98 });
    // The order and the event of one transaction, not of two calls.
    expect(proxy.of("TransactWriteItems")).toHaveLength(1);
    expect(proxy.of("PutItem").filter(({ body: { TableName } }) => TableName === outboxTable)).toEqual([]);
  });

  it("EV-30: an event that the bus does not take goes to the queue, and the order is taken", async () => {
    const { take, resources, outboxTable, queue, lines } = await world();
    noBus();
    const { statusCode, orderId } = await take(request());
    expect(statusCode).toBe(201);
    const [message] = await resources.drain(queue);
    expect(JSON.parse(message?.Body ?? "")).toMatchObject({
      source: "com.acme.orders",
      detailType: "Order Created",
      time: "2026-11-25T12:00:00.000Z",
      detail: { orderId },
    });
    expect((await resources.items(outboxTable))[0]).toMatchObject({ status: "queued" });
    expect(lines).toContainEqual(expect.objectContaining({ errorCode: "InternalFailure" }));
  });

  it("acceptance 3, G09: when the queue fails as well the answer is 201, and the drain publishes it later, once", async () => {
    const { take, resources, outboxTable, bus, drain, inserted } = await world();
    noBusAndQueue();
    const { statusCode, orderId } = await take(request());
    expect(statusCode).toBe(201);
    const [stored] = await resources.items(outboxTable);
    expect(stored).toMatchObject({ entityId: orderId, status: "pending" });
    const Records = await inserted();
    expect(await drain({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect((await resources.items(outboxTable))[0]).toMatchObject({ status: "pending" });

    proxy.reset();
    expect(await drain({ Records })).toEqual({ batchItemFailures: [] });
    expect(await drain({ Records })).toEqual({ batchItemFailures: [] });
    const heard = await bus.heard();
    expect(heard.map(({ detail }) => detail.metadata.eventId)).toEqual([stored?.["eventId"]]);
    expect((await resources.items(outboxTable))[0]).toMatchObject({ status: "published" });
  });

  it("G09: the drain leaves alone what its producer has published", async () => {
    const { take, bus, drain, inserted } = await world();
    await take(request());
    expect(await bus.heard()).toHaveLength(1);
    await drain({ Records: await inserted() });
    expect(await bus.heard()).toEqual([]);
  });

  it("G09: what neither its producer nor the drain has published is swept when it is overdue, once, with its own id and time", async () => {
    const { take, clock, resources, outboxTable, bus, sweep, lines } = await world();
    noBusAndQueue();
    await take(request());
    const [stored] = await resources.items(outboxTable);
    proxy.reset();
    expect(await sweep()).toEqual({ swept: 0, complete: true });
    await clock.sleep(900_001);
    expect(await sweep()).toEqual({ swept: 1, complete: true });
    const [heard, ...more] = await bus.heard();
    expect(heard?.detail.metadata.eventId).toBe(stored?.["eventId"]);
    expect(heard?.time).toBe((stored?.["timestamp"] as string).replace(/\.\d+Z$/, "Z"));
    expect(more).toEqual([]);
    expect(lines.map(({ message }) => message)).toContain(
      "Events were published long after they were stored",
    );
    const [settled] = await resources.items(outboxTable);
    expect(settled).toMatchObject({ status: "published" });
    expect(settled).not.toHaveProperty("waiting");
    expect(await sweep()).toEqual({ swept: 0, complete: true });
    expect(await bus.heard()).toEqual([]);
  });

  it("G09: the outbox tells of all that is overdue, some at a time, and of what nobody can read", async () => {
    const { take, clock, resources, outbox, outboxTable } = await world();
    noBusAndQueue();
    await take(request());
    proxy.reset();
    const [stored] = await resources.items(outboxTable);
    const ids = ["01JD0001", "01JD0002", "01JD0003", "01JD0004", "01JD0005"];
    const unreadable = { ...stored, eventId: "0", data: undefined };
    const done = { ...stored, eventId: "1", status: "published" };
    await resources.put(outboxTable, ...ids.map((eventId) => ({ ...stored, eventId })), unreadable, done);
    const told: { events: string[]; unreadable: readonly string[] }[] = [];
    for await (const some of outbox.overdue(new Date(clock.now().getTime() + 1), 2))
      told.push({ events: some.events.map(({ eventId }) => eventId), unreadable: some.unreadable });
    expect(told.flatMap(({ events }) => events).sort()).toEqual([...ids, stored?.["eventId"]].sort());
    expect(told.flatMap((some) => some.unreadable)).toEqual(["0"]);
    for (const { events } of told) expect(events.length).toBeLessThanOrEqual(2);
    const none = outbox.overdue(new Date(stored?.["timestamp"] as string), 2);
    for await (const { events } of none) expect(events).toEqual([]);
  });

  it("G09: a sweep that nobody takes anything from says so, and tries again", async () => {
    const { take, clock, sweep, metrics, observe } = await world();
    noBusAndQueue();
    await take(request());
    await clock.sleep(900_001);
    await expect(sweep()).rejects.toThrow(/1 stored events can not be published/);
    observe.metrics.flush();
    expect(metrics.map((line) => line["EventsStuck"])).toContain(1);
    proxy.reset();
    expect(await sweep()).toEqual({ swept: 1, complete: true });
  });

  it("passes a record of the outbox by that holds no event, and publishes the others", async () => {
    const { take, bus, drain, inserted } = await world();
    noBusAndQueue();
    await take(request());
    proxy.reset();
    const bad = {
      eventName: "INSERT" as const,
      dynamodb: { SequenceNumber: "0", NewImage: { eventId: { S: "x" } } },
    };
    const Records = [bad, ...(await inserted())];
    expect(await drain({ Records })).toEqual({ batchItemFailures: [] });
    expect(await bus.heard()).toHaveLength(1);
  });

  it("G10, G11: the fallback queue is drained with the ids and times of before, and what fails comes again", async () => {
    const { take, resources, queue, bus, drainFallback, clock } = await world();
    noBus();
    await take(request());
    await take(request({ ...body, customerId: "CUST-2" }, {}, "request-2"));
    // Hours later.
    await clock.sleep(3 * 3_600_000);
    const waiting = await resources.drain(queue);
    const eventIds = waiting.map(
      ({ Body = "" }) =>
        (JSON.parse(Body) as { detail: { metadata: { eventId: string } } }).detail.metadata.eventId,
    );
    const batch = batchOf(record("bad", "{}"), ...waiting.map(({ Body = "" }, i) => record(`m${i}`, Body)));
    proxy.fault = ({ action }) =>
      action === "PutEvents" ? { failEntries: [0], code: "InternalFailure" } : undefined;
    expect(await drainFallback(batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: "bad" }, { itemIdentifier: "m0" }],
    });
    proxy.reset();
    expect(await drainFallback(batchOf(record("m0", waiting[0]?.Body ?? "")))).toEqual({
      batchItemFailures: [],
    });
    const heard = await bus.heard();
    expect(heard.map(({ detail }) => detail.metadata.eventId)).toEqual([eventIds[1], eventIds[0]]);
    expect(heard.map(({ time }) => Date.parse(time))).toEqual(
      [1, 2].map(() => Date.parse("2026-11-25T12:00:00Z")),
    );
  });

  describe("Idempotency-Key (G08)", () => {
    const keyed = { "Idempotency-Key": "k-1" };

    it("G08: the same request again is the same order, published once", async () => {
      const { take, bus, resources, outboxTable } = await world();
      const first = await take(request(body, keyed));
      const second = await take(request(body, { "idempotency-key": "k-1" }, "request-2"));
      expect(second).toEqual(first);
      expect(await resources.items(outboxTable)).toHaveLength(1);
      expect(await bus.heard()).toHaveLength(1);
    });

    it("G08: two at once are one order", async () => {
      const { take, resources, outboxTable } = await world();
      const answers = await Promise.all([
        take(request(body, keyed)),
        take(request(body, keyed, "request-2")),
      ]);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
      expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1);
      expect(await resources.items(outboxTable)).toHaveLength(1);
    });

    it("G08: the key of another order is refused, and another customer's key is another", async () => {
      const { take } = await world();
      const first = await take(request(body, keyed));
      const more = { ...body, items: [{ productId: "PROD-1", quantity: 3 }] };
      expect((await take(request(more, keyed))).statusCode).toBe(422);
      const other = await take(request({ ...body, customerId: "CUST-2" }, keyed));
      expect(other.statusCode).toBe(201);
      expect(other.orderId).not.toBe(first.orderId);
    });
  });

  it("G08: refuses what is no order with every fault, and stores nothing", async () => {
    const { take, resources, orders } = await world();
    const wrong = {
      ...body,
      items: [{ productId: "PROD-1", quantity: 0 }],
      currency: "XXX",
      customerId: undefined,
    };
    const { statusCode, faults } = await take(request(wrong, { "Idempotency-Key": "a b" }));
    expect(statusCode).toBe(400);
    expect(faults).toMatchObject([
      { path: "customerId" },
      { path: "items.0.quantity" },
      { path: "currency" },
      { path: "Idempotency-Key" },
    ]);
    expect((await take(request("{"))).statusCode).toBe(400);
    expect(await resources.items(orders)).toEqual([]);
  });

  it("G06: prices are the shop's; one that the client saw and that is another now is refused", async () => {
    const { take, resources, orders } = await world();
    const cheap = { ...body, items: [{ productId: "PROD-1", quantity: 1, price: 0.01 }] };
    expect(await take(request(cheap))).toMatchObject({
      statusCode: 409,
      faults: [{ path: "items.0.price" }],
    });
    const unknown = { ...body, items: [{ productId: "PROD-9", quantity: 1 }] };
    expect(await take(request(unknown))).toMatchObject({
      statusCode: 422,
      faults: [{ path: "items.0.productId" }],
    });
    expect(await resources.items(orders)).toEqual([]);
  });

  it("acceptance 1, G05: an order of three times 0.1 comes to exactly 0.3, in table and event", async () => {
    const { take, bus } = await world();
    await take(request({ ...body, items: [{ productId: "DIGITAL-1", quantity: 3 }] }));
    expect((await bus.heard())[0]?.detail).toMatchObject({ totalAmount: 0.3, fulfilment: "digital" });
  });

  it("answers 503 when an order could not be stored, and publishes nothing", async () => {
    const { take, bus, outboxTable, resources } = await world();
    proxy.fault = ({ action }) =>
      action === "TransactWriteItems" ? { error: "ThrottlingException", status: 400 } : undefined;
    expect((await take(request())).statusCode).toBe(503);
    proxy.reset();
    expect(await bus.heard()).toEqual([]);
    expect(await resources.items(outboxTable)).toEqual([]);
  });

  it("G37: writes no personal field into the log, whatever happens", async () => {
    const { take, lines, observe } = await world();
    noBusAndQueue();
    await take(request());
    observe.log.info("An event", { event: orderCreated.sample });
    const text = JSON.stringify(lines);
    for (const personal of ["Ada Example", "ct_8f2c41d7", "Seattle", "98101"])
      expect(text).not.toContain(personal);
    expect(text).toContain("[redacted]");
  });
});
