import { Dashboard } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { EventDashboardArgs, EventDashboardChildren } from "./args";
import { dashboardBody, regionOf } from "./plan";

/**
 * The dashboard of a bus, made from the list of its routes: a route that is not on it can not be, and no line asks for a
 * resource that is not there. Its region is the bus's own.
 *
 * Children: `dashboard`.
 */
export class EventDashboard extends Component<EventDashboardChildren> {
  readonly dashboard: Dashboard;
  readonly dashboardName: pulumi.Output<string>;

  /** @throws {InputError} for a dashboard without routes, and two of one name. */
  constructor(name: string, args: EventDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    const { bus, routes, published, consumers, parking } = args;
    const check = new Check(`EventDashboard "${name}"`);
    if (routes.length === 0) check.fault("routes", [], "one or more routes");
    routes.forEach((route, i) => {
      if (routes.findIndex((other) => other.name === route.name) < i) {
        check.fault(`routes[${i}].name`, route.name, "a name that no other route has");
      }
    });
    check.done();
    super("eventing", "EventDashboard", name, args, opts);

    const body = dashboardBody<pulumi.Input<string>>({
      region: pulumi.output(bus.arn).apply(regionOf),
      routes: routes.map(({ rule, ...route }) => ({
        ...route,
        ruleName: rule.ruleName,
        busName: rule.busName,
      })),
      published,
      consumers,
      parking,
    });
    this.dashboard = this.child("dashboard", Dashboard, {
      dashboardName: this.physical("aws-dashboard", name),
      dashboardBody: pulumi.jsonStringify(body),
    });
    this.dashboardName = this.dashboard.dashboardName;
    this.registerOutputs({ dashboard: this.dashboard, dashboardName: this.dashboardName });
  }
}
