import { StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LiveFault } from "../../../automation/clouds/live";
import { describeWithLocalAws } from "../../support/local-aws";
import { books } from "./count";
import { orderOf, stocked, takeAll, type Order } from "./orders";
import { publish, put } from "./publish";
import { Deployed, type Reference } from "./reference";

/** What goes wrong with everything, by chance. */
const BAD_DAY: readonly LiveFault[] = [
  { kind: "flaky", service: "dynamodb", chance: 0.03 },
  { kind: "flaky", service: "sqs", action: "SendMessage", chance: 0.05 },
  { kind: "flaky", service: "lambda", action: "Invoke", chance: 0.03, status: 500 },
  { kind: "flaky", service: "states", action: "StartExecution", chance: 0.05 },
  { kind: "unreachable", service: "events", caller: "*order-api", call: 6, times: 9 },
  {
    kind: "flaky",
    service: "events",
    action: "PutEvents",
    chance: 0.05,
    code: "ThrottlingException",
    status: 400,
  },
  {
    kind: "crash",
    when: "after",
    service: "dynamodb",
    action: "TransactWriteItems",
    caller: "*order-api",
    call: 10,
    times: 3,
  },
  { kind: "partial", service: "events", action: "PutEvents", chance: 0.1 },
  { kind: "throttle", service: "dynamodb", resource: "*inventory*", times: 10 },
  {
    kind: "crash",
    when: "after",
    service: "dynamodb",
    action: "TransactWriteItems",
    caller: "*saga-reserve",
    call: 5,
    times: 3,
  },
  {
    kind: "crash",
    when: "after",
    service: "dynamodb",
    action: "TransactWriteItems",
    caller: "*saga-pay",
    call: 8,
    times: 3,
  },
  {
    kind: "crash",
    when: "before",
    service: "sns",
    action: "Publish",
    caller: "*send-email",
    call: 4,
    times: 2,
  },
];

/** How many orders; `CAUSEWAY_ORDERS=10000` for a long day. */
const ORDERS = Number(process.env["CAUSEWAY_ORDERS"] ?? 40);

describeWithLocalAws("the reference platform's events, live", () => {
  let deployed: Deployed;
  beforeAll(async () => {
    deployed = await Deployed.open();
  }, 240_000);
  afterAll(async () => {
    await deployed?.close();
  });

  const machine = (reference: Reference, name: string) =>
    reference.live.executions(`acme-dev-use1-eventing-${name}`);

  test("EV-58 orders are reserved, paid, confirmed and told of by the channels of their value; large ones are checked", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    const orders = await takeAll(reference, [0, 1, 2, 3, 4, 5]);
    await reference.live.settle();
    const { status, faults, facts } = await books(reference, orders);
    expect(faults).toEqual([]);
    expect(status["confirmed"]).toHaveLength(6);
    expect(facts).toEqual({
      "Order Created": 6,
      "Inventory Reserved": 6,
      "Payment Processed": 6,
      "Order Confirmed": 6,
    });
    expect(machine(reference, "fraud-check")).toHaveLength(2);
    const audited = reference.live.objects(reference.outputs.auditBucketName).map(({ text }) => text);
    expect(audited.join("").trim().split("\n")).toHaveLength(24);
    const told = await reference.rows<{ orderId: string; channels: string[] }>("notifications");
    const channels = new Map(told.map((row) => [row.orderId, row.channels]));
    for (const { orderId, totalAmount } of orders)
      expect(channels.get(orderId)).toEqual(
        totalAmount >= 500 ? ["email", "sms", "account-manager"] : ["email"],
      );
  });

  test("EV-58 what is short or can not be paid is cancelled, and nothing of it stays reserved or taken", async () => {
    const reference = await deployed.live();
    const orders = [0, 1].map(orderOf);
    await stocked(reference);
    await reference.fill("inventory", [{ productId: "PROD-0", availableQuantity: 1, reservedQuantity: 0 }]);
    await reference.fill("payments", [{ id: "ACCOUNT#CUST-1#USD", availableMinor: 1 }]);
    await publish(reference, orders);
    await reference.live.settle();
    const { status, facts } = await books(reference, orders);
    expect(status["cancelled"]).toHaveLength(2);
    expect(facts).toMatchObject({
      "Inventory Reservation Failed": 1,
      "Payment Failed": 1,
      "Inventory Released": 1,
      "Order Cancelled": 2,
    });
    const stock = await reference.rows<{ reservedQuantity: number }>("inventory");
    expect(stock.filter((s) => s.reservedQuantity !== 0)).toEqual([]);
  });

  test("EV-49 the same event twice, out of order and replayed has one effect", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    const orders = [0, 1, 2].map(orderOf);
    await publish(reference, orders);
    await put(reference, [...orders].reverse());
    await reference.live.settle();
    const rules = Object.values(reference.outputs.routes).map(({ ruleArn }) => ruleArn);
    await reference.events.send(
      new StartReplayCommand({
        ReplayName: "again",
        EventSourceArn: reference.outputs.archiveArn,
        EventStartTime: new Date("2025-12-31T00:00:00Z"),
        EventEndTime: new Date("2026-01-02T00:00:00Z"),
        Destination: { Arn: reference.outputs.busArn, FilterArns: rules },
      }),
    );
    await reference.live.settle();
    const { status, faults } = await books(reference, orders);
    expect(faults).toEqual([]);
    expect(status["confirmed"]).toHaveLength(3);
    expect(machine(reference, "order-saga").length).toBeGreaterThan(6);
  });

  /** The producer's own calls fail; what it stored is published by the drains. */
  const failing: Readonly<Record<string, LiveFault>> = {
    "an unreachable bus": { kind: "unreachable", service: "events", caller: "*order-api" },
    "entries that the bus does not take": {
      kind: "partial",
      service: "events",
      caller: "*order-api",
      chance: 1,
    },
    "a bus and a fallback queue that do not answer": {
      kind: "unreachable",
      service: "*s",
      caller: "*order-api",
    },
  };

  test.each(Object.entries(failing))(
    "EV-30 %s: the order is taken all the same, and its event published",
    async (_, fault) => {
      const reference = await deployed.live();
      await stocked(reference);
      const heal = reference.live.inject(fault);
      const orders = await takeAll(reference, [0, 1, 2], 1);
      heal();
      expect(reference.live.struck).toBeGreaterThan(0);
      await reference.live.settle();
      const { status, faults, facts } = await books(reference, orders);
      expect(faults).toEqual([]);
      expect(status["confirmed"]).toHaveLength(3);
      expect(facts["Order Created"]).toBe(3);
    },
  );

  test("G09 an order whose producer died and whose stream gave up is published by the sweep, and no sooner", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    const dies = reference.live.inject({
      kind: "crash",
      when: "after",
      service: "dynamodb",
      action: "TransactWriteItems",
      caller: "*order-api",
    });
    reference.live.inject({ kind: "unreachable", service: "dynamodb", caller: "*outbox-drain" });
    const body = (({ customerId, customerName, contactToken, shippingAddress, items }) => ({
      customerId,
      customerName,
      contactToken,
      shippingAddress,
      items,
    }))(orderOf(0));
    expect(await reference.request(body)).toBeUndefined();
    dies();
    await reference.live.advance(14 * 60_000);
    expect(await reference.rows("outbox")).toMatchObject([{ status: "pending" }]);
    expect(machine(reference, "order-saga")).toHaveLength(0);
    await reference.live.advance(2 * 15 * 60_000);
    const rows = await reference.rows<{ status: string }>("outbox");
    expect(rows.map(({ status }) => status)).toEqual(["published"]);
    expect(rows[0]).not.toHaveProperty("waiting");
    expect(machine(reference, "order-saga").map(({ result }) => result?.status)).toEqual(["SUCCEEDED"]);
    const sweeps = reference.live.logs("acme-dev-use1-eventing-outbox-sweep");
    expect(sweeps.filter((line) => line.includes("published long after they were stored"))).toHaveLength(1);
  });

  test("G12 an order too large for an event is refused before anything is stored", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    const { customerId, customerName, contactToken, shippingAddress } = orderOf(0);
    const items = Array.from({ length: 99 }, (_, n) => ({
      productId: `PROD-${String(n % 40)}`,
      quantity: 1,
    }));
    const answer = await reference.request({
      customerId,
      customerName,
      contactToken,
      shippingAddress,
      items,
    });
    expect(answer?.statusCode).toBe(400);
    const padding = "x".repeat(300_000);
    const padded = await reference.request({ customerId: padding, contactToken, shippingAddress, items: [] });
    expect(padded?.statusCode).toBe(400);
    expect(await reference.rows("orders")).toEqual([]);
    expect(await reference.rows("outbox")).toEqual([]);
  });

  test("G12 an event that its targets can not take is parked by each, told of once by each, and in the archive", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    const large = { ...orderOf(8), note: "x".repeat(300_000) };
    await put(reference, [large]);
    await reference.live.settle();
    expect(reference.live.lost).toEqual([]);
    const parked = await reference.drain(reference.outputs.queueUrls.parking);
    const targets = parked.map((m) => m.MessageAttributes?.["TARGET_ARN"]?.StringValue?.split(":").at(-1));
    expect(targets.sort()).toEqual([
      "acme-dev-use1-eventing-notifications",
      "acme-dev-use1-eventing-order-saga",
    ]);
    expect(reference.live.told("acme-dev-use1-eventing-ops-alerts")).toHaveLength(2);
    const lines = reference.live.objects(reference.outputs.auditBucketName).map(({ text }) => text);
    expect(lines.join("")).toContain(large.note);
  });

  test("a throttled table delays orders and loses none", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    reference.live.inject({ kind: "throttle", service: "dynamodb", caller: "*saga-*", times: 12 });
    const orders = await takeAll(reference, [0, 1, 2]);
    await reference.live.settle();
    const { status, faults } = await books(reference, orders);
    expect(reference.live.struck).toBe(12);
    expect(faults).toEqual([]);
    expect(status["confirmed"]).toHaveLength(3);
  });

  test("EV-47 EV-48 a poison event is parked once and told of once, and orders go on", async () => {
    const reference = await deployed.live();
    await stocked(reference);
    await put(reference, [{ ...orderOf(7), items: "nothing that can be read" }]);
    const orders = await takeAll(reference, [0]);
    await reference.live.settle();
    const { status, faults } = await books(reference, orders);
    expect(status["confirmed"]).toHaveLength(1);
    expect(faults).toEqual([]);
    const parked = await reference.drain(reference.outputs.queueUrls.parking);
    expect(
      parked.map((m) => (JSON.parse(m.Body ?? "") as { detail: { orderId: string } }).detail.orderId),
    ).toEqual([orderOf(7).orderId]);
    // One for each consumer that could not read it: the saga, which could not even undo it, and the mail, at once.
    const alerts = reference.live.told("acme-dev-use1-eventing-ops-alerts");
    expect(alerts.map(({ message }) => JSON.parse(message) as object)).toEqual([
      expect.objectContaining({ step: "ReleaseInventory", reason: "InvalidEventError" }),
      expect.objectContaining({ consumer: "acme-dev-use1-eventing-send-email", attempts: 1 }),
    ]);
  });

  test("on a bad day no order is lost, none is worked off twice, and the books add up", async () => {
    const reference = await deployed.live({ seed: "bad day" });
    await stocked(reference);
    const numbers = Array.from({ length: ORDERS }, (_, n) => n);
    const orders: Order[] = [];
    const heal = BAD_DAY.map((fault) => reference.live.inject(fault));
    const began = performance.now();
    for (let i = 0; i < numbers.length; i += 100) {
      orders.push(...(await takeAll(reference, numbers.slice(i, i + 100))));
      await reference.live.settle();
    }
    for (const end of heal) end();
    await reference.live.settle();
    const { status, faults, facts, notified } = await books(reference, orders);
    const counts = Object.fromEntries(Object.entries(status).map(([state, of]) => [state, of.length]));
    console.log(
      JSON.stringify({
        ...counts,
        facts,
        notified,
        struck: reference.live.struck,
        seconds: (performance.now() - began) / 1000,
      }),
    );
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(ORDERS);
    expect(faults).toEqual([]);
    expect(reference.live.struck).toBeGreaterThan(ORDERS / 4);
  }, 900_000);
});
