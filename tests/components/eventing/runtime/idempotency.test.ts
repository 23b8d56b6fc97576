import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  EventInProgressError,
  idempotency,
  type Idempotency,
} from "../../../../components/eventing/runtime/idempotency";
import { describeWithLocalAws } from "../../../support/local-aws";
import { Resources, invocation } from "../functions/local";

const DAY = 86_400;
const START = Date.parse("2026-11-02T09:30:00.000Z");
const key = { consumer: "inventory", id: "01JD2W5K3GZ8V4Q6T9XACBEF17" };

/** A promise that is kept when its test says so. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describeWithLocalAws("processed events", () => {
  let resources: Resources;
  let table: string;
  let once: Idempotency["once"];
  let done: string[];

  const work = (name: string) => () => {
    done.push(name);
    return Promise.resolve({ status: "success", name });
  };

  beforeEach(async () => {
    // Powertools goes by the system's clock; only the date is set, timers run.
    vi.useFakeTimers({ toFake: ["Date"], now: START });
    resources = new Resources();
    table = await resources.table("processed", "id");
    done = [];
    const made = idempotency({ table, ttlSeconds: 45 * DAY }, resources.tables, () => new Date());
    once = (...given) => made.once(...given);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("EV-49: remembers by consumer and event what was processed when, and for how long", async () => {
    expect(await once(key, invocation(), work("a"))).toEqual({
      kind: "processed",
      result: { status: "success", name: "a" },
    });
    const item = await resources.get(table, { id: `${key.consumer}#${key.id}` });
    expect(item).toMatchObject({
      status: "COMPLETED",
      result: { processedAt: "2026-11-02T09:30:00.000Z", status: "success" },
      ttl: START / 1000 + 45 * DAY,
    });
    // Of the result only a digest is kept.
    expect((item?.["result"] as { digest: string }).digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(item)).not.toContain('"name"');
  });

  it("EV-50: answers duplicate for an event that is known, and does nothing", async () => {
    await once(key, invocation(), work("first"));
    expect(await once(key, invocation(), work("again"))).toMatchObject({
      kind: "duplicate",
      mark: { processedAt: "2026-11-02T09:30:00.000Z", status: "success" },
    });
    expect(done).toEqual(["first"]);
  });

  it("EV-49: lets every consumer process an event for itself", async () => {
    await once(key, invocation(), work("inventory"));
    await once({ ...key, consumer: "send-email" }, invocation(), work("send-email"));
    expect(done).toEqual(["inventory", "send-email"]);
  });

  it("EV-51: leaves no mark of a failed attempt, so that the next one runs", async () => {
    const failure = new Error("the table is throttled");
    await expect(once(key, invocation(), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await resources.items(table)).toEqual([]);
    expect((await once(key, invocation(), work("again"))).kind).toBe("processed");
  });

  it("acceptance 7: two invocations at the same time have one effect, and the second may try again", async () => {
    const [begun, may] = [gate(), gate()];
    const first = once(key, invocation(), async () => {
      begun.open();
      await may.opened;
      return work("first")();
    });
    await begun.opened;
    await expect(once(key, invocation(), work("second"))).rejects.toThrow(EventInProgressError);
    may.open();
    expect((await first).kind).toBe("processed");
    expect((await once(key, invocation(), work("second"))).kind).toBe("duplicate");
    expect(done).toEqual(["first"]);
  });

  it.each([10_000, 0])(
    "acceptance 7: after a crash with %i ms left the lock ends with the invocation's time and 2 s, and another goes on",
    async (remaining) => {
      const begun = gate();
      // It never returns, as an invocation that is killed.
      void once(key, invocation(remaining), () => {
        begun.open();
        return new Promise<never>(() => undefined);
      });
      await begun.opened;
      vi.setSystemTime(START + remaining + 1_999);
      await expect(once(key, invocation(), work("early"))).rejects.toThrow(EventInProgressError);
      vi.setSystemTime(START + remaining + 2_001);
      expect((await once(key, invocation(), work("later"))).kind).toBe("processed");
      expect(done).toEqual(["later"]);
    },
  );

  it("acceptance 7: skips an event that is replayed on day 44, and would not a day past its time", async () => {
    await once(key, invocation(), work("first"));
    vi.setSystemTime(START + 44 * DAY * 1000);
    expect((await once(key, invocation(), work("day 44"))).kind).toBe("duplicate");
    // DynamoDB may sweep an expired item days later; the expiry itself counts.
    vi.setSystemTime(START + 46 * DAY * 1000);
    expect((await once(key, invocation(), work("day 46"))).kind).toBe("processed");
    expect(done).toEqual(["first", "day 46"]);
  });

  it("does not run the work where the table can not be reached", async () => {
    const missing = idempotency(
      { table: "no-such-table", ttlSeconds: DAY },
      resources.tables,
      () => new Date(),
    );
    await expect(missing.once(key, invocation(), work("blind"))).rejects.toThrow(
      "Failed to save in progress",
    );
    expect(done).toEqual([]);
  });
});
