import type { EventTargetArgs, MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { RoleArgs, RolePolicyArgs } from "@pulumi/aws/iam";
import { jsonStringify, type Input } from "@pulumi/pulumi";
import { wholeNumber, type Check, type Naming, type Tags } from "../core";
import { alarmArgs } from "./alarm";
import type { DeadLetterArgs, DeadLetterQueueArgs, RetryArgs, RuleRef } from "./args";
import type { DeadLetterQueue } from "./dead-letter-queue";
import { DEFAULT_RETRY, grantsPolicy, lossAlarm, trustPolicy, type GrantPlan } from "./plan";

/** A delivery from a rule to one target. */
export interface Delivery {
  readonly rule: RuleRef;
  /** What the target is called within its rule. */
  readonly targetId: string;
  readonly targetArn: Input<string>;
  readonly deadLetters: DeadLetterQueue;
  readonly retry?: RetryArgs | undefined;
  /** Role that EventBridge takes on for a target without a policy of its own. */
  readonly roleArn?: Input<string>;
}

/** Checks what {@link targetArgs} passes on. */
export function checkRetry(check: Check, { maxAgeSeconds, maxAttempts }: RetryArgs = {}): void {
  if (maxAgeSeconds !== undefined)
    check.plain("retry.maxAgeSeconds", maxAgeSeconds, wholeNumber(60, 86_400, "seconds"));
  if (maxAttempts !== undefined) check.plain("retry.maxAttempts", maxAttempts, wholeNumber(0, 185));
}

/**
 * The arguments of every event target of this area: the one place where they are put together, and it takes no delivery
 * without dead letters and retries.
 */
export function targetArgs({ rule, deadLetters, retry = {}, ...to }: Delivery): EventTargetArgs {
  return {
    rule: rule.ruleName,
    eventBusName: rule.busName,
    targetId: to.targetId,
    arn: to.targetArn,
    deadLetterConfig: { arn: deadLetters.queueArn },
    retryPolicy: {
      maximumEventAgeInSeconds: retry.maxAgeSeconds ?? DEFAULT_RETRY.maximumEventAgeInSeconds,
      maximumRetryAttempts: retry.maxAttempts ?? DEFAULT_RETRY.maximumRetryAttempts,
    },
    ...(to.roleArn === undefined ? {} : { roleArn: to.roleArn }),
  };
}

/** The dead letters of a component that takes {@link DeadLetterArgs} itself. */
export function deadLetterArgs(
  args: DeadLetterArgs & { readonly naming: Naming; readonly tags: Tags },
  sourceArn?: DeadLetterQueueArgs["sourceArn"],
): DeadLetterQueueArgs {
  const { naming, tags, deadLetterKeyArn, alarmTopicArn, deadLetterAgeSeconds, protect } = args;
  return {
    naming,
    tags,
    deadLetterKeyArn,
    alarmTopicArn,
    ...(protect === undefined ? {} : { protect }),
    ...(deadLetterAgeSeconds === undefined ? {} : { deadLetterAgeSeconds }),
    ...(sourceArn === undefined ? {} : { sourceArn }),
  };
}

/** The role that EventBridge takes on for one rule alone. */
export function targetRoleArgs(namePrefix: string, rule: RuleRef): RoleArgs {
  return {
    namePrefix,
    assumeRolePolicy: jsonStringify(trustPolicy<Input<string>>("events.amazonaws.com", rule.arn)),
  };
}

/** What a role may do beside what it may already. */
export function grantArgs(role: Input<string>, grants: readonly GrantPlan<Input<string>>[]): RolePolicyArgs {
  return { role, policy: jsonStringify(grantsPolicy<Input<string>>(grants)) };
}

/** The alarm that belongs to every rule with a target. */
export function lossAlarmArgs(name: string, rule: RuleRef, topicArn: Input<string>): MetricAlarmArgs {
  return alarmArgs(name, lossAlarm<Input<string>>(rule.busName, rule.ruleName), topicArn);
}
