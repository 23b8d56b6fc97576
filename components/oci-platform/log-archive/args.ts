import type { PolicyArgs } from "@pulumi/oci/identity";
import type { ConnectorArgs } from "@pulumi/oci/sch";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { ArchiveBucket } from "../bucket-archive";

/** The children of a {@link LogArchive} by key, for `transform`. */
export interface LogArchiveChildren {
  grant: PolicyArgs;
  connector: ConnectorArgs;
}

/** A log group, or one log of it. */
export interface ArchivedLog {
  /** OCID of the compartment of the log group. */
  readonly compartmentId: pulumi.Input<string>;
  readonly logGroupId: pulumi.Input<string>;
  /**
   * OCID of one log of the group.
   * @default all of them, those too that are made later
   */
  readonly logId?: pulumi.Input<string>;
}

export interface LogArchiveArgs extends ComponentArgs<LogArchiveChildren> {
  /** OCID of the connector's compartment. */
  readonly compartmentId: pulumi.Input<string>;
  /** What is kept. One at least. */
  readonly logs: readonly [ArchivedLog, ...ArchivedLog[]];
  /** Where: a bucket with a retention of more than 180 days, since so long the Logging service keeps logs itself, and a lock. */
  readonly archive: Pick<
    ArchiveBucket,
    "bucketName" | "namespace" | "compartmentId" | "retentionDays" | "lockedFrom"
  >;
  /** OCID of the compartment of the policy: the bucket's, or one above it. */
  readonly policyCompartmentId: pulumi.Input<string>;
  /** OCI provider of the tenancy's home region, where IAM is written; the connector's own is that of the options. */
  readonly home: pulumi.ProviderResource;
}
