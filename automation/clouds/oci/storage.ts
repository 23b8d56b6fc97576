import type { Context, Kind, Use } from "../kind";
import * as v from "../values";
import { keyAim, uses, type Aim } from "./access/ask";
import type { Permission, Principal } from "./access/evaluate";
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

/** Object Storage of a region, as policies name it (IAM guide, "Services as principals"). */
const objectStorage = (region: string): Principal => ({ kind: "service", name: `objectstorage-${region}` });

/** The region encrypts and decrypts with a bucket's key (Object Storage guide, "Let Object Storage use keys"). */
function keyUses(c: Context): Use[] {
  const key = keyAim(c, c.text("kmsKeyId"));
  const outcome = `objects in the bucket ${c.text("name") ?? ""} can neither be written nor read`;
  return key ? uses(c, objectStorage(c.site.region), ["KEY_ENCRYPT", "KEY_DECRYPT"], key, outcome) : [];
}

/** A bucket as something to act on. */
function bucketAim(c: Context, name: string, region: string): Aim | undefined {
  const id = bucketId(namespaceOf(c.site), name);
  const found = c.world.all(BUCKET).find((e) => e.id === id && e.scope.endsWith(` ${region}`));
  const compartment = v.text(found?.outputs, "compartmentId");
  return compartment === undefined
    ? undefined
    : { name, compartment, variables: { "target.bucket.name": name } };
}

/** Days between setting a lock and its taking effect (Object Storage guide, "Using Retention Rules to Preserve Data"). */
const LOCK_DAYS = 14;
const DAY = 86_400_000;

interface RetentionRule {
  readonly name: string;
  readonly locked: string | undefined;
  readonly days: number;
}

function rulesOf(inputs: v.ObjectValue | undefined): RetentionRule[] {
  return v.objects(inputs ?? {}, "retentionRules").map((rule) => ({
    name: v.text(rule, "displayName") ?? "",
    locked: v.text(rule, "timeRuleLocked"),
    days:
      Number(v.text(rule, "duration.timeAmount") ?? Infinity) *
      (v.text(rule, "duration.timeUnit") === "YEARS" ? 365 : 1),
  }));
}

/** A lock that is new or moved must leave time to think again. */
function refuseLockTooSoon(c: Context): void {
  const before = rulesOf(c.old?.inputs);
  for (const { name, locked } of rulesOf(c.inputs)) {
    if (locked === undefined || before.some((rule) => rule.name === name && rule.locked === locked)) continue;
    if (Date.parse(locked) < Date.parse(c.now) + LOCK_DAYS * DAY)
      c.refuse(
        "400-InvalidRetentionRule",
        `The retention rule ${name} can not be locked at ${locked}: at least ${LOCK_DAYS} days must pass`,
      );
  }
}

/** A rule that is locked can be made longer, and nothing else. */
function refuseShorterLock(c: Context): void {
  for (const old of rulesOf(c.old?.inputs)) {
    if (old.locked === undefined || Date.parse(old.locked) > Date.parse(c.now)) continue;
    const now = rulesOf(c.inputs).find(({ name }) => name === old.name);
    if (now === undefined || now.days < old.days || now.locked !== old.locked)
      c.refuse(
        "409-RetentionRuleLocked",
        `The retention rule ${old.name} is locked: it can only be made longer`,
      );
  }
}

/** "Versioning can't be disabled after it is enabled" (Object Storage guide, "Managing Object Versioning", read 2026-11-26). */
function refuseVersioningOff(c: Context): void {
  const [before = "Disabled", after = "Disabled"] = [
    v.text(c.old?.outputs, "versioning"),
    c.text("versioning"),
  ];
  if (before !== "Disabled" && after === "Disabled")
    c.refuse(
      "400-InvalidParameter",
      `The versioning of a bucket can not go from ${before} to Disabled: suspend it`,
    );
}

const bucket: Kind = oci({
  type: BUCKET,
  simulates:
    "the tenancy's namespace, one of a name in namespace and region, versioning or retention rules but not both, versioning suspended but never disabled, a lock 14 days ahead and only longer after it, a key that exists and that the region's Object Storage may use",
  ocid: "bucket",
  uses: keyUses,
  replaces: { retentionRules: false },
  naming: { property: "name", maximum: 256 },
  references: { kmsKeyId: keyTarget },
  holds: ["kmsKeyId"],
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    // Object Storage guide, "Bucket Names".
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
  rules: (c) => {
    refuseForeignNamespace(c);
    refuseVersioningOff(c);
    refuseLockTooSoon(c);
    refuseShorterLock(c);
  },
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
  simulates:
    "a source and a destination bucket that exist, no bucket that is both, one policy to a bucket; Object Storage may read the one and write the other",
  uses: (c) => {
    const region = c.text("destinationRegionName") ?? "";
    const from = bucketAim(c, c.text("bucket") ?? "", c.site.region);
    const to = bucketAim(c, c.text("destinationBucketName") ?? "", region);
    const service = objectStorage(c.site.region);
    const outcome = "the replication stays in CLIENT_ERROR";
    return [
      ...(from ? uses(c, service, ["BUCKET_READ", "OBJECT_INSPECT", "OBJECT_READ"], from, outcome) : []),
      ...(to ? uses(c, service, ["OBJECT_CREATE", "OBJECT_OVERWRITE", "OBJECT_DELETE"], to, outcome) : []),
    ];
  },
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

const LIFECYCLE = "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy";

/** What the rules make the service do (Object Storage guide, "Using Object Lifecycle Management"). */
function lifecyclePermissions(c: Context): Permission[] {
  const steps = c.objects("rules").map((rule): Permission | undefined => {
    const action = v.text(rule, "action");
    if (action === "ARCHIVE" || action === "INFREQUENT_ACCESS") return "OBJECT_UPDATE_TIER";
    if (action !== "DELETE") return undefined;
    return v.text(rule, "target") === "previous-object-versions" ? "OBJECT_VERSION_DELETE" : "OBJECT_DELETE";
  });
  return ["BUCKET_INSPECT", "BUCKET_READ", "OBJECT_INSPECT", ...new Set(steps.flatMap((s) => s ?? []))];
}

const lifecycle: Kind = {
  type: LIFECYCLE,
  simulates: "a bucket that exists, rule names not twice, a service that may do what the rules say",
  replaces: { bucket: true, namespace: true, rules: false },
  naming: false,
  check: (inputs, report) => {
    const names = v.objects(inputs, "rules").flatMap((r) => v.text(r, "name") ?? []);
    if (new Set(names).size < names.length) report("rules", "two rules have the same name");
  },
  rules: (c) => {
    refuseForeignNamespace(c);
    const name = c.text("bucket") ?? "";
    const aim = bucketAim(c, name, c.site.region);
    if (!aim) return c.refuse(...notFound(`the bucket ${name}`));
    const service = objectStorage(c.site.region);
    const refusal = uses(c, service, lifecyclePermissions(c), aim, "its rules can not be carried out").find(
      (u) => u.refusal !== undefined,
    )?.refusal;
    if (refusal !== undefined)
      c.refuse(
        "400-InsufficientServicePermissions",
        `Permissions granted to the object storage service principal "objectstorage-${c.site.region}" to this bucket are insufficient: ${refusal}`,
      );
  },
  id: (c) => `${bucketId(c.text("namespace") ?? "", c.text("bucket") ?? "")}/l`,
  taken: (c) => conflict(`The bucket ${c.text("bucket") ?? ""} has a lifecycle policy already`),
  outputs: (c) => ({ timeCreated: c.now }),
};

export const storage: readonly Kind[] = [bucket, replication, lifecycle];
