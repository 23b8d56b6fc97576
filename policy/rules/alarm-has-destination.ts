import { refersTo } from "../lib/relations";
import { defineRule } from "../rule";
import { inputsOf, ofType } from "../tokens";

const ALARM = "oci:Monitoring/alarm:Alarm";
const TOPIC = "oci:Ons/notificationTopic:NotificationTopic";
const SUBSCRIPTION = "oci:Ons/subscription:Subscription";

/** An alarm that nobody hears is none. */
export const alarmHasDestination = defineRule({
  id: "alarm-has-destination",
  description: "OCI alarms are on and told to a topic, and a topic has a subscription.",
  severity: "medium",
  needs: [],
  serves: ["OP-43"],
  remediationSteps: "Set destinations to a topic, and subscribe who has to act to it in the same stack.",

  check(resource, _place, report) {
    const alarm = inputsOf(resource, ALARM);
    if (alarm === undefined) return;
    if ((alarm.destinations ?? []).length === 0) {
      const problem = "it rings, and nobody is told";
      const remedy = "Set it to the topic of who has to act.";
      report({ resource, path: "destinations", value: alarm.destinations, problem, remedy });
    }
    if (alarm.isEnabled === false) {
      const problem = "it never rings";
      report({ resource, path: "isEnabled", value: false, problem, remedy: "Set it to true, or remove it." });
    }
  },

  checkStack(resources, _place, report) {
    const subscriptions = ofType(resources, SUBSCRIPTION);
    for (const topic of resources.filter(({ type }) => type === TOPIC)) {
      const heard = subscriptions.some((subscription) =>
        refersTo(subscription, "topicId", () => inputsOf(subscription, SUBSCRIPTION)?.topicId, topic),
      );
      if (heard) continue;
      const problem = "nobody is subscribed to the topic";
      report({
        resource: topic,
        path: "name",
        problem,
        remedy: "Subscribe who has to act, in the same stack.",
      });
    }
  },
});
