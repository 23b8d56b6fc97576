import { systemClock as clock } from "../../runtime/clock";
import { createObserve } from "../../runtime/observe";
import { publisherOf } from "../../runtime/publisher";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { createFallbackDrain } from "./fallback-drain";

const name = "fallback-drain";
const settings = readSettings(name, functions[name], process.env);
const observe = createObserve({ service: name, namespace: settings.METRICS_NAMESPACE });

/** Lambda's entry point; messages of the fallback queue. */
export const handler = observe.handler(
  "drain_fallback",
  createFallbackDrain({
    publisher: publisherOf(settings, clock, observe),
    log: observe.log,
  }),
);
