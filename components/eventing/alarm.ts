import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { Input } from "@pulumi/pulumi";
import type { AlarmPlan } from "./plan";

/** The arguments of a planned alarm that tells a topic when it starts and when it is over. */
export function alarmArgs(
  name: string,
  plan: AlarmPlan<Input<string>>,
  topicArn: Input<string>,
): MetricAlarmArgs {
  const actions = { alarmActions: [topicArn], okActions: [topicArn] };
  if (!("metricQueries" in plan)) return { name, ...plan, ...actions };
  return { name, ...plan, metricQueries: [...plan.metricQueries], ...actions };
}
