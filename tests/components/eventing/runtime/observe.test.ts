import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { otlpSink, createTracing } from "../../../../components/eventing/runtime/observe/tracing";
import { invocation, watchedObserve } from "../functions/local";

const HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

afterEach(() => {
  vi.restoreAllMocks();
  delete process.env["_X_AMZN_TRACE_ID"];
});

/** Dimensions and values of a line of metrics. */
const told = (line: Record<string, unknown>) => {
  const { _aws, ...values } = line as {
    _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][] }[] };
  };
  return { ..._aws.CloudWatchMetrics[0], values };
};

describe("metrics of a function", () => {
  it("EV-52, G43: have the names, units and dimensions that alarms ask for, and no other", () => {
    const { observe, metrics } = watchedObserve("orders");
    observe.metrics.eventProcessed("Order Created", "inventory");
    observe.metrics.eventProcessed("Order Created", "inventory");
    observe.metrics.orderValue(59.98, "EUR");
    observe.metrics.orderValue();
    observe.metrics.orderValue(1, "XXX");
    observe.metrics.flush();
    expect(metrics.map(told)).toEqual([
      {
        Namespace: "Acme/Events",
        Dimensions: [["EventType", "Service"]],
        Metrics: [{ Name: "EventsProcessed", Unit: "Count" }],
        values: { EventType: "Order Created", Service: "inventory", EventsProcessed: [1, 1] },
      },
      ...[
        ["EUR", 59.98],
        ["USD", 0],
        ["other", 1],
      ].map(([Currency, OrderValue]) => ({
        Namespace: "Acme/Events",
        Dimensions: [["Currency"]],
        Metrics: [{ Name: "OrderValue", Unit: "None" }],
        values: { Currency, OrderValue },
      })),
    ]);
  });

  it("are written once, and keep their dimensions in the next invocation", () => {
    const { observe, metrics } = watchedObserve("orders");
    for (const value of [1, 2]) {
      observe.metrics.count("EventsPublished", value);
      observe.metrics.flush();
    }
    observe.metrics.flush();
    expect(metrics.map(told).map(({ Dimensions, values }) => ({ Dimensions, values }))).toEqual([
      { Dimensions: [["FunctionName"]], values: { FunctionName: "orders", EventsPublished: 1 } },
      { Dimensions: [["FunctionName"]], values: { FunctionName: "orders", EventsPublished: 2 } },
    ]);
  });
});

describe("traces of a function", () => {
  it("EV-53, G44: a handler's span goes on with its caller's trace, and its failure is on it", async () => {
    process.env["_X_AMZN_TRACE_ID"] = HEADER;
    const { observe, spans, lines, metrics } = watchedObserve("orders");
    const handler = observe.handler("create_order", () => {
      observe.metrics.count("EventsPublished");
      return Promise.reject(new TypeError("a personal value"));
    });
    await expect(handler({}, invocation())).rejects.toThrow("a personal value");
    const [span] = spans.getFinishedSpans();
    expect(span?.name).toBe("create_order");
    expect(span?.spanContext().traceId).toBe("5759e988bd862e3fe1be46a994272793");
    expect(span?.status.message).toBe("TypeError");
    expect(metrics).toHaveLength(1);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "The invocation failed", function_request_id: "request" }),
    );
  });

  it("G44: without a collector the caller's trace is handed on all the same", async () => {
    const tracing = createTracing();
    expect(tracing.header()).toBeUndefined();
    const header = await tracing.continued(HEADER, () =>
      tracing.inSpan("work", {}, () => Promise.resolve(tracing.header())),
    );
    expect(header).toBe(HEADER);
    await tracing.flush();
  });

  it("keeps the spans of invocations that run at once apart", async () => {
    const tracing = createTracing();
    const seen = await Promise.all(
      ["1", "2"].map((digit) => {
        const header = HEADER.replace("1-5759e988", `1-5759e98${digit}`);
        return tracing.continued(header, async () => {
          await Promise.resolve();
          return tracing.header() === header;
        });
      }),
    );
    expect(seen).toEqual([true, true]);
  });

  it("EV-53: spans go to a collector only where the environment names one", async () => {
    expect(otlpSink("orders", {})).toBeUndefined();
    expect(otlpSink("orders", { OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeUndefined();
    const bodies: string[] = [];
    const server = createServer((incoming, answer) => {
      let text = "";
      incoming.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
      incoming.on("end", () => {
        bodies.push(`${incoming.url} ${text}`);
        answer.end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    try {
      const tracing = createTracing(otlpSink("orders", process.env));
      await tracing.inSpan("create_order", {}, () => Promise.resolve());
      await tracing.flush();
      expect(bodies).toHaveLength(1);
      expect(bodies[0]).toMatch(/^\/v1\/traces .*create_order/s);
      expect(bodies[0]).toContain("orders");
    } finally {
      vi.unstubAllEnvs();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
