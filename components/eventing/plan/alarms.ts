/** A metric of one resource, as an alarm or a widget asks for it. */
export interface MetricPlan<S> {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, S>>;
}

/** What every alarm has; missing data is no breach, since SQS and EventBridge send nothing while nothing happens. */
interface AlarmRhythm {
  readonly alarmDescription: string;
  readonly evaluationPeriods: 1;
  readonly comparisonOperator: "GreaterThanThreshold";
  readonly threshold: number;
  readonly treatMissingData: "notBreaching";
}

/** An alarm on one metric. */
export interface MetricAlarmPlan<S> extends AlarmRhythm, MetricPlan<S> {
  readonly statistic: "Maximum" | "Sum";
  /** Seconds. */
  readonly period: number;
}

/** An alarm on the sum of several counters. */
export interface CountAlarmPlan<S> extends AlarmRhythm {
  readonly metricQueries: readonly {
    readonly id: string;
    readonly label?: string;
    readonly returnData?: boolean;
    readonly expression?: string;
    readonly metric?: MetricPlan<S> & { readonly stat: "Sum"; readonly period: number };
  }[];
}

/** What an alarm watches. */
export type AlarmPlan<S> = MetricAlarmPlan<S> | CountAlarmPlan<S>;

const RHYTHM = {
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
} as const;

const queueMetric = <S>(queueName: S, metricName: string): MetricPlan<S> => ({
  namespace: "AWS/SQS",
  metricName,
  dimensions: { QueueName: queueName },
});

/** One message in the queue is enough; a gauge is read by its maximum, its sum means nothing. */
export function depthAlarm<S>(queueName: S, alarmDescription: string): AlarmPlan<S> {
  return {
    alarmDescription,
    ...queueMetric(queueName, "ApproximateNumberOfMessagesVisible"),
    statistic: "Maximum",
    period: 300,
    threshold: 0,
    ...RHYTHM,
  };
}

/** Nobody has taken a message for too long. */
export function ageAlarm<S>(queueName: S, seconds: number, alarmDescription: string): AlarmPlan<S> {
  return {
    alarmDescription,
    ...queueMetric(queueName, "ApproximateAgeOfOldestMessage"),
    statistic: "Maximum",
    period: 300,
    threshold: seconds,
    ...RHYTHM,
  };
}

/**
 * Any of these counters has counted within a minute. A counter that is silent counts as none, else the sum would be
 * missing too (CloudWatch User Guide, "Using metric math", FILL).
 */
function countAlarm<S>(alarmDescription: string, counters: readonly MetricPlan<S>[]): CountAlarmPlan<S> {
  return {
    alarmDescription,
    metricQueries: [
      ...counters.map((metric, i) => ({
        id: `m${i + 1}`,
        metric: { ...metric, stat: "Sum" as const, period: 60 },
      })),
      {
        id: "count",
        expression: counters.map((_, i) => `FILL(m${i + 1}, 0)`).join(" + "),
        label: "Count",
        returnData: true,
      },
    ],
    threshold: 0,
    ...RHYTHM,
  };
}

/**
 * A message came. Where a function empties the queue within seconds, its depth seldom shows; what is sent and what is taken
 * is counted. Both, since SQS does not count as sent what a queue's own redrive moved (SQS Developer Guide, "Available
 * CloudWatch metrics for Amazon SQS").
 */
export function arrivalAlarm<S>(queueName: S): AlarmPlan<S> {
  return countAlarm("Dead letters arrived", [
    queueMetric(queueName, "NumberOfMessagesSent"),
    queueMetric(queueName, "NumberOfMessagesReceived"),
  ]);
}

const WORKFLOW_FAILURES = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"];

/** An execution did not come to its end (Step Functions Developer Guide, "Execution metrics"). */
export function workflowAlarm<S>(machineArn: S): AlarmPlan<S> {
  return countAlarm(
    "A workflow failed: what it began has to be looked at",
    WORKFLOW_FAILURES.map((metricName) => ({
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: machineArn },
    })),
  );
}

/**
 * An event reached neither its target nor the dead-letter queue. Metrics of a custom bus carry both dimensions
 * (EventBridge User Guide, "Monitoring Amazon EventBridge").
 */
export function lossAlarm<S>(busName: S, ruleName: S): AlarmPlan<S> {
  return {
    alarmDescription: "An event was lost: it could not even be sent to the dead-letter queue",
    namespace: "AWS/Events",
    metricName: "InvocationsFailedToBeSentToDlq",
    dimensions: { EventBusName: busName, RuleName: ruleName },
    statistic: "Sum",
    period: 300,
    threshold: 0,
    ...RHYTHM,
  };
}
