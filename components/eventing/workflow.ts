import { LogGroup, MetricAlarm } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { StateMachine } from "@pulumi/aws/sfn";
import * as pulumi from "@pulumi/pulumi";
import { awsLogDaysTest } from "../../lib/aws-logs";
import { Check, Component } from "../core";
import { alarmArgs } from "./alarm";
import type { WorkflowArgs, WorkflowChildren } from "./args";
import { machineArnBeside, trustPolicy, workflowAlarm, workflowPolicy } from "./plan";
import { checkActions, grantOf } from "./reference";
import { workflowFaults } from "./workflows";

/**
 * A state machine of the standard type, whose executions happen once and can be looked at for 90 days. It runs as a role
 * of its own that only this machine can take on; definition and executions are encrypted with the caller's key; its logs
 * tell every step without what the steps carry; traces are on; an execution that fails raises an alarm.
 *
 * Children: `logs`, `role`, `policy`, `machine`, `alarm`.
 */
export class Workflow extends Component<WorkflowChildren> {
  readonly logs: LogGroup;
  readonly role: Role;
  readonly policy: RolePolicy;
  readonly machine: StateMachine;
  readonly failureAlarm: MetricAlarm;
  readonly machineArn: pulumi.Output<string>;

  /**
   * @throws {InputError} for grants without actions or with more than what is named, for literal accounts and regions in
   * the definition, and for Tasks without Retry or Catch.
   */
  constructor(name: string, args: WorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    const { logRetentionDays = 30 } = args;
    const check = new Check(`Workflow "${name}"`);
    check.plain("logRetentionDays", logRetentionDays, awsLogDaysTest);
    args.grants.forEach(({ actions }, i) => checkActions(check, `grants[${i}]`, actions));
    // An output is a definition that nobody can read yet; its parts were checked where it was made.
    if (!pulumi.Output.isInstance(args.definition) && !(args.definition instanceof Promise)) {
      for (const { path, given, allowed } of workflowFaults(args.definition))
        check.fault(`definition.${path}`, given, allowed);
    }
    check.done();
    super("eventing", "Workflow", name, args, opts);

    const machineName = this.physical("aws-state-machine", name);
    this.logs = this.child("logs", LogGroup, {
      // With this prefix CloudWatch Logs needs no resource policy of its own, of which an account has only ten
      // (Step Functions Developer Guide, "Using CloudWatch Logs to log execution history").
      name: `/aws/vendedlogs/states/${machineName}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: args.logKeyArn,
    });
    this.role = this.child("role", Role, {
      namePrefix: this.physical("aws-role", `${name}-workflow`),
      assumeRolePolicy: pulumi.jsonStringify(
        trustPolicy<pulumi.Input<string>>(
          "states.amazonaws.com",
          this.logs.arn.apply((arn) => machineArnBeside(arn, machineName)),
        ),
      ),
    });
    this.policy = this.child("policy", RolePolicy, {
      role: this.role.name,
      policy: pulumi.jsonStringify(
        workflowPolicy<pulumi.Input<string>>(args.kmsKeyArn, args.grants.map(grantOf)),
      ),
    });
    this.machine = this.child(
      "machine",
      StateMachine,
      {
        name: machineName,
        type: "STANDARD",
        roleArn: this.role.arn,
        definition: pulumi.jsonStringify(args.definition),
        loggingConfiguration: {
          logDestination: pulumi.interpolate`${this.logs.arn}:*`,
          level: "ALL",
          // Events hold personal data; what a step carried is in its history, which the key protects.
          includeExecutionData: false,
        },
        tracingConfiguration: { enabled: true },
        encryptionConfiguration: {
          type: "CUSTOMER_MANAGED_KMS_KEY",
          kmsKeyId: args.kmsKeyArn,
          kmsDataKeyReusePeriodSeconds: 300,
        },
      },
      { dependsOn: [this.policy] },
    );
    this.failureAlarm = this.child(
      "alarm",
      MetricAlarm,
      alarmArgs(
        this.physical("aws-alarm", `${name}-failed`),
        workflowAlarm<pulumi.Input<string>>(this.machine.arn),
        args.alarmTopicArn,
      ),
    );
    this.machineArn = this.machine.arn;
    this.registerOutputs({
      logs: this.logs,
      role: this.role,
      policy: this.policy,
      machine: this.machine,
      failureAlarm: this.failureAlarm,
      machineArn: this.machineArn,
    });
  }
}
