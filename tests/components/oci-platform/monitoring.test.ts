import { describe, expect, test } from "vitest";
import {
  AlarmTopic,
  MetricAlarms,
  type AlarmTopicArgs,
  type MetricAlarm,
} from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  compartmentId: "ocid1.compartment.oc1..platform",
};
const oncall = { protocol: "EMAIL", endpoint: "oncall@example.com" } as const;
const cpu: MetricAlarm = {
  namespace: "oci_autonomous_database",
  query: "CpuUtilization[5m].mean() > 80",
  severity: "WARNING",
  title: "The database is busy",
  body: "Look for the longest statements.",
};

describe("AlarmTopic", () => {
  const make = (subscribers: AlarmTopicArgs["subscribers"]) =>
    recorded(() => {
      new AlarmTopic("alarms", { ...place, subscribers });
    });

  test("OP-43 tells everybody who is subscribed", async () => {
    const made = await make({ oncall, chat: { protocol: "SLACK", endpoint: "https://hooks.example.com/x" } });
    expect(named(made, "alarms-topic").inputs).toMatchObject({ name: "acme-dev-dxb-oci-alarms" });
    expect(named(made, "alarms-subscription-oncall").inputs).toMatchObject(oncall);
    expect(named(made, "alarms-subscription-chat").inputs).toMatchObject({ protocol: "SLACK" });
  });

  test("OP-43 nobody to tell, a wrong address and an unknown protocol are refused, all at once", () => {
    const topic = (subscribers: object) => () =>
      new AlarmTopic("alarms", { ...place, subscribers: subscribers as AlarmTopicArgs["subscribers"] });
    expect(topic({})).toThrow(/subscribers is \{\}; allowed: one at least/);
    expect(
      topic({ oncall: { protocol: "EMAIL", endpoint: "nobody" }, pager: { protocol: "FAX", endpoint: "1" } }),
    ).toThrow(/subscribers.oncall.endpoint.*an e-mail address[^]*subscribers.pager.protocol/);
  });
});

describe("MetricAlarms", () => {
  const make = (alarms: Record<string, MetricAlarm>) =>
    new MetricAlarms("database", { ...place, topicId: "ocid1.onstopic.oc1..t", alarms });

  test("OP-43 an alarm is told to the topic, in words that say what to do", async () => {
    const made = await recorded(() => make({ cpu: { ...cpu, pendingMinutes: 10, repeatHours: 24 } }));
    expect(named(made, "database-alarm-cpu").inputs).toMatchObject({
      displayName: "acme-dev-dxb-oci-database-cpu",
      namespace: "oci_autonomous_database",
      query: "CpuUtilization[5m].mean() > 80",
      pendingDuration: "PT10M",
      repeatNotificationDuration: "PT24H",
      severity: "WARNING",
      destinations: ["ocid1.onstopic.oc1..t"],
      metricCompartmentId: place.compartmentId,
      isEnabled: true,
      notificationTitle: "The database is busy",
    });
  });

  test("a query that can not ring and times out of range are refused, all at once", () => {
    expect(() =>
      make({
        cpu: { ...cpu, query: "CpuUtilization[5m].mean()" },
        memory: { ...cpu, query: "MemoryUtilization > 3", pendingMinutes: 90 },
        gone: { ...cpu, query: "CpuUtilization[1h].absent()", repeatHours: 721 },
      }),
    ).toThrow(
      /alarms.cpu.query[^]*alarms.memory.pendingMinutes is 90; allowed: a whole number of minutes from 1 to 60[^]*alarms.memory.query[^]*alarms.gone.repeatHours/,
    );
    expect(() => make({})).toThrow(/one alarm at least/);
  });
});
