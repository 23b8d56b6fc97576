import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { InvalidEventError } from "../../../../components/eventing/events";
import {
  EventTooLargeError,
  outgoing,
  type Outgoing,
} from "../../../../components/eventing/runtime/publisher";
import { FaultyProxy, type Call } from "../../../support/faulty-proxy";
import { describeWithLocalAws } from "../../../support/local-aws";
import { FixedClock } from "./fixed";
import { MAX_BYTES, SOURCE_PREFIX, busWithEar, publisherTo } from "../functions/bus";
import { Resources, orderNumber, watchedObserve } from "../functions/local";

const limits = { sourcePrefix: SOURCE_PREFIX, maxBytes: MAX_BYTES };
const events = (count: number): Outgoing[] =>
  Array.from({ length: count }, (_, n) => outgoing(orderCreated, orderNumber(n), limits));

const idsOf = (list: readonly Outgoing[]) => list.map(({ eventId }) => eventId);

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName: string;
  readonly Time: number;
  readonly TraceHeader?: string;
}
const entriesOf = ({ body }: Call) => body["Entries"] as Entry[];
const sentIds = (call: Call) =>
  entriesOf(call).map(
    ({ Detail }) => (JSON.parse(Detail) as { metadata: { eventId: string } }).metadata.eventId,
  );

/** An event of about so many bytes. */
function sized(n: number, bytes: number): Outgoing {
  const plain = outgoing(orderCreated, orderNumber(n), limits);
  const missing = bytes - Buffer.byteLength(plain.detail);
  return { ...plain, detail: plain.detail.replace(/}$/, `,"note":"${"é".repeat(missing / 2 - 6)}"}`) };
}

describeWithLocalAws("the publisher", (aws) => {
  const proxy = new FaultyProxy(() => aws().url);
  let resources: Resources;
  let bus: Awaited<ReturnType<typeof busWithEar>>;
  let queue: string;
  let nth = 0;

  beforeAll(async () => {
    await proxy.start();
    process.env["AWS_ENDPOINT_URL"] = proxy.url;
  });
  beforeEach(async () => {
    resources = new Resources();
    bus = await busWithEar(resources, `publisher-${++nth}`);
    queue = await resources.queue("fallback");
    // What set the test up passed here too.
    proxy.reset();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    proxy.reset();
  });
  afterAll(() => proxy.stop());

  const heardIds = async () => (await bus.heard()).map(({ detail }) => detail.metadata.eventId).toSorted();
  const kept = async () =>
    (await resources.drain(queue)).map(
      ({ Body = "" }) =>
        JSON.parse(Body) as {
          source: string;
          detailType: string;
          time: string;
          detail: { metadata: { eventId: string } };
        },
    );

  it("EV-28: sends one entry with source, detail type, detail and bus, at the time that it happened", async () => {
    const { observe } = watchedObserve("orders");
    const [event] = events(1) as [Outgoing];
    const results = await publisherTo(observe, bus.name, { resources }).publish([event]);
    expect(results).toEqual([{ event, outcome: "published" }]);
    const calls = proxy.of("PutEvents");
    expect(calls).toHaveLength(1);
    const [entry] = entriesOf(calls[0] as Call) as [Entry];
    expect(entry).toMatchObject({
      Source: "com.acme.orders",
      DetailType: "Order Created",
      EventBusName: bus.name,
      Time: event.time.getTime() / 1000,
    });
    expect(JSON.parse(entry.Detail)).toEqual(orderNumber(0));
    expect(await heardIds()).toEqual([event.eventId]);
  });

  it("EV-29, G13: an entry that fails in a call that does not is a failure that names code and message", async () => {
    const { observe, lines } = watchedObserve("orders");
    proxy.fault = () => ({ failEntries: [0], code: "ThrottlingException", message: "Rate exceeded" });
    const [result] = await publisherTo(observe, bus.name, { resources, clock: new FixedClock() }).publish(
      events(1),
    );
    expect(result?.outcome).toBe("unpublished");
    expect(result?.error?.message).toBe("ThrottlingException: Rate exceeded");
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "ERROR",
        errorCode: "ThrottlingException",
        errorMessage: "Rate exceeded",
      }),
    );
  });

  it("EV-32, acceptance 2: retries only the entries that failed and accounts for every event in order", async () => {
    const { observe } = watchedObserve("orders");
    const all = events(23);
    proxy.fault = ({ action, nth: call }) => {
      if (action !== "PutEvents") return undefined;
      if (call === 0) return { failEntries: [4], code: "InternalFailure" };
      if (call === 1) return { failEntries: [7], code: "InternalFailure" };
      return undefined;
    };
    const clock = new FixedClock();
    const results = await publisherTo(observe, bus.name, { queue, resources, clock }).publish(all);
    const calls = proxy.of("PutEvents").map(sentIds);
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 3, 2]);
    expect(calls[3]).toEqual(idsOf([all[4], all[17]] as Outgoing[]));
    expect(results.map(({ event }) => event)).toEqual(all);
    expect(results.every(({ outcome }) => outcome === "published")).toBe(true);
    expect(await heardIds()).toEqual(idsOf(all).toSorted());
    expect(await kept()).toEqual([]);
    expect(clock.slept).toHaveLength(1);
  });

  it("EV-32: tells which events failed for good, three tries each, and no other", async () => {
    const { observe } = watchedObserve("orders");
    const all = events(12);
    const bad = new Set(idsOf([all[2], all[11]] as Outgoing[]));
    proxy.fault = (call) =>
      call.action === "PutEvents"
        ? {
            failEntries: sentIds(call).flatMap((id, i) => (bad.has(id) ? [i] : [])),
            code: "InternalFailure",
          }
        : undefined;
    const clock = new FixedClock();
    const results = await publisherTo(observe, bus.name, { queue, resources, clock }).publish(all);
    expect(results.map(({ outcome }) => outcome)).toEqual(
      all.map(({ eventId }) => (bad.has(eventId) ? "queued" : "published")),
    );
    expect(proxy.of("PutEvents").map((call) => sentIds(call).length)).toEqual([10, 2, 2, 2]);
    expect((await kept()).map(({ detail }) => detail.metadata.eventId).toSorted()).toEqual(
      [...bad].toSorted(),
    );
    expect(clock.slept.map((ms) => ms >= 0 && ms < 200)).toEqual([true, true]);
  });

  it.each([
    ["throws", { error: "ThrottlingException", status: 400 }],
    ["can not be reached", { drop: true }],
  ] as const)(
    "acceptance 3: when the second call %s the third is sent, and its ten events go to the queue as they are",
    async (_, fault) => {
      const { observe, metrics } = watchedObserve("orders");
      const all = events(23);
      const tenth = all[10]?.eventId ?? "";
      proxy.fault = (call) =>
        call.action === "PutEvents" && sentIds(call).includes(tenth) ? fault : undefined;
      const publisher = publisherTo(observe, bus.name, { queue, resources, clock: new FixedClock() });
      const results = await publisher.publish(all);
      expect(results.map(({ outcome }) => outcome)).toEqual(
        all.map((_event, i) => (i >= 10 && i < 20 ? "queued" : "published")),
      );
      expect(proxy.of("PutEvents").map((call) => sentIds(call).length)).toEqual([10, 10, 3, 10, 10]);
      const waiting = await kept();
      expect(waiting.map(({ detail }) => detail.metadata.eventId).toSorted()).toEqual(
        idsOf(all.slice(10, 20)).toSorted(),
      );
      expect(waiting.map(({ time }) => time)).toEqual(waiting.map(() => all[0]?.time.toISOString()));
      observe.metrics.flush();
      expect(metrics).toContainEqual(
        expect.objectContaining({ FunctionName: "orders", EventsPublished: 13, EventsQueued: 10 }),
      );
    },
  );

  it("leaves to its caller what neither bus nor queue takes, without an error", async () => {
    const { observe, metrics } = watchedObserve("orders");
    proxy.fault = () => ({ error: "ServiceUnavailable", status: 400 });
    const publisher = publisherTo(observe, bus.name, { queue, resources, clock: new FixedClock() });
    const results = await publisher.publish(events(2));
    expect(results.map(({ outcome }) => outcome)).toEqual(["unpublished", "unpublished"]);
    observe.metrics.flush();
    expect(metrics).toContainEqual(expect.objectContaining({ EventsUnpublished: 2 }));
  });

  it("acceptance 4, G12: sends ten events of 40 KB in calls that stay below the limit each", async () => {
    const { observe } = watchedObserve("orders");
    const all = Array.from({ length: 10 }, (_, n) => sized(n, 40 * 1024));
    const results = await publisherTo(observe, bus.name, { resources }).publish(all);
    expect(results.every(({ outcome }) => outcome === "published")).toBe(true);
    const calls = proxy.of("PutEvents").map(entriesOf);
    expect(calls.map(({ length }) => length)).toEqual([6, 4]);
    for (const entries of calls) {
      const bytes = entries.reduce((sum, { Detail }) => sum + Buffer.byteLength(Detail), 0);
      expect(bytes).toBeLessThan(MAX_BYTES);
    }
  });

  it("acceptance 4, G12: refuses an event above the limit before any call, and sends the others", async () => {
    const { observe } = watchedObserve("orders");
    const large = sized(1, MAX_BYTES);
    const publisher = publisherTo(observe, bus.name, { queue, resources });
    const [alone] = await publisher.publish([large]);
    expect(alone?.error).toBeInstanceOf(EventTooLargeError);
    expect(proxy.calls).toEqual([]);
    const results = await publisher.publish([...events(1), large]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["published", "refused"]);
  });

  it("EV-53: publishes inside a span, and hands the trace on with every entry", async () => {
    const { observe, spans } = watchedObserve("orders");
    const header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    await observe.tracing.continued(header, () =>
      observe.tracing.inSpan("create_order", { annotations: { correlation_id: "c-1" } }, () =>
        publisherTo(observe, bus.name, { resources }).publish(events(1)),
      ),
    );
    const [call, publish, handler] = spans.getFinishedSpans();
    expect([call?.name, publish?.name, handler?.name]).toEqual([
      "EventBridge.PutEvents",
      "publish_event",
      "create_order",
    ]);
    expect(handler?.attributes).toMatchObject({
      correlation_id: "c-1",
      "aws.xray.annotations": ["correlation_id"],
    });
    expect(call?.parentSpanContext?.spanId).toBe(publish?.spanContext().spanId);
    expect(publish?.parentSpanContext?.spanId).toBe(handler?.spanContext().spanId);
    expect(handler?.parentSpanContext?.spanId).toBe("53995c3f42cd8ad8");
    const [entry] = entriesOf(proxy.of("PutEvents")[0] as Call) as [Entry];
    expect(entry.TraceHeader).toContain("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=");
    expect(entry.TraceHeader).toContain(publish?.spanContext().spanId);
  });

  it("checks an event before anything is sent or written", () => {
    const wrong = { ...orderNumber(1), totalAmount: -1 };
    expect(() => outgoing(orderCreated, wrong, limits)).toThrow(InvalidEventError);
    expect(() => outgoing(orderCreated, orderNumber(1), { ...limits, maxBytes: 1500 })).toThrow(
      EventTooLargeError,
    );
  });
});
