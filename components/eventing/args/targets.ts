import type {
  EventApiDestinationArgs,
  EventConnectionArgs,
  EventTargetArgs,
  MetricAlarmArgs,
} from "@pulumi/aws/cloudwatch";
import type { RoleArgs, RolePolicyArgs } from "@pulumi/aws/iam";
import type { FunctionEventInvokeConfigArgs, PermissionArgs } from "@pulumi/aws/lambda";
import type { QueueArgs, QueuePolicyArgs, RedriveAllowPolicyArgs } from "@pulumi/aws/sqs";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { RuleRef } from "./bus";
import type { FunctionRef } from "./functions";
import type { DeadLetterArgs, DeadLetterQueueArgs, HoldArgs } from "./queues";
import type { WorkflowRef } from "./workflow";

/** How long and how often a delivery is tried before the event becomes a dead letter. */
export interface RetryArgs {
  /**
   * Seconds, 60 to 86400 (EventBridge API, RetryPolicy).
   * @default 3600
   */
  readonly maxAgeSeconds?: number;
  /**
   * Attempts after the first, 0 to 185 (EventBridge API, RetryPolicy).
   * @default 3
   */
  readonly maxAttempts?: number;
}

/** Children that every target has, as `transform` names them. */
export interface RuleTargetChildren {
  "dead-letters": DeadLetterQueueArgs;
  target: EventTargetArgs;
  alarm: MetricAlarmArgs;
}

/** What every target of a rule takes. */
export interface RuleTargetArgs extends DeadLetterArgs {
  /** The rule whose events are delivered. */
  readonly rule: RuleRef;
  /** @default 3 attempts within 3600 s */
  readonly retry?: RetryArgs;
}

/** Children of a {@link QueueTarget}, as `transform` names them. */
export interface QueueTargetChildren extends RuleTargetChildren {
  queue: QueueArgs;
  policy: QueuePolicyArgs;
  redrive: RedriveAllowPolicyArgs;
}

/** Arguments of a {@link QueueTarget}. */
export interface QueueTargetArgs extends ComponentArgs<QueueTargetChildren>, RuleTargetArgs, HoldArgs {
  /** Key of the queue; its policy holds `eventKeyStatements`. */
  readonly kmsKeyArn: Input<string>;
}

/** Children of a {@link FunctionTarget}, as `transform` names them. */
export interface FunctionTargetChildren extends RuleTargetChildren {
  permission: PermissionArgs;
  failures: FunctionEventInvokeConfigArgs;
  grant: RolePolicyArgs;
}

/** Arguments of a {@link FunctionTarget}. */
export interface FunctionTargetArgs extends ComponentArgs<FunctionTargetChildren>, RuleTargetArgs {
  /** The function that gets the events; an {@link EventFunction} is one. */
  readonly consumer: FunctionRef;
}

/** Children of a {@link WorkflowTarget}, as `transform` names them. */
export interface WorkflowTargetChildren extends RuleTargetChildren {
  role: RoleArgs;
  grant: RolePolicyArgs;
}

/** Arguments of a {@link WorkflowTarget}. */
export interface WorkflowTargetArgs extends ComponentArgs<WorkflowTargetChildren>, RuleTargetArgs {
  /** The state machine that every event starts; a {@link Workflow} is one. */
  readonly workflow: WorkflowRef;
}

/** Children of an {@link ApiTarget}, as `transform` names them. */
export interface ApiTargetChildren extends RuleTargetChildren {
  connection: EventConnectionArgs;
  destination: EventApiDestinationArgs;
  role: RoleArgs;
  grant: RolePolicyArgs;
}

/** How an API knows the caller; the secret parts are kept secret in the state, and by EventBridge in Secrets Manager. */
export type ApiAuthorization =
  | { readonly kind: "api-key"; readonly header: string; readonly value: Input<string> }
  | { readonly kind: "basic"; readonly username: Input<string>; readonly password: Input<string> }
  | {
      readonly kind: "oauth-client";
      readonly clientId: Input<string>;
      readonly clientSecret: Input<string>;
      /** Where tokens are given, https. */
      readonly tokenEndpoint: string;
      /**
       * Scopes that are asked for, separated by spaces.
       * @default none
       */
      readonly scope?: string;
    };

/** Arguments of an {@link ApiTarget}. */
export interface ApiTargetArgs extends ComponentArgs<ApiTargetChildren>, RuleTargetArgs {
  /** Address that the events are posted to, https. It must answer within 5 s (EventBridge User Guide, "API destinations"). */
  readonly endpoint: string;
  readonly authorization: ApiAuthorization;
  /**
   * Most calls a second, 1 to 300 (EventBridge API, CreateApiDestination); what is above waits and is tried again.
   * @default 10: the choice of this component
   */
  readonly callsPerSecond?: number;
}
