import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stockIn } from "../../../../components/eventing/functions/inventory/stock";
import { readSagaInput, type SagaInput } from "../../../../components/eventing/functions/saga/input";
import { OrderStateError, orderKey, ordersIn } from "../../../../components/eventing/functions/saga/orders";
import { accountKey, paymentsIn } from "../../../../components/eventing/functions/saga/payments";
import { releaseStep, reserveStep } from "../../../../components/eventing/functions/saga/stock-steps";
import { FaultyProxy } from "../../../support/faulty-proxy";
import { describeWithLocalAws } from "../../../support/local-aws";
import { FixedClock } from "../runtime/fixed";
import { Resources, envelope, orderNumber } from "./local";

const EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:order-saga:1";
const OTHER = "arn:aws:states:us-east-1:123456789012:execution:order-saga:2";

const inputOf = (n: number, more: Partial<SagaInput> = {}): SagaInput => ({
  order: orderNumber(n),
  execution: EXECUTION,
  reason: "The payment was declined",
  ...more,
});

describe("EV-58: what a step of the saga takes", () => {
  it("reads the event, the execution and why the order is given up", () => {
    const order = orderNumber(1);
    const given = { event: envelope(order), execution: EXECUTION, pay: { answer: {} } };
    expect(readSagaInput(given)).toEqual({ order, execution: EXECUTION, reason: "The order was given up" });
  });

  it.each([
    ["no execution", { event: envelope() }],
    ["no order", { event: {}, execution: EXECUTION }],
    ["nothing", undefined],
  ])("refuses %s by an error that no retry can help", (_what, given) => {
    expect(() => readSagaInput(given)).toThrow(expect.objectContaining({ name: "InvalidEventError" }));
  });
});

describeWithLocalAws("EV-58: the steps of the order saga", (aws) => {
  const proxy = new FaultyProxy(() => aws().url);
  const clock = new FixedClock();
  let resources: Resources;
  let tables: { inventory: string; reservations: string; orders: string; payments: string };
  let reserve: (input: SagaInput) => ReturnType<typeof reserveStep>;
  let release: (input: SagaInput) => ReturnType<typeof releaseStep>;
  let payments: ReturnType<typeof paymentsIn>;
  let orders: ReturnType<typeof ordersIn>;
  const cancel = async (input: SagaInput) => orders.cancel(input, await payments.undo(input));

  beforeEach(async () => {
    await proxy.start();
    process.env["AWS_ENDPOINT_URL"] = proxy.url;
    resources = new Resources();
    tables = {
      inventory: await resources.table("inventory", "productId"),
      reservations: await resources.table("reservations", "orderId"),
      orders: await resources.table("orders", "pk", "sk"),
      payments: await resources.table("payments", "id"),
    };
    const now = () => clock.now();
    const stock = stockIn(resources.tables, tables, now);
    reserve = (input) => reserveStep(stock, input);
    release = (input) => releaseStep(stock, input);
    payments = paymentsIn(resources.tables, tables.payments, now);
    orders = ordersIn(resources.tables, tables.orders, now);
    await resources.put(tables.inventory, {
      productId: "PROD-1",
      availableQuantity: 10,
      reservedQuantity: 0,
    });
    proxy.reset();
  });
  afterEach(async () => {
    process.env["AWS_ENDPOINT_URL"] = aws().url;
    await proxy.stop();
  });

  /** The answer is lost after the transaction was done, in each of the SDK's attempts. */
  const loseAnswers = () => {
    proxy.fault = ({ action }) => (action === "TransactWriteItems" ? { drop: true, after: true } : undefined);
  };
  const left = async () => {
    const item = await resources.get(tables.inventory, { productId: "PROD-1" });
    return [item?.["availableQuantity"], item?.["reservedQuantity"]];
  };
  const account = accountKey("CUST-4711", "USD");
  const open = (availableMinor: number) => resources.put(tables.payments, { ...account, availableMinor });
  const balance = async () => (await resources.get(tables.payments, account))?.["availableMinor"];
  const placed = (n: number) =>
    resources.put(tables.orders, { ...orderKey(orderNumber(n).orderId), status: "created" });
  const status = async (n: number) =>
    (await resources.get(tables.orders, orderKey(orderNumber(n).orderId)))?.["status"];

  it("reserves once, and answers the same when it is asked again", async () => {
    const answer = { status: "reserved", items: [{ productId: "PROD-1", quantity: 2 }] };
    expect(await reserve(inputOf(1))).toEqual(answer);
    expect(await reserve(inputOf(1))).toEqual(answer);
    expect(await left()).toEqual([8, 2]);
  });

  it("reserves once though the answer was lost", async () => {
    loseAnswers();
    await expect(reserve(inputOf(2))).rejects.toThrow();
    proxy.reset();
    expect(await reserve(inputOf(2))).toMatchObject({ status: "reserved" });
    expect(await left()).toEqual([8, 2]);
  });

  it("ends a second execution for an order at its reservation", async () => {
    await reserve(inputOf(3));
    expect(await reserve(inputOf(3, { execution: OTHER }))).toEqual({ status: "duplicate" });
    expect(await left()).toEqual([8, 2]);
  });

  it("answers a shortage, with every short item, and goes on answering it when there is stock again", async () => {
    const order = { ...orderNumber(4), items: [{ productId: "PROD-1", quantity: 11, price: 1 }] };
    const answer = {
      status: "failed",
      reason: "Not enough in stock: PROD-1",
      failedItems: [{ productId: "PROD-1", requested: 11, available: 10 }],
    };
    expect(await reserve(inputOf(4, { order }))).toEqual(answer);
    await resources.put(tables.inventory, {
      productId: "PROD-1",
      availableQuantity: 20,
      reservedQuantity: 0,
    });
    expect(await reserve(inputOf(4, { order }))).toEqual(answer);
    expect(await left()).toEqual([20, 0]);
  });

  it("releases once what was reserved, also when the answer was lost", async () => {
    await reserve(inputOf(5));
    loseAnswers();
    await expect(release(inputOf(5))).rejects.toThrow();
    proxy.reset();
    expect(await release(inputOf(5))).toEqual({ status: "released" });
    expect(await release(inputOf(5))).toEqual({ status: "released" });
    expect(await left()).toEqual([10, 0]);
    expect(await resources.get(tables.reservations, { orderId: orderNumber(5).orderId })).toMatchObject({
      status: "released",
      reason: "The payment was declined",
    });
  });

  it("releases one order once though two ask at the same moment", async () => {
    await reserve(inputOf(6));
    await reserve(inputOf(7));
    await Promise.all([release(inputOf(6)), release(inputOf(6))]);
    expect(await left()).toEqual([8, 2]);
  });

  it("keeps a reservation that comes too late from reserving", async () => {
    expect(await release(inputOf(8))).toEqual({ status: "released" });
    expect(await reserve(inputOf(8))).toEqual({ status: "duplicate" });
    expect(await left()).toEqual([10, 0]);
  });

  it("takes the amount off the account once, in minor units, and answers the same again", async () => {
    await open(10_000);
    const answer = { status: "processed", paymentId: `PAY-${orderNumber(9).orderId}` };
    expect(await payments.pay(inputOf(9))).toEqual(answer);
    expect(await payments.pay(inputOf(9))).toEqual(answer);
    expect(await balance()).toBe(4002);
  });

  it("takes it once though the answer was lost, and though two ask at the same moment", async () => {
    await open(20_000);
    loseAnswers();
    await expect(payments.pay(inputOf(10))).rejects.toThrow();
    proxy.reset();
    await Promise.all([payments.pay(inputOf(10)), payments.pay(inputOf(10))]);
    expect(await balance()).toBe(14_002);
  });

  it("answers a decline, takes nothing, and stays with it", async () => {
    await open(5997);
    const answer = { status: "declined", reason: "The account does not cover the amount" };
    expect(await payments.pay(inputOf(11))).toEqual(answer);
    await open(100_000);
    expect(await payments.pay(inputOf(11))).toEqual(answer);
    expect(await balance()).toBe(100_000);
    const order = { ...orderNumber(12), currency: "EUR" as const };
    expect(await payments.pay(inputOf(12, { order }))).toEqual({
      status: "declined",
      reason: "No account in EUR",
    });
  });

  it("throws what is no answer, so that the machine tries again", async () => {
    await open(10_000);
    proxy.fault = ({ action }) =>
      action === "TransactWriteItems" ? { error: "ProvisionedThroughputExceededException" } : undefined;
    await expect(payments.pay(inputOf(13))).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
    proxy.reset();
    expect(await payments.pay(inputOf(13))).toMatchObject({ status: "processed" });
  });

  it("confirms an order once, and never one that was cancelled or is not there", async () => {
    await placed(14);
    for (let i = 0; i < 2; i++) expect(await orders.confirm(inputOf(14))).toEqual({ status: "confirmed" });
    expect(await status(14)).toBe("confirmed");
    await placed(15);
    await cancel(inputOf(15));
    await expect(orders.confirm(inputOf(15))).rejects.toThrow("is cancelled and can not be confirmed");
    await expect(orders.confirm(inputOf(16))).rejects.toThrow(OrderStateError);
    expect(await status(16)).toBeUndefined();
  });

  it("cancels an order and gives its payment back in one, once, also when the answer was lost", async () => {
    await open(10_000);
    await placed(17);
    await payments.pay(inputOf(17));
    loseAnswers();
    await expect(cancel(inputOf(17))).rejects.toThrow();
    proxy.reset();
    for (let i = 0; i < 2; i++) expect(await cancel(inputOf(17))).toEqual({ status: "cancelled" });
    expect(await balance()).toBe(10_000);
    expect(await resources.get(tables.orders, orderKey(orderNumber(17).orderId))).toMatchObject({
      status: "cancelled",
      reason: "The payment was declined",
      changedBy: EXECUTION,
    });
  });

  it("keeps a payment that comes after the cancellation from being taken", async () => {
    await open(10_000);
    await placed(18);
    await cancel(inputOf(18));
    expect(await payments.pay(inputOf(18))).toEqual({
      status: "declined",
      reason: "The order was cancelled",
    });
    expect(await balance()).toBe(10_000);
  });

  it("gives no payment back with an order that is confirmed", async () => {
    await open(10_000);
    await placed(19);
    await payments.pay(inputOf(19));
    await orders.confirm(inputOf(19));
    await expect(cancel(inputOf(19))).rejects.toThrow("is confirmed and can not be cancelled");
    expect(await balance()).toBe(4002);
  });
});
