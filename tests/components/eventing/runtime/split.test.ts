import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { split } from "../../../../components/eventing/runtime/publisher/split";

const LIMIT = 1000;
const sizes = fc.array(fc.integer({ min: 0, max: LIMIT - 1 }), { maxLength: 60 });
const total = (batch: readonly number[]) => batch.reduce((sum, size) => sum + size, 0);

describe("batches of a call", () => {
  it("EV-31: hold every item once, in order, at most 10 and below the limit in bytes", () => {
    fc.assert(
      fc.property(sizes, (items) => {
        const batches = split(items, (size) => size, LIMIT);
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(total(batch)).toBeLessThan(LIMIT);
        }
      }),
    );
  });

  it("are no more than it takes: no item would have fitted into the batch before its own", () => {
    fc.assert(
      fc.property(sizes, (items) => {
        const batches = split(items, (size) => size, LIMIT);
        batches.slice(1).forEach((batch, i) => {
          const before = batches[i] ?? [];
          expect(before.length === 10 || total(before) + (batch[0] ?? 0) >= LIMIT).toBe(true);
        });
      }),
    );
  });
});
