import type { MetricAlarmPlan } from "./alarms";
import type { PolicyDocument } from "./policies";

/**
 * Bytes of a record that Firehose takes at most: 1,000 KiB before it is encoded (Firehose Developer Guide, "Amazon Data
 * Firehose quota"). Events keep to `EVENT_BYTES`, so every one of them fits.
 */
export const RECORD_BYTES = 1_024_000;

/**
 * Seconds that Firehose keeps what was put to it while it can not deliver (Developer Guide, "Troubleshoot errors in Amazon
 * Data Firehose", Direct PUT). Then it is lost.
 */
export const UNDELIVERED_SECONDS = 86_400;

/** Firehose API, BufferingHints. */
export const BUFFER = { seconds: { min: 0, max: 900 }, mebibytes: { min: 1, max: 128 } } as const;

/**
 * Names of the objects: by the hour in UTC, what failed apart and by what failed (Developer Guide, "Understand custom
 * prefixes for Amazon S3 objects").
 */
export const PREFIXES = {
  events: "events/!{timestamp:yyyy/MM/dd/HH}/",
  failed: "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
} as const;

/** Everything below the prefixes, whatever their expressions become. */
const WRITTEN = Object.values(PREFIXES).map((prefix) => prefix.slice(0, prefix.indexOf("!")));

/** What a delivery writes to, uses and logs in. */
export interface DeliveryPlan<S> {
  readonly bucketArn: S;
  readonly keyArn: S;
  /** ARN of the log group that it logs in. */
  readonly logGroupArn: S;
  readonly region: S;
}

/**
 * Policy of the role that delivers (Developer Guide, "Grant Firehose access to an Amazon S3 destination"): objects below the
 * two prefixes only, the bucket's key through S3 only.
 */
export function deliveryPolicy(plan: DeliveryPlan<string>): PolicyDocument<string> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Bucket",
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        Resource: plan.bucketArn,
      },
      {
        Sid: "Objects",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: WRITTEN.map((prefix) => `${plan.bucketArn}/${prefix}*`),
      },
      {
        Sid: "Key",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: plan.keyArn,
        Condition: { StringEquals: { "kms:ViaService": `s3.${plan.region}.amazonaws.com` } },
      },
      {
        Sid: "Logs",
        Effect: "Allow",
        Action: "logs:PutLogEvents",
        Resource: `${plan.logGroupArn}:log-stream:*`,
      },
    ],
  };
}

/** Trust of that role: Firehose, on behalf of this account (Developer Guide, "Allow Firehose to assume an IAM role"). */
export function deliveryTrust(accountId: string): PolicyDocument<string> {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AssumeByService",
        Effect: "Allow",
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": accountId } },
      },
    ],
  };
}

/**
 * The oldest record that was not delivered is too old (Developer Guide, "Implement best practices with CloudWatch Alarms").
 * Without records there is no metric, and nothing that waits.
 */
export function freshnessAlarm<S>(streamName: S, seconds: number): MetricAlarmPlan<S> {
  return {
    alarmDescription: "The archive does not take events; after 24 hours they are lost to it",
    namespace: "AWS/Firehose",
    metricName: "DeliveryToS3.DataFreshness",
    dimensions: { DeliveryStreamName: streamName },
    statistic: "Maximum",
    period: 300,
    threshold: seconds,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
  };
}
