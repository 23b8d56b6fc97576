import { Policy } from "@pulumi/oci/identity";
import { Bucket, ReplicationPolicy } from "@pulumi/oci/objectstorage";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import type { BucketReplicationArgs, BucketReplicationChildren } from "./args";
import { replicationStatements } from "./plan";
import { tierProblem } from "./tiers";

/**
 * Copies a bucket to another region, object by object and after the fact: the permission, the replica under the standby
 * region's key, then the replication. The replica is read-only, can not be versioned, and follows deletions: it is no
 * backup. Objects older than the replication are not copied.
 *
 * Children: `grant`, `replica`, `replication`.
 */
export class BucketReplication extends Component<BucketReplicationChildren> {
  readonly grant: Policy;
  readonly replica: Bucket;
  readonly replication: ReplicationPolicy;
  readonly replicaName: pulumi.Output<string>;
  readonly replicationPolicyId: pulumi.Output<string>;

  /** @throws {InputError} when both buckets are in one region, or the tier is none. */
  constructor(name: string, args: BucketReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    const { namespace, sourceBucket, sourceRegion, standbyRegion, providers, protect = true } = args;
    const check = new Check(`BucketReplication "${name}"`);
    check.plain("tier", args.tier, tierProblem);
    check.plain("standbyRegion", standbyRegion, (region) =>
      region === sourceRegion
        ? `another region than sourceRegion, ${sourceRegion}, with which it would be lost`
        : undefined,
    );
    check.done();
    super(
      "recovery",
      "BucketReplication",
      name,
      { ...args, tags: { ...args.tags, DrTier: args.tier } },
      opts,
    );

    const standbyBucket = this.physical("oci-bucket", name);
    const known = pulumi.all([
      args.compartmentId,
      sourceBucket,
      args.keyCompartmentId,
      args.standbyKeyId,
    ] as const);
    this.grant = this.child(
      "grant",
      Policy,
      {
        compartmentId: args.policyCompartmentId,
        name: this.physical("oci-policy", name),
        description: "Lets Object Storage copy one bucket to another region",
        statements: known.apply(([compartmentId, bucket, keyCompartmentId, standbyKeyId]) =>
          replicationStatements({
            sourceRegion,
            standbyRegion,
            compartmentId,
            sourceBucket: bucket,
            standbyBucket,
            keyCompartmentId,
            standbyKeyId,
          }),
        ),
      },
      { provider: providers.home },
    );
    this.replica = this.child(
      "replica",
      Bucket,
      {
        compartmentId: args.compartmentId,
        namespace,
        name: standbyBucket,
        kmsKeyId: args.standbyKeyId,
        accessType: "NoPublicAccess",
        storageTier: "Standard",
        versioning: "Disabled",
      },
      { provider: providers.standby, protect, retainOnDelete: protect, dependsOn: [this.grant] },
    );
    this.replication = this.child(
      "replication",
      ReplicationPolicy,
      {
        namespace,
        bucket: sourceBucket,
        name: this.physical("oci-display", name),
        destinationBucketName: this.replica.name,
        destinationRegionName: standbyRegion,
      },
      { provider: providers.source, dependsOn: [this.grant] },
    );
    this.replicaName = this.replica.name;
    this.replicationPolicyId = this.replication.id;
    this.registerOutputs({
      grant: this.grant,
      replica: this.replica,
      replication: this.replication,
      replicaName: this.replicaName,
      replicationPolicyId: this.replicationPolicyId,
    });
  }
}
