import * as objectstorage from "@pulumi/oci/objectstorage";
import type * as pulumi from "@pulumi/pulumi";
import { Check, matching, wholeNumber, type ComponentArgs } from "../core";
import { OciComponent } from "./component";
import { archiveRules, retentionRule } from "./plan/bucket";

/** The children of an {@link ArchiveBucket} by key, for `transform`. */
export interface ArchiveBucketChildren {
  bucket: objectstorage.BucketArgs;
  lifecycle: objectstorage.ObjectLifecyclePolicyArgs;
}

export interface ArchiveBucketArgs extends ComponentArgs<ArchiveBucketChildren> {
  /** What the bucket holds, a role word of its name: `backups`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** Object Storage namespace of the tenancy. */
  readonly namespace: pulumi.Input<string>;
  /** OCID of the key of the objects, in the bucket's region. */
  readonly keyId: pulumi.Input<string>;
  /** Days that nobody can change or delete an object after it came, 1 to 36500. */
  readonly retentionDays: number;
  /**
   * Time from which the retention is locked, RFC 3339, at least 14 days ahead when it is set: `2027-01-15T00:00:00Z`. From
   * then on it can be made longer, never shorter, by nobody, Oracle included; the bucket stays as long as it holds objects.
   * @default none: an administrator can still take the rule away
   */
  readonly lockedFrom?: string;
  /**
   * Whether objects are deleted when their retention is over.
   * @default false: they stay until somebody deletes them
   */
  readonly deleteAfterRetention?: boolean;
  /**
   * Whether the bucket is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/**
 * A private bucket whose objects nobody can change or delete for a time: for backups and archives. It has no versions, since
 * the service refuses versioning and retention rules on one bucket.
 *
 * Children: `bucket`, `lifecycle`.
 *
 * @throws {InputError} for a period or a time that is none.
 * @example
 * new ArchiveBucket("backups", {
 *   naming, tags, role: "backups", compartmentId, namespace, keyId: keys.keyIds.data, retentionDays: 35,
 * }, { provider: oci });
 */
export class ArchiveBucket extends OciComponent<ArchiveBucketChildren> {
  readonly bucketName: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  readonly compartmentId: pulumi.Output<string>;
  readonly retentionDays: number;
  /** Time from which the retention is locked; undefined where it is not. */
  readonly lockedFrom: string | undefined;

  constructor(name: string, args: ArchiveBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    const { retentionDays, lockedFrom, deleteAfterRetention = false, protect = true } = args;
    const check = new Check(`ArchiveBucket "${name}"`);
    check.plain("retentionDays", retentionDays, wholeNumber(1, 36_500, "days"));
    if (lockedFrom !== undefined)
      check.plain("lockedFrom", lockedFrom, matching(RFC3339, "a time such as 2027-01-15T00:00:00Z"));
    check.done();
    super("oci-platform", "ArchiveBucket", name, args, opts);

    const kept = { protect, retainOnDelete: protect };
    const bucket = this.child(
      "bucket",
      objectstorage.Bucket,
      {
        compartmentId: args.compartmentId,
        namespace: args.namespace,
        name: this.physical("oci-bucket", args.role),
        accessType: "NoPublicAccess",
        kmsKeyId: args.keyId,
        isBucketKeyEnabled: true,
        versioning: "Disabled",
        retentionRules: [retentionRule(retentionDays, lockedFrom)],
      },
      kept,
    );
    this.child(
      "lifecycle",
      objectstorage.ObjectLifecyclePolicy,
      {
        namespace: args.namespace,
        bucket: bucket.name,
        rules: archiveRules(deleteAfterRetention ? retentionDays : undefined),
      },
      kept,
    );
    this.bucketName = bucket.name;
    this.namespace = bucket.namespace;
    this.compartmentId = bucket.compartmentId;
    this.retentionDays = retentionDays;
    this.lockedFrom = lockedFrom;
    this.registerOutputs({ bucketName: this.bucketName, namespace: this.namespace });
  }
}
