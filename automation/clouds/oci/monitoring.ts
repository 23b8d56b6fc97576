import { missingOfAlarm } from "../../../lib/mql";
import type { Kind } from "../kind";
import * as v from "../values";
import { conflict, oci, target } from "./common";

const TOPIC = "oci:Ons/notificationTopic:NotificationTopic";

const topic: Kind = oci({
  type: TOPIC,
  simulates: "its name, one of it in the tenancy; not deleted while alarms or subscribers name it",
  ocid: "onstopic",
  naming: { property: "name", maximum: 256 },
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    // Notifications API reference, CreateTopicDetails.
    if (name !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(name))
      report("name", `"${name}" may have up to 256 letters, digits, hyphens and underscores`);
  },
  claims: (c) => [`oci topic ${c.site.account} ${c.text("name") ?? ""}`],
  taken: (c) => conflict(`Topic name ${c.text("name") ?? ""} already exists in the tenancy`),
  outputs: (c, id) => ({
    topicId: id,
    shortTopicId: c.derive.base32("short id", 10),
    apiEndpoint: `https://cell1.notification.${c.site.region}.oci.oraclecloud.com`,
    state: "ACTIVE",
  }),
});

/** What a person has to confirm first (Notifications guide, "Confirming a subscription"); the others are active at once. */
const CONFIRMED = new Set(["EMAIL", "CUSTOM_HTTPS", "SMS"]);
const PROTOCOLS = [...CONFIRMED, "HTTPS", "ORACLE_FUNCTIONS", "PAGERDUTY", "SLACK"];

const subscription: Kind = oci({
  type: "oci:Ons/subscription:Subscription",
  simulates: "a topic that exists, its protocol; pending until it is confirmed, where a person has to",
  ocid: "onssubscription",
  replaces: { deliveryPolicy: false },
  naming: false,
  references: { topicId: target("Ons/notificationTopic:NotificationTopic") },
  holds: ["topicId"],
  check: (inputs, report) => {
    const protocol = v.text(inputs, "protocol");
    if (protocol !== undefined && !PROTOCOLS.includes(protocol))
      report("protocol", `"${protocol}" must be one of ${PROTOCOLS.join(", ")}`);
  },
  claims: (c) => [
    `oci subscription ${["topicId", "protocol", "endpoint"].map((k) => c.text(k) ?? "").join(" ")}`,
  ],
  taken: () => conflict("The endpoint is subscribed to the topic already"),
  outputs: (c) => ({ state: CONFIRMED.has(c.text("protocol") ?? "") ? "PENDING" : "ACTIVE" }),
});

/** ISO 8601 as the service takes it, in minutes. */
function minutesOf(text: string): number | undefined {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text) ?? [];
  if (days === undefined && hours === undefined && minutes === undefined) return undefined;
  return Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
}

const alarm: Kind = oci({
  type: "oci:Monitoring/alarm:Alarm",
  simulates: "a query with metric and trigger, its times, a topic or stream that exists, one of a kind",
  ocid: "alarm",
  holds: ["destinations"],
  references: { destinations: target("Ons/notificationTopic:NotificationTopic", "Streaming/stream:Stream") },
  check: (inputs, report) => {
    const query = v.text(inputs, "query");
    const missing = query === undefined ? undefined : missingOfAlarm(query);
    if (missing === "metric") report("query", `"${query ?? ""}" names no metric and interval`);
    if (missing === "trigger")
      report("query", `"${query ?? ""}" has no trigger: a comparison at its end, or absent()`);
    const severity = v.text(inputs, "severity");
    if (severity !== undefined && !["CRITICAL", "ERROR", "WARNING", "INFO"].includes(severity.toUpperCase()))
      report("severity", `"${severity}" must be CRITICAL, ERROR, WARNING or INFO`);
    // Monitoring API reference, CreateAlarmDetails.
    for (const [at, least, most, words] of [
      ["pendingDuration", 1, 60, "PT1M to PT1H"],
      ["repeatNotificationDuration", 1, 43_200, "PT1M to P30D"],
    ] as const) {
      const text = v.text(inputs, at);
      const minutes = text === undefined ? least : minutesOf(text);
      if (minutes === undefined || minutes < least || minutes > most)
        report(at, `"${text ?? ""}" must be from ${words}`);
    }
    if (v.texts(inputs, "destinations").length > 2)
      report("destinations", "takes one topic and one stream at the most");
  },
  outputs: () => ({ state: "ACTIVE" }),
});

export const monitoring: readonly Kind[] = [topic, subscription, alarm];
