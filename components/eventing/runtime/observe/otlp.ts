import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  type SpanProcessor,
  type TracerProviderOptions,
} from "@opentelemetry/sdk-trace";
import type { SpanSink } from "./span-sink";

type Resource = NonNullable<TracerProviderOptions["resource"]>;

const resource = (attributes: Record<string, string>): Resource => ({
  attributes,
  getRawAttributes: () => Object.entries(attributes),
  merge: (other) => other ?? resource(attributes),
});

/** Spans of a service to a processor; a trace that its caller does not sample is not recorded. */
export function spansTo(service: string, processor: SpanProcessor): SpanSink {
  return new TracerProvider({
    resource: resource({ "service.name": service, "cloud.platform": "aws_lambda" }),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [processor],
  });
}

/** The exporter reads its address and headers from the standard OTEL_EXPORTER_OTLP_* variables itself. */
export const openOtlp = (service: string): SpanSink =>
  spansTo(service, new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ timeoutMillis: 2000 }) }));
