import { expect, test } from "vitest";
import { describeLive } from "../harness";
import { badDay, sell, type Order } from "./shop";

/** How many orders; `CAUSEWAY_ORDERS=10000` for a long day. */
const ORDERS = Number(process.env["CAUSEWAY_ORDERS"] ?? 200);

describeLive("a shop", () => {
  const orders = (poison: (n: number) => boolean): Order[] =>
    Array.from({ length: ORDERS }, (_, n) => ({
      id: `o${String(n).padStart(6, "0")}`,
      product: `p${String(n % 50)}`,
      ...(poison(n) ? { poison: true as const } : {}),
    }));

  test("on a bad day no order is lost and none is reserved twice; poison ends in the dead-letter queue", async () => {
    const given = orders((n) => n % 100 === 7);
    const poison = given.filter((o) => o.poison === true).map((o) => o.id);
    const began = performance.now();
    const count = await sell(given, badDay, "bad day");
    console.log(JSON.stringify({ ...count, seconds: Math.round((performance.now() - began) / 100) / 10 }));
    expect(count.taken).toBeGreaterThan(ORDERS * 0.9);
    expect(count.taken + count.refused).toBe(ORDERS);
    expect(count.unreserved).toEqual(poison.filter((id) => count.unreserved.includes(id)));
    expect(count.dead).toEqual(count.unreserved);
    expect(count.reserved).toBe(count.taken - count.unreserved.length);
    expect(count.sold).toBe(count.reserved);
    expect(count).toMatchObject({ waiting: 0, lost: 0, unpublished: 0 });
    expect(count.struck).toBeGreaterThan(50);
    expect(count.duplicates).toBeGreaterThan(0);
  }, 900_000);
});
