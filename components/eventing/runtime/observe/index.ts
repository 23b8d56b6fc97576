import type { Context } from "aws-lambda";
import type { EventType } from "../../events/event-type";
import { createLogger, type Logger } from "./logger";
import { createMetrics, type Metrics } from "./metrics";
import { SpanKind, createTracing, otlpSink, type Tracing } from "./tracing";

export type { Logger, Metrics, Tracing };

/** What a function tells of itself. */
export interface Observe {
  readonly service: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /**
   * A handler around the work of one invocation: a span of that name in the caller's trace, the invocation in every log
   * line, metrics and spans sent at its end, and an error logged before Lambda gets it.
   */
  handler<E, R>(
    span: string,
    work: (event: E, context: Context) => Promise<R>,
  ): (event: E, context: Context) => Promise<R>;
}

export interface ObserveOptions {
  readonly service: string;
  /** CloudWatch namespace of its metrics. */
  readonly namespace: string;
  /**
   * Events whose personal fields its log leaves out.
   * @default none
   */
  readonly events?: readonly Pick<EventType, "redacted">[];
  /**
   * @default where the environment says, nowhere if it does not
   */
  readonly tracing?: Tracing;
}

/** What Lambda's runtime says of an invocation: in a variable, or apart for each where it runs several at a time. */
function traceHeader(): string | undefined {
  const store = (globalThis as { awslambda?: { InvokeStore?: { getXRayTraceId?(): string | undefined } } })
    .awslambda;
  return store?.InvokeStore?.getXRayTraceId?.() ?? process.env["_X_AMZN_TRACE_ID"];
}

export function createObserve({ service, namespace, events = [], tracing }: ObserveOptions): Observe {
  const log = createLogger(service, events);
  const metrics = createMetrics(namespace, process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? service);
  const traced = tracing ?? createTracing(otlpSink(service, process.env));
  const sent = async () => {
    metrics.flush();
    log.resetKeys();
    try {
      await traced.flush();
    } catch (error) {
      log.warn("Traces could not be sent", { error });
    }
  };
  return {
    service,
    log,
    metrics,
    tracing: traced,
    handler: (span, work) => async (event, context) => {
      log.addContext(context);
      const attributes = { "faas.name": context.functionName, "faas.invocation_id": context.awsRequestId };
      try {
        return await traced.continued(traceHeader(), () =>
          traced.inSpan(span, { kind: SpanKind.SERVER, attributes }, () => work(event, context)),
        );
      } catch (error) {
        log.error("The invocation failed", { error });
        throw error;
      } finally {
        await sent();
      }
    },
  };
}
