import type { Context } from "aws-lambda";
import { orderCreated } from "../../catalogue/order-created";
import { tablesClient, topicsClient } from "../../runtime/clients";
import { systemClock } from "../../runtime/clock";
import { idempotency } from "../../runtime/idempotency";
import { createObserve } from "../../runtime/observe";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { createSender, type Notification } from "./notification";

/** Lambda's entry point of a channel's function, which a workflow calls with the event as it is. */
export function channelHandler(
  name: "send-email" | "send-sms" | "slack-notify",
  notification: (order: typeof orderCreated.sample) => Notification,
): (event: unknown, context: Context) => Promise<{ readonly status: string }> {
  const settings = readSettings(name, functions[name], process.env);
  const observe = createObserve({
    service: name,
    namespace: settings.METRICS_NAMESPACE,
    events: [orderCreated],
  });
  return observe.handler(
    name,
    createSender({
      channel: { name, notification },
      topics: topicsClient(observe.tracing),
      topicArn: settings.CHANNEL_TOPIC,
      observe,
      idempotency: idempotency(
        { table: settings.PROCESSED_TABLE, ttlSeconds: settings.PROCESSED_TTL_SECONDS },
        tablesClient(observe.tracing),
        () => systemClock.now(),
      ),
    }),
  );
}
