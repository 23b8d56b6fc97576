import type { Context, Kind, Report } from "../kind";
import * as v from "../values";
import { onBehalfOf, service, uses } from "./access/ask";
import { delivery } from "./access/deliver";
import { keyOf } from "./access/keys";
import { arn, limit, nameOf, region } from "./common";

/** PutRetentionPolicy in the Amazon CloudWatch Logs API reference; 0 is for ever. */
const retentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A cluster that logs has its group from EKS, unless somebody made it before (EKS user guide, "Send control plane logs to CloudWatch Logs"). */
function refuseMadeByCluster(c: Context): void {
  const name = /^\/aws\/eks\/(.+)\/cluster$/.exec(nameOf(c))?.[1];
  if (c.old || name === undefined) return;
  const cluster = c.find(name, "aws:eks/cluster:Cluster");
  if (v.texts(cluster?.inputs, "enabledClusterLogTypes").length > 0)
    c.refuse(
      "ResourceAlreadyExistsException",
      `The specified log group already exists: EKS made it for the cluster ${name}, which logs`,
    );
}

const logGroup: Kind = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  simulates:
    "the name, the retentions that there are, one of a name in a region, none that EKS has made for a cluster, a key that CloudWatch Logs may use",
  rules: (c) => {
    refuseMadeByCluster(c);
    const key = keyOf(c, c.text("kmsKeyId") ?? "");
    if (key === undefined) return;
    const own = arn(c, "logs", `log-group:${nameOf(c)}`);
    const context = { ...onBehalfOf(c, own), "kms:EncryptionContext:aws:logs:arn": own };
    // CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    const actions = [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncryptFrom",
      "kms:GenerateDataKey",
      "kms:DescribeKey",
    ];
    const logs = service(`logs.${region(c)}.amazonaws.com`);
    const refusal = uses(c, logs, actions, key, context, "nothing can be written to the group").flatMap(
      (u) => u.refusal ?? [],
    )[0];
    if (refusal !== undefined)
      c.refuse(
        "AccessDeniedException",
        `The specified KMS key does not exist or is not allowed to be used with Arn '${own}': ${refusal}`,
      );
  },
  replaces: { name: true, namePrefix: true, logGroupClass: true },
  check: (inputs, report) => {
    // CreateLogGroup, in the same reference.
    limit(inputs, report, "name", /^[.\-_/#A-Za-z0-9]{1,512}$/, "up to 512 letters, digits and .-_/#");
    const days = v.numeric(inputs, "retentionInDays");
    if (days !== undefined && !retentions.includes(days))
      report("retentionInDays", `must be one of ${retentions.join(", ")}, not ${String(days)}`);
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({
    arn: arn(c, "logs", `log-group:${id}`),
    name: id,
    logGroupClass: c.text("logGroupClass") ?? "STANDARD",
    retentionInDays: c.number("retentionInDays") ?? 0,
  }),
  aliases: (o) => [v.text(o, "arn"), `${v.text(o, "arn") ?? ""}:*`],
  taken: () => ["ResourceAlreadyExistsException", "The specified log group already exists"],
};

/** PutMetricAlarm in the Amazon CloudWatch API reference. */
const comparisons = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
const missingData = ["missing", "ignore", "breaching", "notBreaching"];

const [hour, day, week] = [3600, 86_400, 604_800];

/** Period and EvaluationPeriods, ibid. (read 2026-11-26). */
function evaluationRange(period: number | undefined, periods: number | undefined, report: Report): void {
  const most = (period ?? 0) < hour ? day : week;
  if (period !== undefined && periods !== undefined && period * periods > most)
    report(
      "evaluationPeriods",
      `ValidationError: ${String(periods)} periods of ${String(period)} seconds are more than ${String(most)} seconds`,
    );
}

/** Metrics, ibid.: ids of queries, and which of them is the alarm's. With a band (ThresholdMetricId) two may be. */
function queryRules(inputs: v.ObjectValue, report: Report): void {
  const queries = v.objects(inputs, "metricQueries");
  for (const [i, query] of queries.entries()) {
    const id = v.text(query, "id");
    if (id !== undefined && !/^[a-z]\w{0,254}$/.test(id))
      report(`metricQueries[${String(i)}].id`, `"${id}" must be a small letter, then letters, digits and _`);
    if (query["metric"] !== undefined && query["expression"] !== undefined)
      report(`metricQueries[${String(i)}].metric`, "may not be given beside expression");
  }
  const known = queries.every((q) => q["returnData"] === undefined || v.flag(q, "returnData") !== undefined);
  const returned = queries.filter((q) => v.flag(q, "returnData") === true).length;
  if (queries.length > 0 && known && returned !== 1 && inputs["thresholdMetricId"] === undefined)
    report(
      "metricQueries",
      `ValidationError: Exactly one element of the metrics list should return data, not ${String(returned)}`,
    );
}

const alarm: Kind = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  simulates:
    "a metric or queries of which one returns data, one statistic, periods up to a day or a week, comparisons; topics that it alarms exist and let CloudWatch publish, which may use their keys",
  uses: (c) => {
    const topics = ["alarmActions", "okActions", "insufficientDataActions"].flatMap((k) => c.texts(k));
    const how = {
      service: "cloudwatch.amazonaws.com",
      source: v.text(c.old?.outputs, "arn") ?? "",
      outcome: `nobody hears of the alarm ${c.old?.id ?? ""}`,
    };
    return [...new Set(topics)].flatMap((topic) => delivery(c, topic, how));
  },
  replaces: { name: true },
  check: (inputs, report) => {
    const comparison = v.text(inputs, "comparisonOperator");
    if (comparison !== undefined && !comparisons.includes(comparison))
      report("comparisonOperator", `"${comparison}" is not one of ${comparisons.join(", ")}`);
    const treat = v.text(inputs, "treatMissingData");
    if (treat !== undefined && !missingData.includes(treat))
      report("treatMissingData", `"${treat}" is not one of ${missingData.join(", ")}`);
    const queries =
      v.objects(inputs, "metricQueries").length > 0 || inputs["evaluationCriteria"] !== undefined;
    if (!queries && inputs["metricName"] === undefined)
      report("metricName", "an alarm needs a metric or metricQueries");
    if (queries && inputs["metricName"] !== undefined)
      report("metricName", "may not be given beside metricQueries");
    if (inputs["statistic"] !== undefined && inputs["extendedStatistic"] !== undefined)
      report("extendedStatistic", "may not be given beside statistic");
    const period = v.numeric(inputs, "period");
    if (period !== undefined && ![10, 20, 30].includes(period) && period % 60 !== 0)
      report("period", "must be 10, 20, 30 or a multiple of 60 seconds");
    const periods = v.numeric(inputs, "evaluationPeriods");
    if (periods !== undefined && periods < 1) report("evaluationPeriods", "must be at least 1");
    if (!queries && inputs["statistic"] === undefined && inputs["extendedStatistic"] === undefined)
      report("statistic", "an alarm on a metric needs statistic or extendedStatistic");
    evaluationRange(period, periods, report);
    queryRules(inputs, report);
    const datapoints = v.numeric(inputs, "datapointsToAlarm");
    if (periods !== undefined && datapoints !== undefined && datapoints > periods)
      report("datapointsToAlarm", "must not be above evaluationPeriods");
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({ arn: arn(c, "cloudwatch", `alarm:${id}`), name: id }),
};

export const cloudwatch: readonly Kind[] = [logGroup, alarm];
