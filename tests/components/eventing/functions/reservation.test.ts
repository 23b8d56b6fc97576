import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  perProduct,
  readRefusal,
  recordOf,
  releaseActions,
  reserveActions,
  shortReason,
  type StockLine,
  type StockOrder,
} from "../../../../components/eventing/functions/inventory/reservation";

const TABLES = { inventory: "inventory", reservations: "reservations" };
const NOW = "2026-11-02T09:30:00.000Z";

const order = (items: readonly StockLine[]): StockOrder => ({
  orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
  items,
  eventId: "01JD2W5K3GZ8V4Q6T9XACBEF17",
  correlationId: "request-1",
});

const lines = fc.array(
  fc.record({
    productId: fc.constantFrom("A", "B", "C", "D"),
    quantity: fc.integer({ min: 1, max: 10_000 }),
  }),
  { minLength: 1, maxLength: 20 },
);

const none: CancellationReason = { Code: "None" };
const short = (available: number): CancellationReason => ({
  Code: "ConditionalCheckFailed",
  Item: { availableQuantity: { N: String(available) } },
});

describe("EV-35: the transaction of a reservation", () => {
  it("touches every product once, with the sum of its lines", () => {
    fc.assert(
      fc.property(lines, (items) => {
        const products = perProduct(items);
        const ids = products.map(({ productId }) => productId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(ids)).toEqual(new Set(items.map(({ productId }) => productId)));
        for (const { productId, quantity } of products) {
          const sum = items
            .filter((line) => line.productId === productId)
            .reduce((total, line) => total + line.quantity, 0);
          expect(quantity).toBe(sum);
        }
        const updates = reserveActions(TABLES, order(items), NOW, []).flatMap(({ Update }) => Update ?? []);
        expect(updates.map(({ Key }) => Key?.productId as string)).toEqual(ids);
      }),
    );
  });

  it("holds a reservation to what a transaction takes: 98 products with a record and an event", () => {
    const items = (n: number) => Array.from({ length: n }, (_, i) => ({ productId: `P-${i}`, quantity: 1 }));
    const event = [{ Put: { TableName: "outbox", Item: { eventId: "e" } } }];
    expect(reserveActions(TABLES, order(items(98)), NOW, event)).toHaveLength(100);
    expect(() => reserveActions(TABLES, order(items(99)), NOW, event)).toThrow(
      "A reservation of 101 actions: a transaction takes 100; order fewer products at once",
    );
  });

  it("gives back per product what was reserved per line", () => {
    const reservation = recordOf(
      order([
        { productId: "A", quantity: 1 },
        { productId: "A", quantity: 2 },
      ]),
      { status: "reserved" },
      NOW,
    );
    const [product, record] = releaseActions(TABLES, reservation, "The payment was declined", NOW);
    expect(product?.Update?.ExpressionAttributeValues).toMatchObject({ ":quantity": 3 });
    expect(record?.Update?.ConditionExpression).toBe("#status = :reserved");
  });
});

describe("EV-36: what the reasons of a cancelled transaction say", () => {
  it("names every short product, and only those, with what there was", () => {
    fc.assert(
      fc.property(lines, fc.array(fc.option(fc.nat(50)), { minLength: 4, maxLength: 4 }), (items, left) => {
        const products = perProduct(items);
        const stocks = left.slice(0, products.length);
        fc.pre(stocks.some((stock) => stock !== null));
        const reasons = [...stocks.map((stock) => (stock === null ? none : short(stock))), none, none];
        expect(readRefusal(order(items), reasons)).toEqual({
          kind: "short",
          failedItems: products.flatMap(({ productId, quantity }, i) => {
            const available = stocks[i];
            return available == null ? [] : [{ productId, requested: quantity, available }];
          }),
        });
      }),
    );
  });

  const two = order([
    { productId: "A", quantity: 1 },
    { productId: "B", quantity: 1 },
  ]);

  it("takes a product that there is not for one of which there is none", () => {
    expect(readRefusal(two, [{ Code: "ConditionalCheckFailed" }, none, none])).toEqual({
      kind: "short",
      failedItems: [{ productId: "A", requested: 1, available: 0 }],
    });
  });

  it("goes by the record where there is one, however short the stock is by now", () => {
    expect(readRefusal(two, [short(0), none, { Code: "ConditionalCheckFailed" }])).toEqual({
      kind: "recorded",
    });
  });

  it.each(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "ValidationError"])(
    "calls nothing short beside a reason of another kind: %s",
    (Code) => {
      expect(readRefusal(two, [short(0), { Code }, none])).toEqual({ kind: "other" });
    },
  );

  it("calls nothing short where only the event beside it was refused", () => {
    expect(readRefusal(two, [none, none, none, { Code: "ConditionalCheckFailed" }])).toEqual({
      kind: "other",
    });
  });

  it("keeps the reason to what an event's field takes, whatever the products are called", () => {
    const item = fc.record({
      productId: fc.stringMatching(/^[!-~]{1,64}$/),
      requested: fc.constant(2),
      available: fc.constant(1),
    });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 98 }), (items) => {
        const reason = shortReason(items);
        expect(reason.length).toBeLessThanOrEqual(200);
        expect(reason).toContain(items[0]?.productId);
      }),
    );
    const many = Array.from({ length: 98 }, (_, i) => ({
      productId: `${i}`.padEnd(64, "x"),
      requested: 2,
      available: 1,
    }));
    expect(shortReason(many)).toMatch(/^Not enough in stock: 0x{63}, 1x{63} and 96 more$/);
    const ids = ["PROD-1", "PROD-2"].map((productId) => ({ productId, requested: 2, available: 1 }));
    expect(shortReason(ids)).toBe("Not enough in stock: PROD-1, PROD-2");
  });
});
