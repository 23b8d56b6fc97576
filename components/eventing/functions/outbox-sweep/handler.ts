import { queuesClient, tablesClient } from "../../runtime/clients";
import { systemClock as clock } from "../../runtime/clock";
import { createObserve } from "../../runtime/observe";
import { createOutbox } from "../../runtime/outbox";
import { createFallback, publisherOf } from "../../runtime/publisher";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { createOutboxSweep } from "./outbox-sweep";

const name = "outbox-sweep";
const settings = readSettings(name, functions[name], process.env);
const { MAX_EVENT_BYTES: maxBytes, SWEEP_AFTER_SECONDS: afterSeconds } = settings;
const observe = createObserve({ service: name, namespace: settings.METRICS_NAMESPACE });
const { tracing, log } = observe;

/** Lambda's entry point; started by a schedule. */
export const handler = observe.handler(
  "sweep_outbox",
  createOutboxSweep({
    outbox: createOutbox(tablesClient(tracing), settings.OUTBOX_TABLE, clock, log),
    publisher: publisherOf(
      settings,
      clock,
      observe,
      createFallback(queuesClient(tracing), settings.FALLBACK_QUEUE_URL, maxBytes, tracing),
    ),
    clock,
    observe,
    afterSeconds,
  }),
);
