import { AsyncLocalStorage } from "node:async_hooks";
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  defaultTextMapGetter,
  defaultTextMapSetter,
  trace,
  type Attributes,
  type Context,
  type Span,
} from "@opentelemetry/api";
import { AWSXRAY_TRACE_ID_HEADER, AWSXRayPropagator } from "@opentelemetry/propagator-aws-xray";
import type { SpanSink } from "./span-sink";

export { SpanKind };

/** Spans of a function, in the trace that Lambda's caller began. */
export interface Tracing {
  /** Does work inside a span; what it starts meanwhile are its children. An error that leaves it is noted on it. */
  inSpan<T>(name: string, options: SpanSettings, work: () => Promise<T>): Promise<T>;
  /** Does work as a child of what an X-Ray header names, `Root=...;Parent=...;Sampled=1`. */
  continued<T>(header: string | undefined, work: () => Promise<T>): Promise<T>;
  /** X-Ray header that names the current span, for what is handed on; undefined outside any trace. */
  header(): string | undefined;
  /** Sends the spans that ended; a fault of that is not the function's. */
  flush(): Promise<void>;
}

export interface SpanSettings {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Attributes that X-Ray indexes too, so that traces are found by them. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * @param open makes the sink, when the first span begins; without one spans go nowhere, and the trace that a caller began is
 * handed on all the same.
 */
export function createTracing(open?: () => Promise<SpanSink>): Tracing {
  const current = new AsyncLocalStorage<Context>();
  const xray = new AWSXRayPropagator();
  let sink: Promise<SpanSink> | undefined;

  const tracer = async () => {
    if (open === undefined) return trace.getTracer("causeway");
    sink ??= open();
    return (await sink).getTracer("causeway");
  };
  const around = () => current.getStore() ?? ROOT_CONTEXT;

  return {
    async inSpan(name, { kind = SpanKind.INTERNAL, attributes = {}, annotations = {} }, work) {
      const parent = around();
      const indexed = Object.keys(annotations);
      const span = (await tracer()).startSpan(
        name,
        {
          kind,
          attributes: {
            ...attributes,
            ...annotations,
            // AWS Distro for OpenTelemetry, X-Ray exporter: the attributes named here become annotations.
            ...(indexed.length === 0 ? {} : { "aws.xray.annotations": indexed }),
          },
        },
        parent,
      );
      return current.run(trace.setSpan(parent, span), () => ended(span, work));
    },
    continued: (header, work) => {
      if (header === undefined) return work();
      const carrier = { [AWSXRAY_TRACE_ID_HEADER]: header };
      return current.run(xray.extract(around(), carrier, defaultTextMapGetter), work);
    },
    header: () => {
      const carrier: Record<string, string> = {};
      xray.inject(around(), carrier, defaultTextMapSetter);
      return carrier[AWSXRAY_TRACE_ID_HEADER];
    },
    flush: async () => {
      await (await sink)?.forceFlush();
    },
  };
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Its class only: a message may quote what was given, and that may be personal.
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "unknown" });
    throw error;
  } finally {
    span.end();
  }
}

/** Spans sent by OTLP over HTTP, where the standard variables `OTEL_EXPORTER_OTLP_(TRACES_)ENDPOINT` name a collector. */
export function otlpSink(
  service: string,
  environment: Readonly<Record<string, string | undefined>>,
): (() => Promise<SpanSink>) | undefined {
  const endpoint =
    environment["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? environment["OTEL_EXPORTER_OTLP_ENDPOINT"];
  if (endpoint === undefined || endpoint === "") return undefined;
  // Loaded only where it is used: it takes longer to load than the rest of a function.
  return async () => (await import("./otlp.js")).openOtlp(service);
}
