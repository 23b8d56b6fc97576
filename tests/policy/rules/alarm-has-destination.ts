import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const alarm: Sample = {
  type: "oci:Monitoring/alarm:Alarm",
  name: "cpu",
  props: {
    destinations: ["ocid1.onstopic.oc1..t"],
    isEnabled: true,
    query: "CpuUtilization[1m].mean() > 80",
  },
};
const topic: Sample = {
  type: "oci:Ons/notificationTopic:NotificationTopic",
  name: "topic",
  props: { id: "ocid1.onstopic.oc1..t", name: "alarms" },
};
const subscription: Sample = {
  type: "oci:Ons/subscription:Subscription",
  name: "oncall",
  props: { topicId: "ocid1.onstopic.oc1..t", protocol: "EMAIL", endpoint: "oncall@example.com" },
};

export const alarmHasDestinationCases: RuleCases = {
  rule: "alarm-has-destination",
  serves: ["OP-43"],
  violating: [
    {
      title: "an alarm that is told to nobody",
      resources: [changed(alarm, { destinations: [] })],
      says: ['"cpu": destinations is []', "nobody is told"],
    },
    {
      title: "an alarm that is off",
      resources: [changed(alarm, { isEnabled: false })],
      says: ["isEnabled is false"],
    },
    {
      title: "a topic without subscription",
      resources: [alarm, topic],
      says: ['"topic": name', "subscribed"],
    },
    {
      title: "the subscription of another topic",
      resources: [topic, changed(subscription, { topicId: "ocid1.onstopic.oc1..other" })],
      says: ['"topic": name'],
    },
  ],
  complying: [
    { title: "an alarm, its topic and who hears it", resources: [alarm, topic, subscription] },
    { title: "a topic of another stack", resources: [alarm] },
  ],
  unknown: [{ title: "whether it is on is not known", resources: [changed(alarm, { isEnabled: UNKNOWN })] }],
  unknownButEnough: [
    {
      title: "a topic that is not known yet",
      resources: [
        changed(topic, { id: UNKNOWN }),
        { ...changed(subscription, { topicId: UNKNOWN }), sources: { topicId: ["topic"] } },
      ],
    },
  ],
};
