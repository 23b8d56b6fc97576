import { afterEach, describe, expect, it, vi } from "vitest";
import { createOutboxSweep } from "../../../../components/eventing/functions/outbox-sweep/outbox-sweep";
import type { Overdue } from "../../../../components/eventing/runtime/outbox";
import type { Outgoing, Published, Publisher } from "../../../../components/eventing/runtime/publisher";
import { FixedClock } from "../runtime/fixed";
import { watchedObserve } from "./local";

const event = (eventId: string): Outgoing => ({
  eventId,
  source: "com.acme.orders",
  detailType: "Order Created",
  detail: "{}",
  time: new Date("2026-11-25T11:00:00Z"),
});
const some = (...ids: string[]): Overdue => ({ events: ids.map(event), unreadable: [] });

/** A sweep over what is overdue, by a publisher that does not get rid of the events named. */
function sweeping(parts: readonly Overdue[], { unpublished = [] as string[], leftMs = [120_000] } = {}) {
  const watched = watchedObserve("outbox-sweep");
  const asked: Date[] = [];
  const settled: Published[] = [];
  const publisher: Publisher = {
    publish: (events) =>
      Promise.resolve(
        events.map((one) => ({
          event: one,
          outcome: unpublished.includes(one.eventId) ? ("unpublished" as const) : ("queued" as const),
        })),
      ),
  };
  const left = [...leftMs];
  const sweep = createOutboxSweep({
    outbox: {
      overdue: async function* (before) {
        asked.push(before);
        await Promise.resolve();
        yield* parts;
      },
      settle: (results) => {
        settled.push(...results);
        return Promise.resolve();
      },
    },
    publisher,
    clock: new FixedClock("2026-11-25T12:00:00.000Z"),
    observe: watched.observe,
    afterSeconds: 900,
  });
  const run = () => sweep({}, { getRemainingTimeInMillis: () => left.shift() ?? leftMs.at(-1) ?? 0 });
  return { ...watched, run, asked, settled };
}

describe("the sweep of the outbox", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("G09: takes up what is older than others have time for, and notes what became of it", async () => {
    const { run, asked, settled, lines } = sweeping([some("a", "b"), some(), some("c")]);
    expect(await run()).toEqual({ swept: 3, complete: true });
    expect(asked).toEqual([new Date("2026-11-25T11:45:00.000Z")]);
    expect(settled.map((one) => one.event.eventId)).toEqual(["a", "b", "c"]);
    expect(lines.filter(({ level }) => level === "ERROR")).toEqual([]);
  });

  it("G09: stops in time, and leaves the rest to the next run", async () => {
    const { run, settled } = sweeping([some("a"), some("b"), some("c")], { leftMs: [60_000, 14_999] });
    expect(await run()).toEqual({ swept: 2, complete: false });
    expect(settled.map((one) => one.event.eventId)).toEqual(["a", "b"]);
  });

  it("G09: gets through all of it before it says what it is stuck with", async () => {
    const parts = [{ events: [event("a")], unreadable: ["x"] }, some("b"), some("c")];
    const { run, settled, lines, metrics, observe } = sweeping(parts, { unpublished: ["b"] });
    await expect(run()).rejects.toThrow("2 stored events can not be published, the first is x");
    expect(settled.map((one) => one.event.eventId)).toEqual(["a", "b", "c"]);
    expect(lines.at(-1)).toMatchObject({ stuck: 2, eventIds: ["x", "b"] });
    observe.metrics.flush();
    expect(metrics.map(({ EventsSwept, EventsStuck }) => ({ EventsSwept, EventsStuck }))).toEqual([
      { EventsSwept: 2, EventsStuck: 2 },
    ]);
  });
});
