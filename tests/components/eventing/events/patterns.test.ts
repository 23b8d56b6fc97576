import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern, matches, readEvent } from "../../../../lib/event-patterns";
import {
  HIGH_VALUE,
  amountFrom,
  catalogue,
  orderCreated,
  orderShipped,
  returnRequested,
} from "../../../../components/eventing/catalogue";
import {
  patternFor,
  unmatchedFaults,
  type DetailOf,
  type PatternOf,
} from "../../../../components/eventing/events";
import { canMatch } from "../../../../components/eventing/events/patterns/regular";
import type { EventPattern } from "../../../../components/eventing/pattern";
import { faultsOf } from "./faults";
import { parcelPacked } from "./fixtures";

type Order = DetailOf<typeof orderCreated>;

const takes = (pattern: EventPattern, change: object = {}, type = orderCreated.type, service = "orders") =>
  matches(
    compilePattern(JSON.stringify(pattern)),
    readEvent(
      JSON.stringify({
        source: `com.acme.${service}`,
        "detail-type": type,
        detail: { ...orderCreated.sample, ...change },
      }),
    ),
  );

const ofOrder = (where?: PatternOf<Order>) => patternFor(orderCreated, "com.acme", where);
const line = (productId: string) => ({ productId, quantity: 1, price: 1 });

describe("a typed pattern", () => {
  it("EV-02 has the source of the service under the one prefix", () => {
    expect(ofOrder()).toEqual({
      source: ["com.acme.orders"],
      "detail-type": ["Order Created"],
      detail: { metadata: { version: [{ prefix: "1." }] } },
    });
    expect(catalogue.events.map(({ service }) => `com.mycompany.${service}`)).toContain(
      "com.mycompany.returns",
    );
    for (const prefix of ["acme", "com.acme.", "com.Acme", ""]) {
      expect(faultsOf(() => patternFor(orderCreated, prefix))[0]).toMatch(/^sourcePrefix: a reverse domain/);
    }
  });

  it("EV-24 makes the source's fixtures", () => {
    const both = patternFor([orderCreated, returnRequested], "com.acme");
    expect(both).toMatchObject({
      source: ["com.acme.orders", "com.acme.returns"],
      "detail-type": ["Order Created", "Return Requested"],
    });
    expect(takes(both)).toBe(true);
    expect(takes(both, {}, "Return Requested", "returns")).toBe(true);
    expect(takes(both, {}, "Order Shipped")).toBe(false);

    const america = ofOrder({ shippingAddress: { country: ["US", "CA", "MX"] } });
    const to = (country: string) =>
      takes(america, { shippingAddress: { ...orderCreated.sample.shippingAddress, country } });
    expect(["US", "CA", "MX", "AE"].map(to)).toEqual([true, true, true, false]);

    const priority = ofOrder({ orderId: [{ prefix: "ORD-PRIORITY-" }] });
    expect(takes(priority)).toBe(false);
    expect(takes(priority, { orderId: "ORD-PRIORITY-01JD2W5K3GZ8V4Q6T9XACBEF17" })).toBe(true);

    const promoted = ofOrder({ promoCode: [{ exists: true }] });
    expect([takes(promoted), takes(promoted, { promoCode: "SPRING" })]).toEqual([false, true]);

    const combined = ofOrder({
      totalAmount: [{ numeric: [">=", 100] }],
      currency: ["USD"],
      items: { productId: [{ prefix: "DIGITAL-" }] },
    });
    const order = { totalAmount: 100, items: [line("PROD-1"), line("DIGITAL-7")] };
    expect(takes(combined, order)).toBe(true);
    expect(takes(combined, { ...order, totalAmount: 99.99 })).toBe(false);
    expect(takes(combined, { ...order, currency: "EUR" })).toBe(false);
    expect(takes(combined, { ...order, items: [line("PROD-1")] })).toBe(false);
  });

  it("EV-23 takes any one item for an items filter; all items need a field of their own", () => {
    const someDigital = ofOrder({ items: { productId: [{ prefix: "DIGITAL-" }] } });
    const allDigital = ofOrder({ fulfilment: ["digital"] });
    const mixed = { items: [line("PROD-1"), line("DIGITAL-7")], fulfilment: "mixed" };
    expect([takes(someDigital, mixed), takes(allDigital, mixed)]).toEqual([true, false]);
  });

  it("EV-20 compares with the threshold of the order's own currency, which it includes", () => {
    const high = ofOrder(amountFrom(HIGH_VALUE));
    const amounts = [999.99, 1000, 1000.01];
    expect(amounts.map((totalAmount) => takes(high, { totalAmount }))).toEqual([false, true, true]);
    expect(HIGH_VALUE.USD).toBe(1000);
    const just = (currency: "USD" | "EUR" | "GBP", off: number) =>
      takes(high, { currency, totalAmount: HIGH_VALUE[currency] + off });
    for (const currency of ["EUR", "GBP"] as const) {
      expect([currency, just(currency, -0.01), just(currency, 0)]).toEqual([currency, false, true]);
    }
  });

  it("EV-09 sends two major versions to two rules, and a rule to the version it names", () => {
    const first = ofOrder();
    const of = (version: string) => takes(first, { metadata: { ...orderCreated.sample.metadata, version } });
    expect(["1.0", "1.12", "2.0", "10.0"].map(of)).toEqual([true, true, false, false]);
    expect(patternFor(parcelPacked, "com.acme").detail).toEqual({
      metadata: { version: [{ prefix: "2." }] },
    });
    const exactly = ofOrder({ metadata: { version: ["1.0"] } });
    expect(takes(exactly, { metadata: { ...orderCreated.sample.metadata, version: "1.1" } })).toBe(false);
  });

  it("EV-23 takes every filter that fits a field's type, and does not compile on others", () => {
    const where: PatternOf<Order>[] = [
      { currency: ["USD", { "anything-but": ["EUR"] }] },
      {
        customerName: [
          { "equals-ignore-case": "ada" },
          { suffix: { "equals-ignore-case": "x" } },
          { wildcard: "A*a" },
        ],
      },
      { customerId: [{ "anything-but": { prefix: ["TEST-"] } }] },
      { totalAmount: [{ numeric: [">", 0, "<=", 5] }, 7, { "anything-but": [1, 2] }] },
      { promoCode: [{ exists: false }] },
      { customerId: [{ cidr: "10.0.0.0/8" }] },
      { $or: [{ promoCode: ["A"] }, { shippingAddress: { $or: [{ city: ["B"] }, { state: ["C"] }] } }] },
    ];
    for (const one of where) expect(faultsOf(() => ofOrder(one))).toEqual([]);

    const refused: (() => EventPattern)[] = [
      // @ts-expect-error no such field
      () => ofOrder({ totalAmunt: [1] }),
      // @ts-expect-error no such field below one that there is
      () => ofOrder({ shippingAddress: { street: ["Elm"] } }),
      // @ts-expect-error no such field in the items
      () => ofOrder({ items: { color: ["red"] } }),
      // @ts-expect-error inside $or neither
      () => ofOrder({ $or: [{ currency: ["USD"] }, { curency: ["EUR"] }] }),
      // @ts-expect-error text for a number
      () => ofOrder({ totalAmount: ["1000"] }),
      // @ts-expect-error a number for text
      () => ofOrder({ customerId: [4711] }),
      // @ts-expect-error none of the currencies
      () => ofOrder({ currency: ["JPY"] }),
      // @ts-expect-error a filter of text on a number
      () => ofOrder({ totalAmount: [{ prefix: "1" }] }),
      // @ts-expect-error a filter of numbers on text
      () => ofOrder({ customerId: [{ numeric: ["=", 1] }] }),
      // @ts-expect-error null, which the field never is
      () => ofOrder({ customerId: [null] }),
      // @ts-expect-error conditions on an object itself
      () => ofOrder({ shippingAddress: [{ exists: true }] }),
      // @ts-expect-error a field that only one of two events has
      () => patternFor([orderCreated, orderShipped], "com.acme", { trackingId: ["1"] }),
    ];
    expect(refused.filter((act) => faultsOf(act).length === 0)).toEqual([]);
    expect(
      faultsOf(() => patternFor([orderCreated, orderShipped], "com.acme", { items: { productId: ["P"] } })),
    ).toEqual([]);
    expect(faultsOf(() => patternFor(parcelPacked, "com.acme", { note: [null], insured: [true] }))).toEqual(
      [],
    );
  });
});

describe("a pattern that no declared event can match", () => {
  // Read from a file, say: the compiler does not see it.
  const faults = (detail: object) => faultsOf(() => ofOrder(detail));

  it("is refused with the place and what can be there", () => {
    expect(faults({ orderId: [{ prefix: "ORD-PRIORTY-" }] })).toEqual([
      expect.stringMatching(
        /^pattern\.detail\.orderId: what Order Created can have there: string like \^ORD-/,
      ),
    ]);
    expect(faults({ currency: ["AUD"], totalAmount: [{ numeric: ["<", 0] }], totlAmount: [1] })).toEqual([
      expect.stringMatching(/^pattern\.detail\.currency: .*one of USD, EUR, GBP$/),
      expect.stringMatching(/^pattern\.detail\.totalAmount: .*number from 0 to 5000000000$/),
      expect.stringMatching(/^pattern\.detail\.totlAmount: .*did you mean totalAmount/),
    ]);
  });

  it.each([
    ["a value that is dead beside one that is not", { currency: ["USD", "AUD"] }],
    ["a dead way through $or", { $or: [{ currency: ["USD"] }, { currency: ["AUD"] }] }],
    ["an id of the old form", { orderId: ["ORD-12345678"] }],
    ["an id in lower case", { orderId: [{ suffix: "abc" }] }],
    ["a wildcard no id can be like", { orderId: [{ wildcard: "ORD-*-*-*" }] }],
    ["a prefix longer than the field", { orderId: [{ prefix: `ORD-PRIORITY-${"A".repeat(27)}` }] }],
    ["a required field that is missing", { currency: [{ exists: false }] }],
    ["a list that is never empty", { items: { productId: [{ exists: false }] } }],
    ["a fraction of a count", { items: { quantity: [1.5] } }],
    ["a range between two counts", { items: { quantity: [{ numeric: [">", 1, "<", 2] }] } }],
    ["an amount of three decimals", { totalAmount: [0.125] }],
    ["a range between two cents", { totalAmount: [{ numeric: [">", 0.01, "<", 0.02] }] }],
    ["a number for text", { customerId: [1] }],
    ["all values excluded", { currency: [{ "anything-but": ["USD", "EUR", "GBP"] }] }],
    ["another major version", { metadata: { version: [{ prefix: "2." }] } }],
    ["an object as a leaf", { shippingAddress: [{ exists: true }] }],
    ["a country of three letters", { shippingAddress: { country: ["USA"] } }],
    ["a literal for text", { customerId: [true] }],
  ])("is one with %s", (_, detail) => {
    expect(faults(detail)).toHaveLength(1);
  });

  it.each([
    ["a suffix of an id", { orderId: [{ suffix: "17" }] }],
    ["a wildcard", { orderId: [{ wildcard: "*-PRIORITY-0*" }] }],
    ["a prefix in any case", { orderId: [{ prefix: { "equals-ignore-case": "ord-p" } }] }],
    ["an optional part of a path", { shippingAddress: { state: [{ exists: false }] } }],
    ["an edge", { totalAmount: [{ numeric: ["<=", 0] }] }],
    ["a range with one cent in it", { totalAmount: [{ numeric: [">=", 0.01, "<", 0.02] }] }],
    ["a country", { shippingAddress: { country: [{ wildcard: "U*" }] } }],
  ])("is not one with %s", (_, detail) => {
    expect(faults(detail)).toEqual([]);
  });

  it("is one whose events can not all match", () => {
    expect(
      faultsOf(() =>
        patternFor([orderCreated, parcelPacked], "com.acme", { metadata: { version: [{ prefix: "2." }] } }),
      ),
    ).toEqual([
      expect.stringMatching(
        /^pattern\.detail: events that the conditions leave possible; leave this one out/,
      ),
    ]);
  });

  it("is found in patterns that were written by hand, with types that the catalogue does not know", () => {
    const written = (pattern: EventPattern) =>
      unmatchedFaults(pattern, catalogue.events, "com.acme").map(
        ({ path, allowed }) => `${path}: ${allowed}`,
      );
    expect(written({ source: [{ prefix: "com.acme." }], "detail-type": [{ wildcard: "Order *" }] })).toEqual(
      [],
    );
    expect(written({ source: ["com.acme.orders"], "detail-type": ["Payment Processed"] })).toEqual([
      expect.stringMatching(/event-type-in-catalogue/),
    ]);
    expect(
      written({
        source: [{ prefix: "com.acme." }],
        "detail-type": [{ prefix: "Order " }],
        detail: { trackingId: ["X"] },
      }),
    ).toEqual([]);
    expect(
      written({
        source: ["com.acme.orders"],
        "detail-type": ["Order Created"],
        detail: { trackingId: ["X"] },
      }),
    ).toHaveLength(1);
  });

  it("never is one that the event's own sample matches, whatever conditions are made from it", () => {
    const sample = orderCreated.sample;
    const text = fc.constantFrom(
      ...(["orderId", "customerId", "customerName", "currency", "contactToken"] as const),
    );
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), fc.nat(6), (field, from, length, kind) => {
        const value: string = sample[field];
        const part = value.slice(from % value.length, (from % value.length) + length) || value;
        const filters = [
          value,
          { prefix: value.slice(0, length + 1) },
          { suffix: value.slice(-length - 1) },
          { wildcard: `*${part}*` },
          { "equals-ignore-case": value.toLowerCase() },
          { prefix: { "equals-ignore-case": value.slice(0, length + 1).toUpperCase() } },
          { "anything-but": { prefix: `~${part}` } },
        ];
        const where = { [field]: [filters[kind]] };
        const found = faults(where);
        const pattern = {
          source: ["com.acme.orders"],
          "detail-type": ["Order Created"],
          detail: where,
        } as unknown as EventPattern;
        expect(takes(pattern)).toBe(true);
        expect(found).toEqual([]);
      }),
    );
  });
});

describe("texts that an expression and a template share", () => {
  it("are found as by trying all texts of a small alphabet", () => {
    const texts = [""];
    for (let i = 0; texts.length < 400; i++) texts.push(...["a", "b", "-"].map((c) => (texts[i] ?? "") + c));
    const expressions = [
      "^a+b?$",
      "^(a|b-){1,2}$",
      "ab",
      "^[^a]*$",
      "^-|b$",
      "a{2}",
      "^(?:ab?)*-$",
      "^\\w+$",
      "^a.b$",
      "^(?=a)a$",
    ];
    const step = fc.oneof(fc.constant("any text" as const), fc.subarray(["a", "b", "-"], { minLength: 1 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...expressions),
        fc.array(step, { maxLength: 4 }),
        (expression, template) => {
          const source = template
            .map((one) => (one === "any text" ? "[ab-]*" : `[${one.join("")}]`))
            .join("");
          const like = new RegExp(`^${source}$`);
          const found = texts.some((text) => like.test(text) && new RegExp(expression).test(text));
          // It may say yes where it can not tell; texts longer than those tried exist too.
          if (found) expect(canMatch(expression, template)).toBe(true);
          else if (!/\?=|\^-\|/.test(expression)) expect(canMatch(expression, template)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
