import type * as monitoring from "@pulumi/oci/monitoring";
import type * as ons from "@pulumi/oci/ons";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { Severity, Subscriber } from "./plan";

/** The children of an {@link AlarmTopic} by key, for `transform`. */
export interface AlarmTopicChildren {
  topic: ons.NotificationTopicArgs;
  subscription: ons.SubscriptionArgs;
}

export interface AlarmTopicArgs extends ComponentArgs<AlarmTopicChildren> {
  /** OCID of the compartment of the topic and its subscriptions. */
  readonly compartmentId: pulumi.Input<string>;
  /**
   * Who is told, by a role word: `{ oncall: { protocol: "EMAIL", endpoint: "oncall@example.com" } }`. Every topic has
   * one at least: an alarm that nobody hears is none.
   */
  readonly subscribers: Readonly<Record<string, Subscriber>>;
}

/** One alarm: when it rings, how loud, and what to do. */
export interface MetricAlarm {
  /** Namespace of the metric, `oci_autonomous_database`: the service's page on its metrics names it. */
  readonly namespace: string;
  /** When it rings, in the Monitoring Query Language, with its trigger: `CpuUtilization[1m].mean() > 80`. */
  readonly query: pulumi.Input<string>;
  /**
   * Minutes that it must be so before the alarm rings, 1 to 60 (OCI Monitoring API, CreateAlarmDetails
   * `pendingDuration`: PT1M to PT1H).
   * @default 1
   */
  readonly pendingMinutes?: number;
  readonly severity: Severity;
  /** What is wrong, in one line: the title of what people read. */
  readonly title: string;
  /** What it means and what to do; no secret. */
  readonly body: string;
  /**
   * Hours between reminders while it keeps ringing, 1 to 720 (OCI Monitoring API, CreateAlarmDetails
   * `repeatNotificationDuration`: PT1M to P30D).
   * @default none: it is told once
   */
  readonly repeatHours?: number;
}

/** The children of {@link MetricAlarms} by key, for `transform`. */
export interface MetricAlarmsChildren {
  alarm: monitoring.AlarmArgs;
}

export interface MetricAlarmsArgs extends ComponentArgs<MetricAlarmsChildren> {
  /** OCID of the compartment of the alarms. */
  readonly compartmentId: pulumi.Input<string>;
  /**
   * OCID of the compartment whose metrics are looked at.
   * @default compartmentId
   */
  readonly metricCompartmentId?: pulumi.Input<string>;
  /** OCID of the topic that they are told to; `AlarmTopic` has one. */
  readonly topicId: pulumi.Input<string>;
  /** The alarms by a role word, `{ "database-cpu": { … } }`. One at least. */
  readonly alarms: Readonly<Record<string, MetricAlarm>>;
}
