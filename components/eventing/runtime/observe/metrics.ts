import { MetricUnit, Metrics as Emf } from "@aws-lambda-powertools/metrics";
import { CURRENCIES } from "../../catalogue/fields";

/** What functions count; each is a metric of the events' namespace. */
export interface Metrics {
  /** `EventsProcessed`, one for each event that a consumer is done with; by `EventType` and `Service`. */
  eventProcessed(eventType: string, service: string): void;
  /** `OrderValue`, in the currency's unit; by `Currency`, "other" for one that orders are not taken in. */
  orderValue(totalAmount?: number, currency?: string): void;
  /** A count of this function, by `FunctionName`. */
  count(name: FunctionMetric, value?: number): void;
  /** Writes what was counted, once at the end of each invocation. */
  flush(): void;
}

/**
 * - `EventsPublished`: taken by the bus.
 * - `EventsQueued`: the bus did not take it, the fallback queue did.
 * - `EventsUnpublished`: neither did; it waits in the outbox, or with whoever wanted it published.
 * - `EventsRefused`: malformed or too large; trying again can not help.
 * - `EventsSwept`: stored long ago and published, or queued, only now.
 * - `EventsStuck`: stored long ago, and neither takes them yet.
 * - `Duplicates`: known already, skipped.
 */
export type FunctionMetric =
  | "EventsPublished"
  | "EventsQueued"
  | "EventsUnpublished"
  | "EventsRefused"
  | "EventsSwept"
  | "EventsStuck"
  | "Duplicates";

/**
 * Metrics in CloudWatch's embedded metric format: lines on standard output, no calls.
 *
 * @param namespace CloudWatch namespace.
 * @param functionName value of the dimension `FunctionName`.
 */
export function createMetrics(namespace: string, functionName: string): Metrics {
  // A line has one set of dimensions for all its metrics, so there is one writer for each set.
  const writers = new Map<string, Emf>();
  const writer = (dimensions: Record<string, string>): Emf => {
    const key = JSON.stringify(dimensions);
    const known = writers.get(key);
    if (known !== undefined) return known;
    const made = new Emf({ namespace });
    // Without the dimension "service" that Powertools adds: alarms and widgets name all dimensions or find nothing.
    made.clearDefaultDimensions();
    made.setDefaultDimensions(dimensions);
    writers.set(key, made);
    return made;
  };
  return {
    eventProcessed: (EventType, Service) => {
      writer({ EventType, Service }).addMetric("EventsProcessed", MetricUnit.Count, 1);
    },
    orderValue: (totalAmount = 0, currency = "USD") => {
      const Currency = CURRENCIES.find((one) => one === currency) ?? "other";
      writer({ Currency }).addMetric("OrderValue", MetricUnit.NoUnit, totalAmount);
    },
    count: (name, value = 1) => {
      if (value > 0) writer({ FunctionName: functionName }).addMetric(name, MetricUnit.Count, value);
    },
    flush: () => {
      for (const one of writers.values()) if (one.hasStoredMetrics()) one.publishStoredMetrics();
    },
  };
}
