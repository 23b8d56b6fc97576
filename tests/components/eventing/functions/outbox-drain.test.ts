import type { DynamoDBRecord } from "aws-lambda";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createOutboxDrain } from "../../../../components/eventing/functions/outbox-drain/outbox-drain";
import type { Outcome } from "../../../../components/eventing/runtime/publisher/publisher";
import { watchedObserve } from "./local";

/** What the stream says of a record with this id, or of one that holds no event. */
const inserted = (eventId: string, { readable = true } = {}): DynamoDBRecord => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber: `place-${eventId}`,
    NewImage: {
      eventId: { S: eventId },
      entityId: { S: "ORD-1" },
      eventType: { S: "Order Created" },
      source: { S: "com.acme.orders" },
      ...(readable ? { data: { S: "{}" } } : {}),
      timestamp: { S: "2026-11-25T11:00:00Z" },
      status: { S: "pending" },
    },
  },
});

describe("the outbox's drain", () => {
  afterEach(() => vi.restoreAllMocks());

  it("G09: asks Lambda to come back for what was not taken, and holds nothing up by what can never be", async () => {
    const { observe, lines, metrics } = watchedObserve("outbox-drain");
    const outcomes: Record<string, Outcome> = { a: "published", b: "refused", c: "unpublished", d: "queued" };
    const settled: string[] = [];
    const drain = createOutboxDrain({
      outbox: {
        pending: (ids) => Promise.resolve(new Set(ids)),
        settle: (results) => {
          settled.push(...results.map(({ event: { eventId } }) => eventId));
          return Promise.resolve();
        },
      },
      publisher: {
        publish: (events) =>
          Promise.resolve(
            events.map((event) => ({ event, outcome: outcomes[event.eventId] ?? "published" })),
          ),
      },
      observe,
    });
    const Records = ["a", "b", "c", "d"].map((id) => inserted(id));
    expect(await drain({ Records: [inserted("x", { readable: false }), ...Records] })).toEqual({
      batchItemFailures: [{ itemIdentifier: "place-c" }],
    });
    expect(settled).toEqual(["a", "b", "c", "d"]);
    observe.metrics.flush();
    expect(metrics).toEqual([expect.objectContaining({ EventsRefused: 1 })]);
    expect(lines).toEqual([expect.objectContaining({ level: "ERROR", place: "place-x" })]);
  });
});
