import type { LogArgs } from "@pulumi/oci/logging";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceLogs } from "./args";

/** A service's log of a resource, kept as long as its group says. */
export function serviceLog(log: {
  readonly displayName: string;
  readonly compartmentId: pulumi.Input<string>;
  readonly service: "loadbalancer" | "waf";
  readonly category: string;
  readonly resource: pulumi.Input<string>;
  readonly logs: ServiceLogs;
}): LogArgs {
  const { displayName, compartmentId, service, category, resource, logs } = log;
  return {
    logGroupId: logs.logGroupId,
    displayName,
    logType: "SERVICE",
    isEnabled: true,
    retentionDuration: logs.retentionDays ?? 90,
    configuration: { compartmentId, source: { sourceType: "OCISERVICE", service, category, resource } },
  };
}
