import { orderCreated } from "../../catalogue/order-created";
import { createObserve } from "../../runtime/observe";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { judge } from "./core";

const name = "fraud-check";
const settings = readSettings(name, functions[name], process.env);
const observe = createObserve({
  service: name,
  namespace: settings.METRICS_NAMESPACE,
  events: [orderCreated],
});

/** Lambda's entry point; a workflow calls it with the event as it is. It changes nothing, so it may be asked again. */
export const handler = observe.handler(name, (event: unknown) => {
  const { detail } = orderCreated.parseEnvelope(event);
  const verdict = judge(detail);
  const { orderId, metadata } = detail;
  observe.metrics.eventProcessed(orderCreated.type, name);
  observe.log.info("An order is judged", { orderId, correlationId: metadata.correlationId, ...verdict });
  return Promise.resolve(verdict);
});
