import { EventTarget, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { RolePolicy } from "@pulumi/aws/iam";
import { FunctionEventInvokeConfig, Permission } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { FunctionTargetArgs, FunctionTargetChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { checkRetry, deadLetterArgs, lossAlarmArgs, targetArgs } from "./delivery";
import { claimFailures, failureArgs, failureGrantArgs } from "./failures";

/**
 * A function that a rule invokes. What EventBridge can not deliver, and what the function fails at after Lambda's own two
 * retries, ends in one dead-letter queue: the delivery ends where the asynchronous invocation begins, so each needs its
 * own way out. The rule alone may invoke the function, and may before the target is there.
 *
 * For a consumer that must not be overrun, or whose events are many, take a {@link QueueTarget} with a
 * {@link QueueConsumer}.
 *
 * Children: `dead-letters`, `permission`, `grant`, `failures`, `target`, `alarm`.
 */
export class FunctionTarget extends Component<FunctionTargetChildren> {
  readonly deadLetters: DeadLetterQueue;
  readonly permission: Permission;
  readonly grant: RolePolicy;
  readonly failures: FunctionEventInvokeConfig;
  readonly target: EventTarget;
  readonly lossAlarm: MetricAlarm;

  /** @throws {InputError} for retries out of range, and for a function that another rule invokes already. */
  constructor(name: string, args: FunctionTargetArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rule, consumer, retry, alarmTopicArn } = args;
    const check = new Check(`FunctionTarget "${name}"`);
    checkRetry(check, retry);
    const claim = claimFailures(check, name, consumer);
    check.done();
    super("eventing", "FunctionTarget", name, args, opts);
    claim();

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args, rule.arn));
    this.permission = this.child("permission", Permission, {
      function: consumer.functionName,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
      statementId: rule.ruleName,
    });
    this.grant = this.child("grant", RolePolicy, failureGrantArgs(consumer, this.deadLetters));
    this.failures = this.child(
      "failures",
      FunctionEventInvokeConfig,
      failureArgs(consumer, this.deadLetters),
      { dependsOn: [this.grant] },
    );
    this.target = this.child(
      "target",
      EventTarget,
      targetArgs({
        rule,
        targetId: name,
        targetArn: consumer.functionArn,
        deadLetters: this.deadLetters,
        retry,
      }),
      { dependsOn: [this.permission, this.failures, this.deadLetters.policy] },
    );
    this.lossAlarm = this.child(
      "alarm",
      MetricAlarm,
      lossAlarmArgs(this.physical("aws-alarm", `${name}-loss`), rule, alarmTopicArn),
    );
    this.registerOutputs({
      deadLetters: this.deadLetters,
      permission: this.permission,
      grant: this.grant,
      failures: this.failures,
      target: this.target,
      lossAlarm: this.lossAlarm,
    });
  }
}
