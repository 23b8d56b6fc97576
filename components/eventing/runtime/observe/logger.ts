import { Logger } from "@aws-lambda-powertools/logger";
import type { EventType } from "../../events/event-type";

export type { Logger };

/**
 * The logger of a function: lines of JSON with the service and the invocation. A field that an event of its classes as
 * personal reads `[redacted]` wherever it stands in what is logged, errors included.
 */
export function createLogger(service: string, events: readonly Pick<EventType, "redacted">[]): Logger {
  const personal = new Set(events.flatMap(({ redacted }) => redacted).map((path) => path.split(".").at(-1)));
  return new Logger({
    serviceName: service,
    jsonReplacerFn: (key, value: unknown) => (personal.has(key) ? "[redacted]" : value),
  });
}
