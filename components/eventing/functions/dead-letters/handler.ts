import { catalogue } from "../../catalogue";
import { queuesClient, tablesClient, topicsClient } from "../../runtime/clients";
import { systemClock } from "../../runtime/clock";
import { createObserve } from "../../runtime/observe";
import { readSettings } from "../../runtime/settings";
import { functions } from "../manifest";
import { attemptsIn } from "./attempts";
import { createDeadLetters } from "./dead-letters";

const name = "dead-letters";
const settings = readSettings(name, functions[name], process.env);
const observe = createObserve({
  service: name,
  namespace: settings.METRICS_NAMESPACE,
  events: catalogue.events,
});
const { tracing } = observe;

/** Lambda's entry point; messages of the dead-letter queues of rules, functions and workflows. */
export const handler = observe.handler(
  name,
  createDeadLetters({
    queues: queuesClient(tracing),
    topics: topicsClient(tracing),
    attempts: attemptsIn(tablesClient(tracing), settings.ATTEMPTS_TABLE, () => systemClock.now()),
    redriveQueueUrl: settings.REDRIVE_QUEUE_URL,
    parkingQueueUrl: settings.PARKING_QUEUE_URL,
    alertTopicArn: settings.OPS_ALERT_TOPIC,
    typeOf: (type) => catalogue.events.find((event) => event.type === type),
    observe,
  }),
);
