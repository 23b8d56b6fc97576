import type { Tracer } from "@opentelemetry/api";

/** Where spans go; a tracer provider of OpenTelemetry's SDK is one. */
export interface SpanSink {
  getTracer(name: string): Tracer;
  forceFlush(): Promise<void>;
}
