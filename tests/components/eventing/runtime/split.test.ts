import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { split } from "../../../../components/eventing/runtime/publisher/split";

const LIMIT = 1000;
/** Most batches end by their number of items where these are small, and by their bytes where they are large. */
const size = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: LIMIT - 1 }) },
);
const sizes = fc.array(size, { maxLength: 60, size: "max" });
const total = (batch: readonly number[]) => batch.reduce((sum, one) => sum + one, 0);
const batchesOf = (items: readonly number[]) => split(items, (one) => one, LIMIT);
const lengths = (items: readonly number[]) => batchesOf(items).map((batch) => batch.length);

describe("batches of a call", () => {
  it("EV-31: hold every item once, in order, at most 10 and below the limit in bytes", () => {
    fc.assert(
      fc.property(sizes, (items) => {
        const batches = batchesOf(items);
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(total(batch)).toBeLessThan(LIMIT);
        }
      }),
    );
  });

  it("EV-31: end with the tenth item, and before the byte that makes the limit", () => {
    expect(lengths(Array<number>(23).fill(1))).toEqual([10, 10, 3]);
    expect(lengths([500, 499, 1])).toEqual([2, 1]);
    expect(lengths([500, 500])).toEqual([1, 1]);
    expect(lengths([LIMIT + 1, 1])).toEqual([1, 1]);
  });

  it("are no more than it takes: no item would have fitted into the batch before its own", () => {
    fc.assert(
      fc.property(sizes, (items) => {
        const batches = batchesOf(items);
        batches.slice(1).forEach((batch, i) => {
          const before = batches[i] ?? [];
          expect(before.length === 10 || total(before) + (batch[0] ?? 0) >= LIMIT).toBe(true);
        });
      }),
    );
  });
});
