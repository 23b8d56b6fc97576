import { functionsClient, queuesClient, workflowsClient } from "../../runtime/clients";
import { createObserve } from "../../runtime/observe";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { createRedrive } from "./redrive";

const name = "redrive";
const settings = readSettings(name, functions[name], process.env);
const observe = createObserve({ service: name, namespace: settings.METRICS_NAMESPACE });
const { tracing } = observe;

/** As long as this function has itself, less what it takes to report that the other took longer. */
const INVOKE_MS = functions[name].timeoutSeconds * 1000 - 5000;

/** Lambda's entry point; messages of the queue in which dead letters wait for their next attempt. */
export const handler = observe.handler(
  name,
  createRedrive({
    queues: queuesClient(tracing),
    functions: functionsClient(tracing, INVOKE_MS),
    workflows: workflowsClient(tracing),
    targets: {
      queueUrls: [settings.INVENTORY_QUEUE_URL],
      arns: [
        settings.ORDER_SAGA_WORKFLOW,
        settings.NOTIFICATIONS_WORKFLOW,
        settings.FRAUD_CHECK_WORKFLOW,
        settings.SEND_EMAIL_FUNCTION,
        settings.SEND_SMS_FUNCTION,
        settings.SLACK_NOTIFY_FUNCTION,
      ],
    },
    observe,
  }),
);
