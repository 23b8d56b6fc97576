import fc from "fast-check";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  PatternError,
  compilePattern,
  explain,
  matches,
  mismatchText,
  readEvent,
} from "../../../lib/event-patterns";
import { DEPARTURES, REFUSED } from "./departures";
import { PUBLISHED } from "./published";

const match = (pattern: unknown, event: unknown): boolean =>
  matches(compilePattern(JSON.stringify(pattern)), readEvent(JSON.stringify(event)));

const order = (detail: object, source = "com.mycompany.orders") => ({
  version: "0",
  source,
  "detail-type": "Order Created",
  detail: {
    orderId: "ORD-1",
    totalAmount: 59.98,
    currency: "USD",
    items: [{ productId: "PROD-1" }],
    ...detail,
  },
});

describe("the fixtures of the event contract", () => {
  it("EV-24 matches several sources", () => {
    const pattern = { source: ["com.mycompany.orders", "com.mycompany.returns"] };
    expect(match(pattern, order({}))).toBe(true);
    expect(match(pattern, order({}, "com.mycompany.returns"))).toBe(true);
    expect(match(pattern, order({}, "com.mycompany.inventory"))).toBe(false);
  });

  it("EV-24 matches one of several countries of a nested address", () => {
    const pattern = { detail: { shippingAddress: { country: ["US", "CA", "MX"] } } };
    expect(match(pattern, order({ shippingAddress: { country: "CA" } }))).toBe(true);
    expect(match(pattern, order({ shippingAddress: { country: "DE" } }))).toBe(false);
    expect(match(pattern, order({}))).toBe(false);
  });

  it("EV-24 matches an order id by its prefix", () => {
    const pattern = { detail: { orderId: [{ prefix: "ORD-PRIORITY-" }] } };
    expect(match(pattern, order({ orderId: "ORD-PRIORITY-7" }))).toBe(true);
    expect(match(pattern, order({ orderId: "ORD-7" }))).toBe(false);
  });

  it("EV-24 matches an order with a promotion code, whatever it is", () => {
    const pattern = { detail: { promoCode: [{ exists: true }] } };
    expect(match(pattern, order({ promoCode: null }))).toBe(true);
    expect(match(pattern, order({}))).toBe(false);
  });

  it("EV-24 matches type, amount, currency and any one item together", () => {
    const pattern = {
      "detail-type": ["Order Created"],
      detail: {
        totalAmount: [{ numeric: [">=", 100] }],
        currency: ["USD"],
        items: { productId: [{ prefix: "DIGITAL-" }] },
      },
    };
    const items = [{ productId: "PROD-1" }, { productId: "DIGITAL-2" }];
    expect(match(pattern, order({ totalAmount: 100, items }))).toBe(true);
    expect(match(pattern, order({ totalAmount: 99.99, items }))).toBe(false);
    expect(match(pattern, order({ totalAmount: 100, items, currency: "EUR" }))).toBe(false);
    expect(match(pattern, order({ totalAmount: 100 }))).toBe(false);
  });

  it.each([
    ["999.99", false],
    ["1000", true],
    ["1000.00", true],
    ["1e3", true],
    ["1000.01", true],
    ['"1000"', false],
  ])("EV-24 takes an order of %s for one of 1000 or more: %s", (total, high) => {
    const pattern = compilePattern('{"detail":{"totalAmount":[{"numeric":[">=",1000]}]}}');
    expect(matches(pattern, readEvent(`{"detail":{"totalAmount":${total}}}`))).toBe(high);
  });
});

describe("patterns", () => {
  it.each(PUBLISHED)("do what AWS publishes: $title", ({ pattern, event, matches: expected }) => {
    expect(matches(compilePattern(pattern), readEvent(event))).toBe(expected);
  });

  it.each(DEPARTURES)("do what EventBridge does: $title", ({ pattern, event, matches: expected }) => {
    expect(matches(compilePattern(pattern), readEvent(event))).toBe(expected);
  });

  it.each(REFUSED)("are refused where EventBridge does it: $title", ({ pattern }) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError);
  });

  it("are documented wherever they surprise", () => {
    const page = readFileSync(path.join(__dirname, "../../../docs/event-patterns.md"), "utf8");
    for (const { title } of [...DEPARTURES, ...REFUSED]) expect(page).toContain(`| ${title} |`);
  });

  it("name every fault at once, where it is and what is allowed", () => {
    const faults = (text: string) => {
      try {
        compilePattern(text);
        return [];
      } catch (error) {
        if (error instanceof PatternError)
          return error.faults.map(({ path: at, allowed }) => `${at}: ${allowed}`);
        throw error;
      }
    };
    expect(
      faults('{"a":1,"b":{},"c":[{"numeric":[">"]},{"prefix":1},[]],"$or":[{"d":["x"]},{"prefix":["x"]}]}'),
    ).toEqual([
      "pattern.a: a list of one or more values, in square brackets, or an object",
      "pattern.b: an object with at least one field",
      expect.stringMatching(/^pattern\.c\[0\]\.numeric: \[operator, number\]/),
      "pattern.c[1].prefix: text",
      expect.stringMatching(/^pattern\.c\[2\]: text, a number, true, false, null or a filter/),
      expect.stringMatching(/^pattern\.\$or\[1\]\.prefix: a field of the event; this name is a filter's/),
    ]);
    expect(faults('{"a":[1}')).toEqual(["pattern: line 1, column 8: a comma or ] is expected"]);
    expect(faults('{\n"a": [01]}')).toEqual(["pattern: line 2, column 8: a comma or ] is expected"]);
    expect(faults("[]")).toEqual(["pattern: line 1, column 1: a pattern must be a JSON object"]);
    expect(faults(`{"a":${'[{"anything-but":1}],"b":'.repeat(1)}{}}`)).toHaveLength(1);
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`f${i}`, [1]]));
    expect(faults(JSON.stringify(many))).toEqual(["pattern: at most 256 fields"]);
  });

  it("match every event that they were written after", () => {
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes(".") && text !== "$or");
    const fields = fc
      .dictionary(name, leaf, { minKeys: 1, maxKeys: 4 })
      .filter((one) => !("__proto__" in one));
    fc.assert(
      fc.property(fields, (event) => {
        const pattern = Object.fromEntries(Object.entries(event).map(([key, value]) => [key, [value]]));
        expect(match(pattern, event)).toBe(true);
        expect(match({ ...pattern, more: [{ exists: true }] }, event)).toBe("more" in event);
      }),
    );
  });
});

describe("an explanation", () => {
  const why = (pattern: string, event: string) => {
    const mismatch = explain(compilePattern(pattern), readEvent(event));
    return mismatch && mismatchText(mismatch);
  };

  it.each([
    ['{"a":[1,{"prefix":"x"}]}', '{"a":"yx"}', 'a is "yx"; wanted: the number 1 or begins with "x"'],
    ['{"a":[1],"b":[{"exists":true}]}', '{"a":1.0}', "b is not there; wanted: is there"],
    ['{"a":[{"exists":false}]}', '{"a":[1,2]}', "a is 1, 2; wanted: is not there"],
    ['{"a":[{"numeric":[">",1,"<=",5]}]}', '{"a":1}', "a is 1; wanted: a number > 1 and <= 5"],
    [
      '{"a":["x"],"$or":[{"b":["y"]},{"c":["z"],"d":["w"]}]}',
      '{"a":"x","c":"z","d":"v"}',
      'd is "v"; wanted: "w"',
    ],
    [
      '{"a":{"b":[1],"c":[2]}}',
      '{"a":[{"b":1,"c":1},{"b":2,"c":2}]}',
      "every field has a value that fits, but no element of an array has all of them, up to a.c",
    ],
  ])("of %s on %s says: %s", (pattern, event, text) => {
    expect(why(pattern, event)).toBe(text);
  });

  it("is not given of an event that matches", () => {
    expect(why('{"a":[1]}', '{"a":1}')).toBeUndefined();
  });
});
