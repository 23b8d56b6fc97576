import { queuesClient, tablesClient } from "../../runtime/clients";
import { systemClock } from "../../runtime/clock";
import { queueConsumer } from "../../runtime/consumer";
import { idempotency } from "../../runtime/idempotency";
import { createIds } from "../../runtime/ids";
import { createObserve } from "../../runtime/observe";
import { createOutbox } from "../../runtime/outbox";
import { createFallback, publisherOf } from "../../runtime/publisher";
import { readSettings } from "../../runtime/settings";
import { orderCreated } from "../../catalogue/order-created";
import { functions } from "../manifest";
import { createInventory } from "./inventory";
import { stockIn } from "./stock";

const name = "inventory";
const settings = readSettings(name, functions[name], process.env);
const observe = createObserve({
  service: name,
  namespace: settings.METRICS_NAMESPACE,
  events: [orderCreated],
});
const { tracing, log } = observe;
const [tables, queues] = [tablesClient(tracing), queuesClient(tracing)];
const [clock, maxBytes] = [systemClock, settings.MAX_EVENT_BYTES];
const now = () => clock.now();

const consume = createInventory({
  stock: stockIn(
    tables,
    { inventory: settings.INVENTORY_TABLE, reservations: settings.RESERVATIONS_TABLE },
    now,
  ),
  observe,
  idempotency: idempotency(
    { table: settings.PROCESSED_TABLE, ttlSeconds: settings.PROCESSED_TTL_SECONDS },
    tables,
    now,
  ),
  clock,
  ids: createIds(clock),
  publisher: publisherOf(
    settings,
    clock,
    observe,
    createFallback(queues, settings.FALLBACK_QUEUE_URL, maxBytes, tracing),
  ),
  outbox: createOutbox(tables, settings.OUTBOX_TABLE, clock, log),
  outboxTable: settings.OUTBOX_TABLE,
  sourcePrefix: settings.SOURCE_PREFIX,
  maxBytes,
});

/** Lambda's entry point; messages of the queue that the rule `order-created-to-inventory` feeds. */
export const handler = observe.handler(
  name,
  queueConsumer({ name, consume, observe, queues, parkingQueueUrl: settings.PARKING_QUEUE_URL }),
);
