import * as monitoring from "@pulumi/oci/monitoring";
import type * as pulumi from "@pulumi/pulumi";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { MetricAlarm, MetricAlarmsArgs, MetricAlarmsChildren } from "./args";
import { alarmFaults, queryTest } from "./plan";

/**
 * Alarms on metrics of OCI Monitoring, each told to a topic, in words that say what to do.
 *
 * Children: one `alarm` an alarm.
 *
 * @example
 * new MetricAlarms("database", {
 *   naming, tags, compartmentId, topicId: topic.topicId,
 *   alarms: {
 *     cpu: {
 *       namespace: "oci_autonomous_database", query: "CpuUtilization[5m].mean() > 80", pendingMinutes: 10,
 *       severity: "WARNING", title: "The database is busy", body: "Look for the longest statements; scale up.",
 *     },
 *   },
 * }, { provider: oci });
 */
export class MetricAlarms extends OciComponent<MetricAlarmsChildren> {
  /** OCID of each alarm, by its role word. */
  readonly alarmIds: Readonly<Record<string, pulumi.Output<string>>>;

  readonly #args: MetricAlarmsArgs;

  /** @throws {InputError} with every fault of the alarms. */
  constructor(name: string, args: MetricAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`MetricAlarms "${name}"`);
    for (const { path, given, allowed } of alarmFaults(plain(args.alarms))) check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "MetricAlarms", name, args, opts);
    this.#args = args;

    this.alarmIds = Object.fromEntries(
      Object.entries(args.alarms).map(([role, alarm]) => [role, this.createAlarm(name, role, alarm).id]),
    );
    this.registerOutputs({ alarmIds: this.alarmIds });
  }

  private createAlarm(name: string, role: string, alarm: MetricAlarm): monitoring.Alarm {
    const { compartmentId, metricCompartmentId = compartmentId, topicId } = this.#args;
    const { namespace, pendingMinutes = 1, severity, title, body, repeatHours } = alarm;
    const later = new Check(`MetricAlarms "${name}"`);
    return this.child(
      "alarm",
      monitoring.Alarm,
      {
        compartmentId,
        metricCompartmentId,
        displayName: this.physical("oci-display", `${name}-${role}`),
        namespace,
        query: later.input(`alarms.${role}.query`, alarm.query, queryTest),
        pendingDuration: `PT${pendingMinutes}M`,
        resolution: "1m",
        severity,
        notificationTitle: title,
        body,
        destinations: [topicId],
        isEnabled: true,
        isNotificationsPerMetricDimensionEnabled: true,
        messageFormat: "ONS_OPTIMIZED",
        ...(repeatHours === undefined ? {} : { repeatNotificationDuration: `PT${repeatHours}H` }),
      },
      { role },
    );
  }
}

/** What of the alarms is known before anything is registered. */
function plain(alarms: MetricAlarmsArgs["alarms"]): Parameters<typeof alarmFaults>[0] {
  return Object.fromEntries(
    Object.entries(alarms).map(([role, { namespace, query, pendingMinutes = 1, severity, repeatHours }]) => [
      role,
      {
        namespace,
        query: typeof query === "string" ? query : undefined,
        pendingMinutes,
        severity,
        repeatHours,
      },
    ]),
  );
}
