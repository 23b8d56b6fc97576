import type { Context, Kind } from "../kind";
import * as v from "../values";
import { conflict, namespaceOf, notFound, oci } from "./common";
import { isRegion } from "./regions";
import { keyTarget } from "./services";

const BUCKET = "oci:ObjectStorage/bucket:Bucket";
const POLICY = "oci:ObjectStorage/replicationPolicy:ReplicationPolicy";

function refuseForeignNamespace(c: Context): void {
  const given = c.text("namespace");
  if (given !== undefined && given !== namespaceOf(c.site))
    c.refuse(
      "404-NamespaceNotFound",
      `You do not have authorization to perform this request, or the namespace ${given} could not be found.`,
    );
}

const bucketId = (namespace: string, name: string): string => `n/${namespace}/b/${name}`;

const bucket: Kind = oci({
  type: BUCKET,
  simulates:
    "the tenancy's namespace, one of a name in namespace and region, versioning or retention rules but not both, a key that exists",
  ocid: "bucket",
  replaces: { retentionRules: false },
  naming: { property: "name", maximum: 256 },
  references: { kmsKeyId: keyTarget },
  holds: ["kmsKeyId"],
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    if (name !== undefined && !/^[\w.-]{1,256}$/.test(name))
      report("name", `"${name}" may have up to 256 letters, digits, dots, hyphens and underscores`);
    const access = v.text(inputs, "accessType");
    if (access !== undefined && !["NoPublicAccess", "ObjectRead", "ObjectReadWithoutList"].includes(access))
      report("accessType", `"${access}" must be NoPublicAccess, ObjectRead or ObjectReadWithoutList`);
    const tier = v.text(inputs, "storageTier");
    if (tier !== undefined && !["Standard", "Archive"].includes(tier))
      report("storageTier", `"${tier}" must be Standard or Archive`);
    const versioning = v.text(inputs, "versioning");
    if (versioning !== undefined && !["Enabled", "Suspended", "Disabled"].includes(versioning))
      report("versioning", `"${versioning}" must be Enabled, Suspended or Disabled`);
    // Object Storage guide, "Using Retention Rules to Preserve Data".
    if (versioning === "Enabled" && v.objects(inputs, "retentionRules").length > 0)
      report("retentionRules", "a bucket with versioning can not have retention rules");
  },
  rules: refuseForeignNamespace,
  id: (c) => bucketId(c.text("namespace") ?? "", c.text("name") ?? ""),
  taken: (c) => [
    "409-BucketAlreadyExists",
    `Either the bucket '${c.text("name") ?? ""}' in namespace '${c.text("namespace") ?? ""}' already exists or you are not authorized to create it`,
  ],
  outputs: (c) => ({
    bucketId: `ocid1.bucket.oc1.${c.site.region}.aaaaaaaa${c.derive.base32("bucket id", 52)}`,
    createdBy: `ocid1.user.oc1..aaaaaaaa${c.derive.base32("created by", 52)}`,
    etag: c.derive.uuid("etag"),
    accessType: c.text("accessType") ?? "NoPublicAccess",
    storageTier: c.text("storageTier") ?? "Standard",
    versioning: c.text("versioning") ?? "Disabled",
    autoTiering: c.text("autoTiering") ?? "Disabled",
    objectEventsEnabled: c.flag("objectEventsEnabled") ?? false,
    isReadOnly: false,
    replicationEnabled: false,
  }),
  aliases: (o) => [v.text(o, "bucketId")],
  beforeDelete: (c, e) => {
    const objects = c.all("oci:ObjectStorage/storageObject:StorageObject");
    if (objects.some((o) => o.inputs["bucket"] === e.outputs["name"]))
      c.refuse(
        "409-BucketNotEmpty",
        `Bucket named '${v.text(e.outputs, "name") ?? ""}' is not empty. Delete all object versions first.`,
      );
  },
});

const replication: Kind = {
  type: POLICY,
  replaces: {
    bucket: true,
    namespace: true,
    name: true,
    destinationBucketName: true,
    destinationRegionName: true,
    deleteObjectInDestinationBucket: true,
  },
  simulates: "a source and a destination bucket that exist, no bucket that is both, one policy to a bucket",
  naming: { property: "name", maximum: 256 },
  check: (inputs, report) => {
    const region = v.text(inputs, "destinationRegionName");
    if (region !== undefined && !isRegion(region))
      report("destinationRegionName", `"${region}" is not an OCI region`);
  },
  rules: (c) => {
    refuseForeignNamespace(c);
    const namespace = c.text("namespace") ?? "";
    const source = bucketId(namespace, c.text("bucket") ?? "");
    if (!c.find(source, BUCKET)) c.refuse(...notFound(`the bucket ${c.text("bucket") ?? ""}`));
    const destination = bucketId(namespace, c.text("destinationBucketName") ?? "");
    const region = c.text("destinationRegionName") ?? "";
    if (!c.world.all(BUCKET).some((e) => e.id === destination && e.scope.endsWith(` ${region}`)))
      c.refuse(...notFound(`the bucket ${c.text("destinationBucketName") ?? ""} in ${region}`));
    if (source === destination && region === c.site.region)
      c.refuse("400-InvalidParameter", "A bucket can not be replicated to itself");
    const others = c.world.all(POLICY).filter((e) => e.id !== c.old?.id);
    const into = others.find(
      (e) =>
        e.inputs["destinationBucketName"] === c.text("bucket") &&
        e.inputs["destinationRegionName"] === c.site.region,
    );
    if (into)
      c.refuse(
        ...conflict(`The bucket ${c.text("bucket") ?? ""} is the destination of ${into.id} and read-only`),
      );
    if (others.some((e) => e.inputs["bucket"] === c.text("bucket") && e.scope === c.scopeOf(POLICY)))
      c.refuse(...conflict(`The bucket ${c.text("bucket") ?? ""} has a replication policy already`));
  },
  id: (c) =>
    `${bucketId(c.text("namespace") ?? "", c.text("bucket") ?? "")}/replicationPolicies/${c.derive.uuid("id")}`,
  outputs: (c) => ({
    status: "ACTIVE",
    statusMessage: "The replication policy is active.",
    timeLastSync: c.now,
    deleteObjectInDestinationBucket: "ACCEPT",
  }),
};

export const storage: readonly Kind[] = [bucket, replication];
