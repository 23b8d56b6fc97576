import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import * as pulumi from "@pulumi/pulumi";
import { Check, matching, oneOf, wholeNumber } from "../core";
import type { DataBucketArgs, DataBucketChildren, ObjectLockArgs } from "./args";
import { AwsComponent } from "./component";
import { bucketPolicy, lifecycleRules } from "./plan/bucket";

interface Keep {
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/**
 * A private, versioned S3 bucket under a customer key: no public access of any kind, no ACLs, TLS 1.2 or later only, no
 * object under another key. What is overwritten or deleted can be brought back for `noncurrentDays`; with `lock` nothing is
 * deleted before its time. Charged by what is stored, old versions included, and by requests; a bucket key keeps those to KMS
 * few.
 *
 * @throws {InputError} for a period out of range, or a bucket that is emptied on deletion though it is protected, or locked
 * for everybody.
 * @example
 * const orders = new DataBucket("orders", { naming, tags, role: "orders", keyArn: keys.arns.data });
 */
export class DataBucket extends AwsComponent<DataBucketChildren> {
  /** Name and ARN; known when the bucket is as private as it will be. */
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string>;
  /** Days that objects are locked; undefined where they are not. */
  readonly lockedDays: number | undefined;

  constructor(name: string, args: DataBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("aws-platform", "DataBucket", name, args, opts);

    // What guards a bucket stays with it: a refused deletion would otherwise strip the bucket first.
    const protect = args.protect ?? true;
    const keep = { protect, retainOnDelete: protect };
    const bucket = this.createBucket(args, keep);
    const block = this.refusePublicAccess(bucket, keep);
    const guards = [
      block,
      ...this.encrypt(bucket, block, args, keep),
      ...this.keepVersions(bucket, args, keep),
    ];

    const guarded = pulumi.all(guards.map((guard) => guard.id));
    this.bucketName = pulumi.all([bucket.bucket, guarded]).apply(([name]) => name);
    this.arn = pulumi.all([bucket.arn, guarded]).apply(([arn]) => arn);
    this.keyArn = pulumi.output(args.keyArn);
    this.lockedDays = args.lock?.days;
    this.registerOutputs({
      bucketName: this.bucketName,
      arn: this.arn,
      keyArn: this.keyArn,
      lockedDays: this.lockedDays,
    });
  }

  private createBucket({ role, emptyOnDelete = false, lock }: DataBucketArgs, keep: Keep): Bucket {
    const bucket = {
      bucketPrefix: this.physical("aws-bucket", role),
      forceDestroy: emptyOnDelete,
      ...(lock === undefined ? {} : { objectLockEnabled: true }),
    };
    return this.child("bucket", Bucket, bucket, keep);
  }

  private refusePublicAccess(bucket: Bucket, keep: Keep): pulumi.CustomResource {
    const closed = {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
    const owned = { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } };
    const block = this.child("public-access", BucketPublicAccessBlock, closed, keep);
    this.child("ownership", BucketOwnershipControls, owned, keep);
    return block;
  }

  /** The policy comes after the block: S3 refuses two changes to a bucket's access at the same time. */
  private encrypt(
    bucket: Bucket,
    block: pulumi.CustomResource,
    { keyArn, lock, emptyOnDelete = false }: DataBucketArgs,
    keep: Keep,
  ): pulumi.CustomResource[] {
    const encrypted = {
      bucket: bucket.bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ],
    };
    // Who empties a bucket has to lift its locks.
    const kept = emptyOnDelete ? undefined : lock;
    const document = pulumi.all([bucket.arn, keyArn]).apply(([arn, key]) => bucketPolicy(arn, key, kept));
    return [
      this.child("encryption", BucketServerSideEncryptionConfiguration, encrypted, keep),
      this.child(
        "policy",
        BucketPolicy,
        { bucket: bucket.bucket, policy: document },
        { ...keep, dependsOn: [block] },
      ),
    ];
  }

  /** The rules on old versions come after versioning (S3 User Guide, "Setting a lifecycle configuration"). */
  private keepVersions(
    bucket: Bucket,
    { lock, noncurrentDays = lock === undefined ? 90 : 1 }: DataBucketArgs,
    keep: Keep,
  ): pulumi.CustomResource[] {
    const versioned = { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } };
    const versioning = this.child("versioning", BucketVersioning, versioned, keep);
    this.child(
      "lifecycle",
      BucketLifecycleConfiguration,
      { bucket: bucket.bucket, rules: lifecycleRules(noncurrentDays, lock) },
      { ...keep, dependsOn: [versioning] },
    );
    return lock === undefined ? [versioning] : [versioning, this.lockObjects(bucket, lock, keep)];
  }

  private lockObjects(
    bucket: Bucket,
    { mode = "governance", days }: ObjectLockArgs,
    keep: Keep,
  ): BucketObjectLockConfiguration {
    const defaultRetention = { mode: mode.toUpperCase(), days };
    return this.child(
      "lock",
      BucketObjectLockConfiguration,
      { bucket: bucket.bucket, rule: { defaultRetention } },
      keep,
    );
  }
}

function check(name: string, args: DataBucketArgs): void {
  const inputs = new Check(`DataBucket "${name}"`);
  if (args.noncurrentDays !== undefined) {
    inputs.plain("noncurrentDays", args.noncurrentDays, wholeNumber(1, 3650, "days"));
  }
  if (args.lock !== undefined) checkLock(inputs, args.lock, args.emptyOnDelete ?? false);
  if ((args.protect ?? true) && args.emptyOnDelete) {
    inputs.fault("emptyOnDelete", true, "false where protect is true, which is the default");
  }
  inputs.done();
}

const role = matching(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  "the ARN of one IAM role, arn:aws:iam::<account>:role/<name>",
);

function checkLock(inputs: Check, { days, mode, erasers = [] }: ObjectLockArgs, emptied: boolean): void {
  inputs.plain("lock.days", days, wholeNumber(1, 3650, "days"));
  if (mode !== undefined) inputs.plain("lock.mode", mode, oneOf("governance", "compliance"));
  erasers.forEach((eraser, i) => inputs.plain(`lock.erasers[${i}]`, eraser, role));
  if (mode !== "compliance") return;
  if (emptied) inputs.fault("emptyOnDelete", true, "false where nobody may delete objects before the time");
  if (erasers.length > 0)
    inputs.fault("lock.erasers", erasers, "none in compliance mode, which knows no exception");
}
