import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CURRENCIES } from "../../../../components/eventing/catalogue/fields";
import { AmountError, fromMinor, toMinor, totalOf } from "../../../../components/eventing/runtime/money";

const currency = fc.constantFrom(...CURRENCIES);
const minor = fc.integer({ min: -5e11, max: 5e11 });

describe("money", () => {
  it("comes back from minor units as it went in", () => {
    fc.assert(fc.property(minor, currency, (amount, of) => toMinor(fromMinor(amount, of), of) === amount));
  });

  it("is read by its digits, not by its binary", () => {
    expect(toMinor(0.29, "USD")).toBe(29);
    expect(toMinor(29.99, "EUR")).toBe(2999);
    expect(toMinor(1.005e3, "USD")).toBe(100_500);
    expect(fromMinor(5, "USD")).toBe(0.05);
    expect(fromMinor(-105, "GBP")).toBe(-1.05);
  });

  it("acceptance 1: three times 0.1 are exactly 0.3", () => {
    const lines = [{ priceMinor: toMinor(0.1, "USD"), quantity: 3 }];
    expect(fromMinor(totalOf(lines), "USD")).toBe(0.3);
    expect(0.1 * 3).not.toBe(0.3);
  });

  it("adds up without drift, whatever the order of the lines", () => {
    const line = fc.record({
      priceMinor: fc.integer({ min: 0, max: 1e7 }),
      quantity: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const exact = lines.reduce((sum, one) => sum + BigInt(one.priceMinor) * BigInt(one.quantity), 0n);
        expect(BigInt(totalOf(lines))).toBe(exact);
        expect(totalOf(lines.toReversed())).toBe(totalOf(lines));
      }),
    );
  });

  it.each([0.001, 1e-7, 29.999, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (amount) => {
    expect(() => toMinor(amount, "USD")).toThrow(AmountError);
  });

  it("refuses what no longer adds up exactly", () => {
    expect(() => totalOf([{ priceMinor: 2 ** 52, quantity: 4 }])).toThrow(AmountError);
  });
});
