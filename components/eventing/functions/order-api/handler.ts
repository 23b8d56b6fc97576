import { orderCreated } from "../../catalogue/order-created";
import { queuesClient, tablesClient } from "../../runtime/clients";
import { systemClock as clock } from "../../runtime/clock";
import { createIds } from "../../runtime/ids";
import { createObserve } from "../../runtime/observe";
import { createOutbox } from "../../runtime/outbox";
import { createFallback, publisherOf } from "../../runtime/publisher";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { createOrderApi } from "./order-api";
import { ordersIn } from "./store";

const name = "order-api";
const settings = readSettings(name, functions[name], process.env);
const { MAX_EVENT_BYTES: maxBytes, SOURCE_PREFIX: sourcePrefix } = settings;
const observe = createObserve({
  service: "orders",
  namespace: settings.METRICS_NAMESPACE,
  events: [orderCreated],
});
const { tracing, log } = observe;
const tables = tablesClient(tracing);

/** Lambda's entry point, behind API Gateway. */
export const handler = observe.handler(
  "create_order",
  createOrderApi({
    store: ordersIn(
      tables,
      { orders: settings.ORDERS_TABLE, products: settings.PRODUCTS_TABLE, outbox: settings.OUTBOX_TABLE },
      clock,
    ),
    publisher: publisherOf(
      settings,
      clock,
      observe,
      createFallback(queuesClient(tracing), settings.FALLBACK_QUEUE_URL, maxBytes, tracing),
    ),
    outbox: createOutbox(tables, settings.OUTBOX_TABLE, clock, log),
    clock,
    ids: createIds(clock),
    observe,
    sourcePrefix,
    maxBytes,
  }),
);
