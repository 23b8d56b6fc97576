import { HttpMonitor } from "@pulumi/oci/healthchecks";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching } from "../core";
import type { HealthMonitorArgs, HealthMonitorChildren } from "./args";
import { VANTAGE_POINTS, monitorFaults } from "./plan";
import { tierProblem } from "./tiers";

/**
 * Asks every site's health endpoint over HTTPS, from places outside the platform. Give it the standby region's provider:
 * whoever watches a region does not live in it.
 *
 * Children: `monitor`.
 */
export class HealthMonitor extends Component<HealthMonitorChildren> {
  readonly monitor: HttpMonitor;
  readonly monitorId: pulumi.Output<string>;

  /** @throws {InputError} with everything wrong with targets, timing and vantage points. */
  constructor(name: string, args: HealthMonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    const { targets, host, path = "/health", intervalSeconds = 30, timeoutSeconds = 10 } = args;
    const { vantagePoints = VANTAGE_POINTS } = args;
    const check = new Check(`HealthMonitor "${name}"`);
    check.plain("tier", args.tier, tierProblem);
    check.plain("targets", targets.length, (count) => (count > 0 ? undefined : "one or more, every site's"));
    check.plain("path", path, matching(/^\/[\w./~%?=&-]*$/, "a path such as /health"));
    for (const fault of monitorFaults(intervalSeconds, timeoutSeconds, vantagePoints)) {
      check.fault(fault.path, fault.given, fault.allowed);
    }
    check.done();
    super("recovery", "HealthMonitor", name, { ...args, tags: { ...args.tags, DrTier: args.tier } }, opts);

    this.monitor = this.child("monitor", HttpMonitor, {
      compartmentId: args.compartmentId,
      displayName: this.physical("oci-display", name),
      targets: [...targets],
      protocol: "HTTPS",
      port: 443,
      method: "GET",
      path,
      intervalInSeconds: intervalSeconds,
      timeoutInSeconds: timeoutSeconds,
      vantagePointNames: [...vantagePoints],
      isEnabled: true,
      ...(host === undefined ? {} : { headers: { Host: host } }),
    });
    this.monitorId = this.monitor.id;
    this.registerOutputs({ monitor: this.monitor, monitorId: this.monitorId });
  }
}
