import { Role, RolePolicy } from "@pulumi/aws/iam";
import { FunctionEventInvokeConfig } from "@pulumi/aws/lambda";
import { Schedule } from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, wholeNumber } from "../core";
import type { FunctionScheduleArgs, FunctionScheduleChildren } from "./args";
import { DeadLetterQueue } from "./dead-letter-queue";
import { deadLetterArgs, grantArgs } from "./delivery";
import { claimFailures, failureArgs, failureGrantArgs } from "./failures";
import { accountOf, scheduleTrust } from "./plan";

/**
 * A function that runs again and again. It is started through a role that may start this function and nothing else; what the
 * scheduler can not start, and what the function fails at after Lambda's own two retries, ends in one dead-letter queue with
 * alarms. A run may come late or twice: the function has to look for itself what is to be done.
 *
 * Children: `dead-letters`, `role`, `grant` (roles `schedule` and `failures`), `failures`, `schedule`.
 */
export class FunctionSchedule extends Component<FunctionScheduleChildren> {
  readonly deadLetters: DeadLetterQueue;
  readonly role: Role;
  readonly grant: RolePolicy;
  readonly failures: FunctionEventInvokeConfig;
  readonly schedule: Schedule;

  /** @throws {InputError} for minutes out of range, and for a function that a rule or another schedule invokes already. */
  constructor(name: string, args: FunctionScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { consumer, everyMinutes } = args;
    const check = new Check(`FunctionSchedule "${name}"`);
    check.plain("everyMinutes", everyMinutes, wholeNumber(1, 1440, "minutes"));
    const claim = claimFailures(check, name, consumer);
    check.done();
    super("eventing", "FunctionSchedule", name, args, opts);
    claim();

    this.deadLetters = this.child("dead-letters", DeadLetterQueue, deadLetterArgs(args));
    const { queueArn, keyArn } = this.deadLetters;
    const trust = pulumi.output(consumer.functionArn).apply((arn) => scheduleTrust(accountOf(arn)));
    this.role = this.child("role", Role, {
      namePrefix: this.physical("aws-role", `${name}-schedule`),
      assumeRolePolicy: pulumi.jsonStringify(trust),
    });
    this.grant = this.child(
      "grant",
      RolePolicy,
      grantArgs(this.role.name, [
        { actions: ["lambda:InvokeFunction"], arn: consumer.functionArn },
        { actions: ["sqs:SendMessage"], arn: queueArn, keyArn },
      ]),
      { role: "schedule" },
    );
    const failureGrant = this.child("grant", RolePolicy, failureGrantArgs(consumer, this.deadLetters), {
      role: "failures",
    });
    this.failures = this.child(
      "failures",
      FunctionEventInvokeConfig,
      failureArgs(consumer, this.deadLetters),
      { dependsOn: [failureGrant] },
    );
    this.schedule = this.child(
      "schedule",
      Schedule,
      {
        name: this.physical("aws-schedule", name),
        scheduleExpression: rate(everyMinutes),
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: consumer.functionArn,
          roleArn: this.role.arn,
          deadLetterConfig: { arn: queueArn },
          // By then the next run has begun.
          retryPolicy: { maximumEventAgeInSeconds: everyMinutes * 60, maximumRetryAttempts: 3 },
        },
      },
      { dependsOn: [this.grant, this.failures] },
    );
    this.registerOutputs({
      deadLetters: this.deadLetters,
      role: this.role,
      grant: this.grant,
      failures: this.failures,
      schedule: this.schedule,
    });
  }
}

/** One is written in the singular (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html). */
const rate = (minutes: number): string => `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
