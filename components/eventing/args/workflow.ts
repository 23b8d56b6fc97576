import type { LogGroupArgs, MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { RoleArgs, RolePolicyArgs } from "@pulumi/aws/iam";
import type { StateMachineArgs } from "@pulumi/aws/sfn";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { FunctionLogArgs, Grant, Reference } from "./functions";

/** What a target needs of a state machine; a {@link Workflow} is one. */
export interface WorkflowRef {
  readonly machineArn: Input<string>;
}

/** Children of a {@link Workflow}, as `transform` names them. */
export interface WorkflowChildren {
  logs: LogGroupArgs;
  role: RoleArgs;
  policy: RolePolicyArgs;
  machine: StateMachineArgs;
  alarm: MetricAlarmArgs;
}

/** Arguments of a {@link Workflow}. */
export interface WorkflowArgs extends ComponentArgs<WorkflowChildren>, FunctionLogArgs {
  /** The state machine in Amazon States Language, as an object; references to resources are outputs in it. */
  readonly definition: Input<object>;
  /** What its role may do. Nothing else is allowed but its own logs, traces and key. */
  readonly grants: readonly Grant<Reference>[];
  /** Key of the definition and of what executions carry; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
  /** Topic that is told of executions that fail. */
  readonly alarmTopicArn: Input<string>;
}
