import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternFaults, type EventPattern } from "../../../components/eventing";

const base = { source: ["com.acme.orders"], "detail-type": ["Order Created"] } as const;
const faults = (pattern: unknown) => patternFaults(pattern).map(({ path, allowed }) => `${path}: ${allowed}`);

describe("patterns", () => {
  it("EV-23 takes value lists, several fields, nesting, several sources, prefix, exists and numeric", () => {
    const patterns: EventPattern[] = [
      base,
      { ...base, source: ["com.acme.orders", "com.acme.returns"] },
      { ...base, source: [{ prefix: "com.acme." }] },
      { ...base, detail: { shippingAddress: { country: ["US", "CA", "MX"] } } },
      { ...base, detail: { orderId: [{ prefix: "ORD-PRIORITY-" }] } },
      { ...base, detail: { promoCode: [{ exists: true }], gift: [true, null] } },
      {
        ...base,
        detail: {
          totalAmount: [{ numeric: [">=", 100] }],
          currency: ["USD"],
          items: { productId: [{ prefix: "DIGITAL-" }] },
        },
      },
      { ...base, detail: { totalAmount: [{ numeric: [">", 0, "<=", 5] }, 7] } },
      { ...base, source: [{ "anything-but": { prefix: ["com.acme.test."] } }, { wildcard: "com.*.orders" }] },
      {
        ...base,
        detail: {
          $or: [
            { address: [{ cidr: "10.0.0.0/8" }] },
            {
              name: [
                { prefix: { "equals-ignore-case": "a" } },
                { suffix: "z" },
                { "equals-ignore-case": "b" },
              ],
            },
          ],
          amount: [{ "anything-but": [1, 2] }],
        },
      },
      { ...base, account: ["111111111111"], region: ["us-east-1"], resources: [{ prefix: "arn:" }] },
    ];
    for (const pattern of patterns) expect(faults(pattern)).toEqual([]);
  });

  it.each([
    ["no object", "x", "pattern: an object with source"],
    ["a list", [base], "pattern: an object with source"],
    ["no source", { "detail-type": ["Order Created"] }, "pattern.source: a list of one or more values"],
    ["no detail-type", { source: ["com.acme.orders"] }, "pattern.detail-type: a list"],
    ["an empty list", { ...base, source: [] }, "pattern.source: a list of one or more values, in square"],
    ["text without a list", { ...base, source: "com.acme.orders" }, "pattern.source: a list"],
    ["empty text", { ...base, source: [""] }, "pattern.source[0]: text that is not empty"],
    ["a number as source", { ...base, source: [1] }, "pattern.source[0]: text that is not empty"],
    ["a misspelt field", { ...base, detailType: ["x"] }, "pattern.detailType: one of the fields source"],
    ["an empty detail", { ...base, detail: {} }, "pattern.detail: an object with at least one field"],
    ["an empty nested field", { ...base, detail: { a: {} } }, "pattern.detail.a: an object with at least"],
    ["a bare value", { ...base, detail: { a: { b: 1 } } }, "pattern.detail.a.b: a list of one or more"],
    [
      "an unknown matcher",
      { ...base, detail: { a: [{ regex: "x" }] } },
      "pattern.detail.a[0]: one of prefix, suffix",
    ],
    [
      "two matchers in one",
      { ...base, detail: { a: [{ prefix: "x", exists: true }] } },
      "pattern.detail.a[0]: exactly one of prefix, suffix",
    ],
    [
      "an empty prefix",
      { ...base, detail: { a: [{ prefix: "" }] } },
      "pattern.detail.a[0].prefix: text that",
    ],
    [
      "exists as text",
      { ...base, detail: { a: [{ exists: "yes" }] } },
      "pattern.detail.a[0].exists: true or",
    ],
    ["NaN", { ...base, detail: { a: [Number.NaN] } }, "pattern.detail.a[0]: a finite number"],
    [
      "half a comparison",
      { ...base, detail: { a: [{ numeric: [">="] }] } },
      "a[0].numeric: [operator, number]",
    ],
    ["a wrong operator", { ...base, detail: { a: [{ numeric: ["=>", 1] }] } }, "a[0].numeric: [operator"],
    ["a range upside down", { ...base, detail: { a: [{ numeric: [">", 5, "<", 1] }] } }, "a[0].numeric: [op"],
    [
      "a number out of range",
      { ...base, detail: { a: [{ numeric: [">", 6e9] }] } },
      "a[0].numeric: numbers from",
    ],
    [
      "a block of one address",
      { ...base, detail: { a: [{ cidr: "10.0.0.1/32" }] } },
      "a[0].cidr: a prefix length",
    ],
    [
      "one branch of $or",
      { ...base, detail: { $or: [{ a: [1] }] } },
      "pattern.detail.$or: a list of two or more",
    ],
    [
      "$or with a filter's name for a field",
      { ...base, detail: { $or: [{ prefix: "x" }, { suffix: "y" }] } },
      "pattern: two or more objects in $or",
    ],
    ["an entry that is not there", { ...base, detail: { a: [undefined] } }, "pattern.detail.a[0]: a value"],
    [
      "more than 2048 characters",
      { ...base, detail: { a: Array.from({ length: 300 }, (_, i) => `value-${i}`) } },
      "pattern: at most 2048 characters",
    ],
  ])("refuses %s", (_title, pattern, message) => {
    expect(faults(pattern).join("\n")).toContain(message);
  });

  it("names every fault at once", () => {
    const found = patternFaults({ source: [], detail: { a: [{ exists: 1 }], b: [] } });
    expect(found.map(({ path }) => path)).toEqual([
      "pattern.detail-type",
      "pattern.source",
      "pattern.detail.a[0].exists",
      "pattern.detail.b",
    ]);
  });

  it("judges anything that JSON can hold without an exception, and refuses what has an empty list anywhere", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(patternFaults(value))));
    const field = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), (fields) => {
        const nested = (leaf: unknown) =>
          fields.reduceRight<unknown>((inner, name) => ({ [name]: inner }), leaf);
        expect(patternFaults({ ...base, detail: nested(["x"]) })).toEqual([]);
        const [fault, ...more] = patternFaults({ ...base, detail: nested([]) });
        expect(fault?.path).toBe(`pattern.detail.${fields.join(".")}`);
        expect(more).toEqual([]);
      }),
    );
  });
});
