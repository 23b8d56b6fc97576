import { LogGroup, LogStream, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { FirehoseDeliveryStream } from "@pulumi/aws/kinesis";
import * as pulumi from "@pulumi/pulumi";
import { awsLogDaysTest } from "../../lib/aws-logs";
import { Check, Component, wholeNumber } from "../core";
import { alarmArgs } from "./alarm";
import type { ArchiveStreamArgs, ArchiveStreamChildren, ArchivingArgs } from "./args";
import {
  BUFFER,
  PREFIXES,
  UNDELIVERED_SECONDS,
  accountOf,
  deliveryPolicy,
  deliveryTrust,
  freshnessAlarm,
  regionOf,
} from "./plan";

/** How events come into their archive, checked and with nothing left open. */
export function archivingOf(check: Check, args: ArchivingArgs) {
  const { bucket, bufferSeconds = 300, bufferMebibytes = 5, staleAfterSeconds = 1800 } = args;
  const { seconds, mebibytes } = BUFFER;
  check.plain("bufferSeconds", bufferSeconds, wholeNumber(seconds.min, seconds.max, "seconds"));
  check.plain("bufferMebibytes", bufferMebibytes, wholeNumber(mebibytes.min, mebibytes.max, "MiB"));
  check.plain(
    "staleAfterSeconds",
    staleAfterSeconds,
    wholeNumber(bufferSeconds + 60, UNDELIVERED_SECONDS / 2, "seconds"),
  );
  if (bucket.lockedDays === undefined) {
    check.fault(
      "bucket.lockedDays",
      undefined,
      "a bucket that locks what is put into it: DataBucket with lock",
    );
  }
  const { kmsKeyArn, logKeyArn, logRetentionDays = 30 } = args;
  check.plain("logRetentionDays", logRetentionDays, awsLogDaysTest);
  return {
    bucket,
    kmsKeyArn,
    logKeyArn,
    logRetentionDays,
    bufferSeconds,
    bufferMebibytes,
    staleAfterSeconds,
  };
}

/**
 * A Firehose stream into a bucket whose objects nobody deletes: compressed files of JSON lines, one event a line, named by the
 * hour. What waits is encrypted; the role that delivers may write below its two prefixes and nothing else. Firehose tries for
 * 24 hours and then forgets, so an alarm tells long before that events do not arrive.
 *
 * Children: `logs`, `log-stream`, `role`, `grant`, `stream`, `alarm`.
 */
export class ArchiveStream extends Component<ArchiveStreamChildren> {
  readonly logs: LogGroup;
  readonly logStream: LogStream;
  readonly role: Role;
  readonly grant: RolePolicy;
  readonly stream: FirehoseDeliveryStream;
  readonly freshnessAlarm: MetricAlarm;
  readonly streamName: pulumi.Output<string>;
  readonly streamArn: pulumi.Output<string>;

  /** @throws {InputError} for a bucket without a lock, and numbers out of range. */
  constructor(name: string, args: ArchiveStreamArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`ArchiveStream "${name}"`);
    const archiving = archivingOf(check, args);
    const { bucket, logRetentionDays, bufferSeconds, bufferMebibytes, staleAfterSeconds } = archiving;
    check.done();
    super("eventing", "ArchiveStream", name, args, opts);

    const streamName = this.physical("aws-delivery-stream", name);
    this.logs = this.child("logs", LogGroup, {
      name: `/aws/kinesisfirehose/${streamName}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: args.logKeyArn,
    });
    this.logStream = this.child("log-stream", LogStream, {
      name: streamName,
      logGroupName: this.logs.name,
    });
    const trust = this.logs.arn.apply((arn) => deliveryTrust(accountOf(arn)));
    this.role = this.child("role", Role, {
      namePrefix: this.physical("aws-role", `${name}-delivery`),
      assumeRolePolicy: pulumi.jsonStringify(trust),
    });
    const policy = pulumi
      .all([bucket.arn, bucket.keyArn, this.logs.arn])
      .apply(([bucketArn, keyArn, logGroupArn]) =>
        deliveryPolicy({ bucketArn, keyArn, logGroupArn, region: regionOf(logGroupArn) }),
      );
    this.grant = this.child("grant", RolePolicy, {
      role: this.role.name,
      policy: pulumi.jsonStringify(policy),
    });
    this.stream = this.child(
      "stream",
      FirehoseDeliveryStream,
      {
        name: streamName,
        destination: "extended_s3",
        serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: args.kmsKeyArn },
        extendedS3Configuration: {
          bucketArn: bucket.arn,
          roleArn: this.role.arn,
          kmsKeyArn: bucket.keyArn,
          prefix: PREFIXES.events,
          errorOutputPrefix: PREFIXES.failed,
          bufferingInterval: bufferSeconds,
          bufferingSize: bufferMebibytes,
          compressionFormat: "GZIP",
          fileExtension: ".jsonl.gz",
          // Else one event follows the other without anything between them.
          processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord" }] },
          cloudwatchLoggingOptions: {
            enabled: true,
            logGroupName: this.logs.name,
            logStreamName: this.logStream.name,
          },
        },
      },
      { dependsOn: [this.grant] },
    );
    this.freshnessAlarm = this.child(
      "alarm",
      MetricAlarm,
      alarmArgs(
        this.physical("aws-alarm", `${name}-stale`),
        freshnessAlarm<pulumi.Input<string>>(this.stream.name, staleAfterSeconds),
        args.alarmTopicArn,
      ),
    );
    this.streamName = this.stream.name;
    this.streamArn = this.stream.arn;
    this.registerOutputs({
      logs: this.logs,
      logStream: this.logStream,
      role: this.role,
      grant: this.grant,
      stream: this.stream,
      freshnessAlarm: this.freshnessAlarm,
      streamName: this.streamName,
      streamArn: this.streamArn,
    });
  }
}
