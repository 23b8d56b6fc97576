import { busClient } from "../clients/bus";
import type { Clock } from "../clock";
import { systemRandom } from "../ids";
import type { Observe } from "../observe";
import type { Fallback } from "./fallback";
import { createPublisher, type Publisher } from "./publisher";

/** Settings of a function that publishes (functions/manifest.ts). */
export interface PublisherSettings {
  readonly EVENT_BUS_NAME: string;
  readonly MAX_EVENT_BYTES: number;
}

/** The publisher of a function, by its settings. */
export function publisherOf(
  { EVENT_BUS_NAME: busName, MAX_EVENT_BYTES: maxBytes }: PublisherSettings,
  clock: Clock,
  observe: Pick<Observe, "log" | "metrics" | "tracing">,
  fallback?: Fallback,
): Publisher {
  return createPublisher({
    bus: busClient(observe.tracing),
    busName,
    maxBytes,
    clock,
    random: systemRandom,
    observe,
    ...(fallback === undefined ? {} : { fallback }),
  });
}
