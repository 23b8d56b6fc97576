import { Policy } from "@pulumi/oci/identity";
import { Connector } from "@pulumi/oci/sch";
import * as pulumi from "@pulumi/pulumi";
import { OCI_LOG_DAYS } from "../../../lib/oci-logs";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { LogArchiveArgs, LogArchiveChildren } from "./args";

/** As long as the Logging service keeps logs itself. */
const LOGGING_DAYS = Math.max(...OCI_LOG_DAYS);

/**
 * Keeps logs for longer than the Logging service does: a connector copies them, as they come, to a bucket whose objects nobody
 * deletes before their time. The connectors of its compartment may write to that one bucket; its lock keeps them too from deleting. What it has copied is charged
 * for as storage (unverified).
 *
 * Children: `grant`, `connector`.
 *
 * @example
 * new LogArchive("api-logs", {
 *   naming, tags, compartmentId, policyCompartmentId, home,
 *   logs: [{ compartmentId, logGroupId: gateway.logGroupId }], archive,
 * }, { provider: oci });
 */
export class LogArchive extends OciComponent<LogArchiveChildren> {
  readonly connectorId: pulumi.Output<string>;

  /** @throws {InputError} for an archive that keeps logs no longer than the Logging service, or has no lock. */
  constructor(name: string, args: LogArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    const { archive, logs, compartmentId } = args;
    const check = new Check(`LogArchive "${name}"`);
    check.plain("archive.retentionDays", archive.retentionDays, (days) =>
      days > LOGGING_DAYS ? undefined : `more than the ${LOGGING_DAYS} days of the Logging service`,
    );
    if (archive.lockedFrom === undefined)
      check.fault("archive.lockedFrom", undefined, "a time, 14 days ahead at least, from which it is locked");
    if (logs.length === 0) check.fault("logs", logs, "one log or log group at least");
    check.done();
    super("oci-platform", "LogArchive", name, args, opts);

    const grant = this.child(
      "grant",
      Policy,
      {
        compartmentId: args.policyCompartmentId,
        name: this.physical("oci-policy", name),
        description: `Lets the connector ${name} write to one bucket`,
        statements: [statement(compartmentId, archive)],
      },
      { provider: args.home },
    );
    const connector = this.child(
      "connector",
      Connector,
      {
        compartmentId,
        displayName: this.physical("oci-display", name),
        description: "Copies logs to a bucket whose objects nobody deletes before their time",
        source: { kind: "logging", logSources: logs.map((log) => ({ ...log })) },
        target: {
          kind: "objectStorage",
          bucket: archive.bucketName,
          namespace: archive.namespace,
          objectNamePrefix: name,
        },
        state: "ACTIVE",
      },
      { dependsOn: [grant] },
    );
    this.connectorId = connector.id;
    this.registerOutputs({ connectorId: this.connectorId });
  }
}

/** Connector Hub guide, "Access to Object Storage". */
function statement(
  connectors: pulumi.Input<string>,
  { bucketName, compartmentId }: LogArchiveArgs["archive"],
): pulumi.Output<string> {
  return pulumi
    .all([connectors, bucketName, compartmentId])
    .apply(
      ([from, bucket, at]) =>
        `Allow any-user to manage objects in compartment id ${at} where all {request.principal.type = 'serviceconnector', ` +
        `request.principal.compartment.id = '${from}', target.bucket.name = '${bucket}'}`,
    );
}
