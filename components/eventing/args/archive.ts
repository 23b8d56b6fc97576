import type { LogGroupArgs, LogStreamArgs, MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { RoleArgs, RolePolicyArgs } from "@pulumi/aws/iam";
import type { FirehoseDeliveryStreamArgs } from "@pulumi/aws/kinesis";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { RuleTargetArgs, RuleTargetChildren } from "./targets";

/** What an archive needs of its bucket; a `DataBucket` with `lock` is one. */
export interface LockedBucketRef {
  readonly arn: Input<string>;
  /** Key that its objects are encrypted with. */
  readonly keyArn: Input<string>;
  /** Days that its objects are locked; one that locks nothing is no archive. */
  readonly lockedDays: number | undefined;
}

/** Children of an {@link ArchiveStream}, as `transform` names them. */
export interface ArchiveStreamChildren {
  logs: LogGroupArgs;
  "log-stream": LogStreamArgs;
  role: RoleArgs;
  grant: RolePolicyArgs;
  stream: FirehoseDeliveryStreamArgs;
  alarm: MetricAlarmArgs;
}

/** How events come into their archive. */
export interface ArchivingArgs {
  /** Where the events are kept; its objects are locked. */
  readonly bucket: LockedBucketRef;
  /** Key of what waits to be delivered. Firehose is granted its use when the stream is made. */
  readonly kmsKeyArn: Input<string>;
  /** Key of the log group. */
  readonly logKeyArn: Input<string>;
  /**
   * Days that the log is kept; one of the values that CloudWatch Logs takes.
   * @default 30
   */
  readonly logRetentionDays?: number;
  /**
   * Seconds that events are gathered for one object, 0 to 900 (Firehose API, BufferingHints).
   * @default 300
   */
  readonly bufferSeconds?: number;
  /**
   * MiB of events that make one object sooner, 1 to 128 (same place).
   * @default 5
   */
  readonly bufferMebibytes?: number;
  /**
   * Seconds after which an event that is not in the bucket raises an alarm; more than `bufferSeconds`, and at most 43200, so
   * that half of the 24 hours is left in which Firehose still has it.
   * @default 1800: the choice of this component
   */
  readonly staleAfterSeconds?: number;
}

/** Arguments of an {@link ArchiveStream}. */
export interface ArchiveStreamArgs extends ComponentArgs<ArchiveStreamChildren>, ArchivingArgs {
  /** Topic that is told when events do not arrive. */
  readonly alarmTopicArn: Input<string>;
}

/** Children of an {@link ArchiveTarget}, as `transform` names them. */
export interface ArchiveTargetChildren extends RuleTargetChildren {
  archive: ArchiveStreamArgs;
  role: RoleArgs;
  grant: RolePolicyArgs;
}

/** Arguments of an {@link ArchiveTarget}. */
export interface ArchiveTargetArgs
  extends ComponentArgs<ArchiveTargetChildren>, RuleTargetArgs, ArchivingArgs {}
