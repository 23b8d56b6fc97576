import fc from "fast-check";
import { ulid } from "ulid";
import { describe, expect, it } from "vitest";
import { CURRENCIES, catalogue, orderCreated } from "../../../../components/eventing/catalogue";
import { largest } from "../../../../components/eventing/events/size";
import { faultsOf } from "../events/faults";

const detail = orderCreated.sample;

describe("the reference platform's events", () => {
  it("EV-03 are the facts of its services", () => {
    expect(catalogue.events.map(({ service, type }) => `${service}: ${type}`)).toEqual([
      "orders: Order Created",
      "orders: Order Confirmed",
      "orders: Order Cancelled",
      "orders: Order Shipped",
      "inventory: Inventory Reserved",
      "inventory: Inventory Reservation Failed",
      "inventory: Inventory Released",
      "payments: Payment Processed",
      "payments: Payment Failed",
      "returns: Return Requested",
      "returns: Return Received",
    ]);
    expect(catalogue.warnings).toEqual([]);
  });

  it("EV-04 tell of a new order all that the source names, for 2 x 29.99 a total of 59.98", () => {
    expect(orderCreated.parse(detail)).toEqual({
      orderId: expect.any(String) as string,
      customerId: "CUST-4711",
      customerName: "Ada Example",
      contactToken: expect.any(String) as string,
      items: [{ productId: "PROD-1", quantity: 2, price: 29.99 }],
      totalAmount: 59.98,
      currency: "USD",
      shippingAddress: { country: "US", state: "WA", city: "Seattle", zipCode: "98101" },
      fulfilment: "physical",
      metadata: expect.objectContaining({ version: "1.0" }) as object,
    });
    for (const field of [
      "orderId",
      "customerId",
      "items",
      "totalAmount",
      "currency",
      "shippingAddress",
      "metadata",
    ]) {
      expect(faultsOf(() => orderCreated.parse({ ...detail, [field]: undefined }))).not.toEqual([]);
    }
  });

  it("EV-11 register Order Created with its required fields, amounts from 0 and three currencies", () => {
    expect(orderCreated.openApi("com.acme").components.schemas).toMatchObject({
      OrderCreated: {
        type: "object",
        required: expect.arrayContaining(["orderId", "customerId", "totalAmount"]) as string[],
        properties: {
          orderId: { type: "string", pattern: "^ORD-(PRIORITY-)?[0-9A-Z]{26}$" },
          totalAmount: { type: "number", minimum: 0 },
          currency: { type: "string", enum: ["USD", "EUR", "GBP"] },
        },
      },
    });
    expect(
      faultsOf(() => orderCreated.parse({ ...detail, totalAmount: -0.01, currency: "JPY" })),
    ).toHaveLength(2);
  });

  it("EV-11 take every order id that a ULID makes, with and without priority, and none of 8 hexadecimal digits", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 47 }), fc.boolean(), (time, first) => {
        const orderId = `ORD-${first ? "PRIORITY-" : ""}${ulid(time)}`;
        expect(orderCreated.parse({ ...detail, orderId }).orderId).toBe(orderId);
      }),
    );
    for (const orderId of ["ORD-1A2B3C4D", "ORD-12345", "ORD-PRIORITY-", "ord-01JD2W5K3GZ8V4Q6T9XACBEF17"]) {
      expect(faultsOf(() => orderCreated.parse({ ...detail, orderId }))).toHaveLength(1);
    }
  });

  it("EV-07 give each consumer what it needs: notification a contact, analytics the order value", () => {
    expect(orderCreated.consumers.notification?.needs).toContain("contactToken");
    expect(orderCreated.consumers.analytics?.needs).toContain("totalAmount");
    for (const event of catalogue.events)
      expect([event.type, Object.keys(event.consumers)]).not.toEqual([event.type, []]);
  });

  it("EV-08 carry no mail address and no history, and what is personal is hidden in logs", () => {
    expect(JSON.stringify(catalogue.events.map((event) => event.jsonSchema()))).not.toMatch(
      /e-?mail"|phone|history/i,
    );
    expect(orderCreated.redact(detail)).toMatchObject({
      customerName: "[redacted]",
      contactToken: "[redacted]",
      shippingAddress: "[redacted]",
      customerId: "CUST-4711",
    });
    for (const event of catalogue.events) {
      const { bytes, unbounded } = largest(event.jsonSchema());
      expect([event.type, bytes < 65_536, unbounded]).toEqual([event.type, true, []]);
    }
  });

  it("EV-13 mark the price as asked for at once and all the rest as events", () => {
    const asked = catalogue.events.flatMap(({ type, consumers }) =>
      Object.entries(consumers)
        .filter(([, { interaction }]) => interaction === "synchronous")
        .map(([name]) => `${type}: ${name}`),
    );
    expect(asked).toEqual(["Order Created: pricing"]);
  });

  it("EV-10 each have a schema that is OpenAPI 3.0.0, version 1.0.0", async () => {
    const { Validator } = await import("@seriousme/openapi-schema-validator");
    for (const event of catalogue.events) {
      const document = JSON.parse(JSON.stringify(event.openApi("com.acme"))) as Record<string, unknown>;
      expect([event.type, (await new Validator().validate(document)).errors ?? []]).toEqual([event.type, []]);
      expect(document.info).toMatchObject({ version: "1.0.0", title: event.schemaName });
    }
    expect(CURRENCIES).toEqual(["USD", "EUR", "GBP"]);
  });
});

describe("the bound on a detail's size", () => {
  it("is not below any detail that the schema takes", () => {
    const { bytes } = largest(orderCreated.jsonSchema());
    const wide = "\u0001".repeat(100);
    const widest = {
      ...detail,
      orderId: `ORD-PRIORITY-${"Z".repeat(26)}`,
      customerId: '"'.repeat(64),
      customerName: wide.padEnd(120, "\u0001"),
      contactToken: "\\".repeat(128),
      items: Array.from({ length: 98 }, () => ({
        productId: '"'.repeat(64),
        quantity: 10_000,
        price: 4999999999.99,
      })),
      totalAmount: 4999999999.99,
      shippingAddress: { country: "US", state: wide, city: wide, zipCode: wide.slice(0, 20) },
      promoCode: '"'.repeat(40),
      metadata: {
        ...detail.metadata,
        eventId: '"'.repeat(128),
        correlationId: "\\".repeat(128),
        timestamp: "2026-11-02T09:30:00.123456789Z",
        sequence: Number.MAX_SAFE_INTEGER,
      },
    };
    const size = Buffer.byteLength(JSON.stringify(orderCreated.parse(widest)));
    expect(size).toBeLessThanOrEqual(bytes);
    expect(size).toBeGreaterThan(bytes * 0.8);
  });
});
