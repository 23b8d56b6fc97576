import { interpolate, type Input } from "@pulumi/pulumi";
import type { Check } from "../core";
import type { FunctionRef, Grant, QueueRef, Reference, WorkflowRef } from "./args";
import type { GrantPlan } from "./plan";

/** Makes references to resources, for the environment of functions and the grants of workflows. */
export const reference = {
  /** A table; the code gets its name. */
  table: (table: {
    readonly tableName: Input<string>;
    readonly arn: Input<string>;
    readonly keyArn: Input<string>;
  }): Reference => ({ kind: "table", value: table.tableName, arn: table.arn, keyArn: table.keyArn }),

  /** A queue; the code gets its URL. */
  queue: (queue: Pick<QueueRef, "queueUrl" | "queueArn" | "keyArn">): Reference => ({
    kind: "queue-url",
    value: queue.queueUrl,
    arn: queue.queueArn,
    keyArn: queue.keyArn,
  }),

  /** A topic; the code gets its ARN. */
  topic: (topic: { readonly arn: Input<string>; readonly keyArn: Input<string> }): Reference => ({
    kind: "topic",
    value: topic.arn,
    arn: topic.arn,
    keyArn: topic.keyArn,
  }),

  /** A bus; the code gets its name. EventBridge uses the bus's key itself. */
  bus: (bus: { readonly busName: Input<string>; readonly arn: Input<string> }): Reference => ({
    kind: "bus",
    value: bus.busName,
    arn: bus.arn,
  }),

  /** A function; the code gets its ARN. */
  function: (fn: Pick<FunctionRef, "functionArn">): Reference => ({
    kind: "function",
    value: fn.functionArn,
    arn: fn.functionArn,
  }),

  /** A state machine; the code gets its ARN. */
  workflow: (workflow: WorkflowRef): Reference => ({
    kind: "state-machine",
    value: workflow.machineArn,
    arn: workflow.machineArn,
  }),
} as const;

/** Whether a variable's value is a reference: outputs and promises are values. */
export const isReference = (given: Input<string> | Reference): given is Reference =>
  typeof given === "object" && "kind" in given && "arn" in given && typeof given.kind === "string";

/** The plan of a grant. */
export const grantOf = ({ on, actions, index, conditions }: Grant<Reference>): GrantPlan<Input<string>> => ({
  actions,
  arn: index === undefined ? on.arn : interpolate`${on.arn}/index/${index}`,
  ...(on.keyArn === undefined ? {} : { keyArn: on.keyArn }),
  ...(conditions === undefined ? {} : { conditions }),
});

/** Refuses grants of nothing, and of more than what is named. */
export function checkActions(check: Check, path: string, actions: readonly string[]): void {
  if (actions.length === 0) check.fault(`${path}.actions`, actions, "one or more actions");
  actions.forEach((action, i) => {
    if (!/^[a-z0-9-]+:[A-Za-z]+$/.test(action)) {
      check.fault(`${path}.actions[${i}]`, action, "one action by its full name, such as dynamodb:PutItem");
    }
  });
}
