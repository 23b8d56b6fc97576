import { EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { WorkflowTargetArgs, WorkflowTargetChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { checkRetry, deadLetterArgs, grantArgs, lossAlarmArgs, targetArgs, targetRoleArgs } from "./delivery";

/**
 * A state machine that each of a rule's events starts, through a role that this rule alone is given and that may start
 * this machine and nothing else. EventBridge starts at least once: the workflow itself has to notice a second start.
 *
 * Children: `dead-letters`, `role`, `grant`, `target`, `alarm`.
 */
export class WorkflowTarget extends Component<WorkflowTargetChildren> {
  readonly deadLetters: DeadLetterQueue;
  readonly role: Role;
  readonly grant: RolePolicy;
  readonly target: EventTarget;
  readonly lossAlarm: MetricAlarm;

  /** @throws {InputError} for retries out of range. */
  constructor(name: string, args: WorkflowTargetArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rule, workflow, retry, alarmTopicArn } = args;
    const check = new Check(`WorkflowTarget "${name}"`);
    checkRetry(check, retry);
    check.done();
    super("eventing", "WorkflowTarget", name, args, opts);

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args, rule.arn));
    this.role = this.child("role", Role, targetRoleArgs(this.physical("aws-role", `${name}-target`), rule));
    this.grant = this.child(
      "grant",
      RolePolicy,
      grantArgs(this.role.name, [{ actions: ["states:StartExecution"], arn: workflow.machineArn }]),
    );
    this.target = this.child(
      "target",
      EventTarget,
      targetArgs({
        rule,
        targetId: name,
        targetArn: workflow.machineArn,
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
      role: this.role,
      grant: this.grant,
      target: this.target,
      lossAlarm: this.lossAlarm,
    });
  }
}
