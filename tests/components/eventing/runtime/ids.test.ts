import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { systemClock } from "../../../../components/eventing/runtime/clock";
import { createIds } from "../../../../components/eventing/runtime/ids";
import { FixedClock, seededRandom } from "./fixed";

describe("identifiers", () => {
  it("acceptance 1: every order's is one that Order Created takes", () => {
    const times = fc.date({ min: new Date(0), max: new Date("2999-12-31T00:00:00Z"), noInvalidDate: true });
    fc.assert(
      fc.property(times, fc.integer(), fc.boolean(), (now, seed, priority) => {
        const ids = createIds(new FixedClock(now.toISOString()), seededRandom(seed));
        const orderId = ids.order({ priority });
        expect(orderCreated.parse({ ...orderCreated.sample, orderId }).orderId).toBe(orderId);
        expect(orderId.startsWith("ORD-PRIORITY-")).toBe(priority);
      }),
    );
  });

  it("sort by their time, also within a millisecond, and never come twice", () => {
    const clock = new FixedClock();
    const ids = createIds(clock, seededRandom(1));
    const made = Array.from({ length: 1000 }, () => ids.event());
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(1000);
  });

  it("are random by themselves", () => {
    expect(createIds(systemClock).order()).not.toBe(createIds(systemClock).order());
  });
});
