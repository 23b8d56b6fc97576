import * as objectstorage from "@pulumi/oci/objectstorage";
import type * as pulumi from "@pulumi/pulumi";
import { Check, wholeNumber } from "../core";
import type { DataBucketArgs, DataBucketChildren } from "./args";
import { OciComponent } from "./component";
import { bucketRules } from "./plan/bucket";

/**
 * A private, versioned Object Storage bucket under a customer key. What is overwritten or deleted can be brought back for
 * `previousVersionDays`; after that the service deletes it, which `IdentityTree` allows it to do. Charged by what is
 * stored, old versions included, and by requests. OCI deletes no bucket that holds objects or versions.
 *
 * @example
 * const orders = new DataBucket("orders", {
 *   naming, tags, role: "orders", compartmentId, namespace, keyId: keys.keyIds.data,
 * }, { provider: oci });
 */
export class DataBucket extends OciComponent<DataBucketChildren> {
  readonly bucketName: pulumi.Output<string>;
  /** Object Storage namespace that the bucket is in. */
  readonly namespace: pulumi.Output<string>;

  /** @throws {InputError} for a period out of range. */
  constructor(name: string, args: DataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    const { previousVersionDays = 90, protect = true } = args;
    const check = new Check(`DataBucket "${name}"`);
    check.plain("previousVersionDays", previousVersionDays, wholeNumber(1, 3650, "days"));
    check.done();
    super("oci-platform", "DataBucket", name, args, opts);

    const bucket = this.createBucket(args, protect);
    this.child(
      "lifecycle",
      objectstorage.ObjectLifecyclePolicy,
      { namespace: args.namespace, bucket: bucket.name, rules: bucketRules(previousVersionDays) },
      { protect, retainOnDelete: protect },
    );

    this.bucketName = bucket.name;
    this.namespace = bucket.namespace;
    this.registerOutputs({ bucketName: this.bucketName, namespace: this.namespace });
  }

  private createBucket(args: DataBucketArgs, protect: boolean): objectstorage.Bucket {
    return this.child(
      "bucket",
      objectstorage.Bucket,
      {
        compartmentId: args.compartmentId,
        namespace: args.namespace,
        name: this.physical("oci-bucket", args.role),
        accessType: "NoPublicAccess",
        kmsKeyId: args.keyId,
        isBucketKeyEnabled: true,
        versioning: "Enabled",
        objectEventsEnabled: args.objectEvents ?? false,
      },
      { protect, retainOnDelete: protect },
    );
  }
}
