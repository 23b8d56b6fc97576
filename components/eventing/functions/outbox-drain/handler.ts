import { queuesClient, tablesClient } from "../../runtime/clients";
import { systemClock as clock } from "../../runtime/clock";
import { createObserve } from "../../runtime/observe";
import { createOutbox } from "../../runtime/outbox";
import { createFallback, publisherOf } from "../../runtime/publisher";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { createOutboxDrain } from "./outbox-drain";

const name = "outbox-drain";
const settings = readSettings(name, functions[name], process.env);
const { MAX_EVENT_BYTES: maxBytes } = settings;
const observe = createObserve({ service: name, namespace: settings.METRICS_NAMESPACE });
const { tracing, log } = observe;

/** Lambda's entry point; records of the outbox's stream. */
export const handler = observe.handler(
  "drain_outbox",
  createOutboxDrain({
    outbox: createOutbox(tablesClient(tracing), settings.OUTBOX_TABLE, clock, log),
    publisher: publisherOf(
      settings,
      clock,
      observe,
      createFallback(queuesClient(tracing), settings.FALLBACK_QUEUE_URL, maxBytes, tracing),
    ),
    observe,
  }),
);
