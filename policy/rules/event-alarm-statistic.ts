import { forEach } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";
import { inputsOf } from "../tokens";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Gauges of a queue: what is there now. Added up over a period they say how often SQS looked (SQS Developer Guide, "Available CloudWatch metrics"). */
const GAUGE = /^Approximate(NumberOfMessages\w+|NumberOfGroups\w+|AgeOfOldestMessage)$/;

/** A sum of depths grows with the number of samples; a queue at rest sends no data at all, which is no alarm. */
export const eventAlarmStatistic = defineRule({
  id: "event-alarm-statistic",
  description: "An alarm on the depth of a queue reads it by its maximum and says what missing data means.",
  severity: "medium",
  needs: [],
  serves: ["EV-44"],
  remediationSteps: 'Set statistic to "Maximum" and treatMissingData to "notBreaching".',

  check(resource, _place, report) {
    const alarm = inputsOf(resource, ALARM);
    if (alarm === undefined) return;
    let gauges = isGauge(alarm) ? 1 : 0;
    if (gauges > 0) checkStatistic(resource, "statistic", alarm.statistic, report);
    forEach(alarm.metricQueries, ({ metric }, i) => {
      if (metric === undefined || !isGauge(metric)) return;
      gauges++;
      checkStatistic(resource, `metricQueries[${i}].metric.stat`, metric.stat, report);
    });
    if (gauges === 0 || alarm.treatMissingData !== undefined) return;
    report({
      resource,
      path: "treatMissingData",
      problem:
        "a queue that is at rest sends no data, and the alarm then says INSUFFICIENT_DATA instead of OK",
      remedy: 'Set it, to "notBreaching" for a queue of dead letters.',
    });
  },
});

function isGauge(metric: { readonly namespace?: string; readonly metricName?: string }): boolean {
  return metric.namespace === "AWS/SQS" && GAUGE.test(metric.metricName ?? "");
}

function checkStatistic(resource: Resource, path: string, value: string | undefined, report: Report): void {
  if (value !== "Sum" && value !== "SampleCount") return;
  report({
    resource,
    path,
    value,
    problem: "the depth of a queue added up over a period is no number of messages",
    remedy: 'Use "Maximum".',
  });
}
