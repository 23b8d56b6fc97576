import { EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import { ArchiveStream, archivingOf } from "./archive-stream";
import type { ArchiveTargetArgs, ArchiveTargetChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { checkRetry, deadLetterArgs, grantArgs, lossAlarmArgs, targetArgs, targetRoleArgs } from "./delivery";

/**
 * Keeps a rule's events for the long term, where nobody changes or deletes them: a bus's own archive is for replay and ends
 * with it. What EventBridge can not put to the stream is a dead letter; what the stream can not deliver is told by an alarm
 * within the 24 hours that Firehose has it, and can be put again by a replay that names the rule.
 *
 * Children: `dead-letters`, `archive`, `role`, `grant`, `target`, `alarm`.
 *
 * @example
 * const bucket = new DataBucket("audit", { ...place, role: "audit", keyArn, lock: { days: 365 } });
 * new ArchiveTarget("audit", { ...safe, ...logs, rule: everything, bucket });
 */
export class ArchiveTarget extends Component<ArchiveTargetChildren> {
  readonly deadLetters: DeadLetterQueue;
  readonly archive: ArchiveStream;
  readonly role: Role;
  readonly grant: RolePolicy;
  readonly target: EventTarget;
  readonly lossAlarm: MetricAlarm;

  /** @throws {InputError} for a bucket without a lock, and numbers out of range. */
  constructor(name: string, args: ArchiveTargetArgs, opts?: pulumi.ComponentResourceOptions) {
    const { naming, tags, rule, retry, alarmTopicArn } = args;
    const check = new Check(`ArchiveTarget "${name}"`);
    checkRetry(check, retry);
    const archiving = archivingOf(check, args);
    check.done();
    super("eventing", "ArchiveTarget", name, args, opts);

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args, rule.arn));
    this.archive = this.child("archive", ArchiveStream, { naming, tags, alarmTopicArn, ...archiving });
    this.role = this.child("role", Role, targetRoleArgs(this.physical("aws-role", `${name}-target`), rule));
    this.grant = this.child(
      "grant",
      RolePolicy,
      grantArgs(this.role.name, [
        // EventBridge User Guide, "Amazon EventBridge targets", permissions for Firehose.
        { actions: ["firehose:PutRecord", "firehose:PutRecordBatch"], arn: this.archive.streamArn },
      ]),
    );
    this.target = this.child(
      "target",
      EventTarget,
      targetArgs({
        rule,
        targetId: name,
        targetArn: this.archive.streamArn,
        deadLetters: this.deadLetters,
        retry,
        roleArn: this.role.arn,
      }),
      { dependsOn: [this.grant, this.deadLetters.policy] },
    );
    this.lossAlarm = this.child(
      "alarm",
      MetricAlarm,
      lossAlarmArgs(this.physical("aws-alarm", `${name}-loss`), rule, alarmTopicArn),
    );
    this.registerOutputs({
      deadLetters: this.deadLetters,
      archive: this.archive,
      role: this.role,
      grant: this.grant,
      target: this.target,
      lossAlarm: this.lossAlarm,
    });
  }
}
