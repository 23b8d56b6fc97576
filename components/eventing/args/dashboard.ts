import type { DashboardArgs } from "@pulumi/aws/cloudwatch";
import type { Input } from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { BusRef, RuleRef } from "./bus";

/** A route as its dashboard shows it: a rule, and where its events end. */
export interface DashboardRoute {
  /** What the route is called on the widgets, `inventory`. */
  readonly name: string;
  readonly rule: RuleRef;
  /** Name of its dead-letter queue. */
  readonly deadLetterQueueName: Input<string>;
}

/** A function as its dashboard shows it. */
export interface DashboardFunction {
  readonly name: string;
  readonly functionName: Input<string>;
}

/** Children of an {@link EventDashboard}, as `transform` names them. */
export interface EventDashboardChildren {
  dashboard: DashboardArgs;
}

/** Arguments of an {@link EventDashboard}. */
export interface EventDashboardArgs extends ComponentArgs<EventDashboardChildren> {
  readonly bus: BusRef & { readonly arn: Input<string> };
  /** Every route of the bus, one or more. */
  readonly routes: readonly DashboardRoute[];
  /** Who publishes, and the namespace and name of the metric in which they count events, by dimension `FunctionName`. */
  readonly published: {
    readonly namespace: string;
    readonly metricName: string;
    readonly by: readonly DashboardFunction[];
  };
  /** The functions that handle events, by themselves or in a workflow: how long they take is shown. */
  readonly consumers: readonly DashboardFunction[];
  /** Names of the queues in which messages end that only a person can help, by what they are called on the widget. */
  readonly parking: Readonly<Record<string, Input<string>>>;
}
