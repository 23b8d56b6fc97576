import { changed, UNKNOWN, type RuleCases } from "../sample";
import { depthAlarm } from "./events";

const queried = (stat: string, metricName = "ApproximateNumberOfMessagesVisible") =>
  changed(depthAlarm, {
    namespace: undefined,
    metricName: undefined,
    statistic: undefined,
    metricQueries: [
      { id: "all", expression: "a" },
      { id: "a", metric: { namespace: "AWS/SQS", metricName, stat } },
    ],
  });

export const eventAlarmStatisticCases: RuleCases = {
  rule: "event-alarm-statistic",
  serves: ["EV-44"],
  violating: [
    {
      title: "a sum of depths",
      resources: [changed(depthAlarm, { statistic: "Sum" })],
      says: ['"depth": statistic is "Sum"', 'Use "Maximum"'],
    },
    {
      title: "a sum of ages",
      resources: [changed(depthAlarm, { statistic: "Sum", metricName: "ApproximateAgeOfOldestMessage" })],
      says: ['statistic is "Sum"'],
    },
    {
      title: "the number of samples",
      resources: [changed(depthAlarm, { statistic: "SampleCount" })],
      says: ['statistic is "SampleCount"'],
    },
    {
      title: "a sum in a query",
      resources: [queried("Sum")],
      says: ['metricQueries[1].metric.stat is "Sum"'],
    },
    {
      title: "missing data that means nothing",
      resources: [changed(depthAlarm, { treatMissingData: undefined })],
      says: ['"depth": treatMissingData is not set', "INSUFFICIENT_DATA"],
    },
    {
      title: "missing data that means nothing, of a query",
      resources: [changed(queried("Maximum"), { treatMissingData: undefined })],
      says: ['"depth": treatMissingData is not set'],
    },
  ],
  complying: [
    { title: "the greatest depth", resources: [depthAlarm] },
    { title: "the greatest depth, of a query", resources: [queried("Maximum")] },
    { title: "a count, which is there to be added up", resources: [queried("Sum", "NumberOfMessagesSent")] },
    {
      title: "an alarm on something else",
      resources: [
        changed(depthAlarm, {
          namespace: "AWS/Lambda",
          metricName: "Errors",
          statistic: "Sum",
          treatMissingData: undefined,
        }),
      ],
    },
  ],
  unknown: [
    { title: "a metric that is not known", resources: [changed(depthAlarm, { metricName: UNKNOWN })] },
  ],
};
