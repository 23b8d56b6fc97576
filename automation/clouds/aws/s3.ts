import type { Context, Kind, Target, Use } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { fromPrefix, prefixLimit, region, target } from "./common";
import { role, uses } from "./access/ask";
import { statements } from "./access/attached";
import type { RequestContext } from "./access/conditions";
import { delivery } from "./access/deliver";
import { isPublic } from "./access/document";
import { keyOf } from "./access/keys";
import { assumption, policyInput, roleTarget } from "./iam-rules";
import { bucketPolicyFault } from "./resource-policies";

const BUCKET = "aws:s3/bucket:Bucket";
const objectTypes = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"];
const bucketTypes = ["s3/bucket:Bucket", "s3/bucketV2:BucketV2"];
const bucket: Target = target(
  "NoSuchBucket",
  (id) => `The specified bucket does not exist: ${id}`,
  ...bucketTypes,
);

/** The rules of "General purpose bucket naming rules" in the Amazon S3 user guide. */
function nameFault(name: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
    return "3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends";
  if (name.includes("..")) return "no two dots in a row";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return "not in the form of an IP address";
  if (/^(xn--|sthree-|amzn-s3-demo-)/.test(name)) return "not with a reserved prefix";
  if (/(-s3alias|--ol-s3|\.mrap|--x-s3)$/.test(name)) return "not with a reserved suffix";
  return undefined;
}

const bucketName = (c: Context): string =>
  c.text("bucket") ?? v.text(c.old?.outputs, "bucket") ?? fromPrefix(c, c.text("bucketPrefix") ?? "");

const bucketKind = (type: string): Kind => ({
  type,
  simulates: "the name's rules, one name in all accounts, not deleted while it holds objects",
  naming: { property: "bucket", prefix: "bucketPrefix", maximum: 63, lowerCase: true },
  replaces: { bucket: true, bucketPrefix: true, objectLockEnabled: true },
  check: (inputs, report) => {
    const name = v.text(inputs, "bucket");
    prefixLimit(inputs, report, "bucketPrefix", 63);
    const fault = name === undefined ? undefined : nameFault(name);
    if (fault !== undefined) report("bucket", `"${name ?? ""}" is not a bucket's name: ${fault}`);
  },
  id: bucketName,
  claims: (c) => [`s3 bucket ${bucketName(c)}`],
  taken: (c, claim) => {
    const owner = c.world.claimed(claim);
    return owner !== undefined && owner.scope.split(" ")[1] !== c.site.account
      ? ["BucketAlreadyExists", `The requested bucket name ${bucketName(c)} is not available.`]
      : ["BucketAlreadyOwnedByYou", `You already own the bucket ${bucketName(c)}.`];
  },
  outputs: (c, id) => ({
    arn: `arn:aws:s3:::${id}`,
    bucket: id,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${region(c)}.amazonaws.com`,
    bucketRegion: region(c),
    region: region(c),
    hostedZoneId: `Z${c.derive.hex("zone", 12).toUpperCase()}`,
    objectLockEnabled: c.flag("objectLockEnabled") ?? false,
    forceDestroy: c.flag("forceDestroy") ?? false,
  }),
  takesAlong: (c, e) => [
    ...settingTypes.flatMap((t) => c.all(t)).filter((s) => s.id === e.id),
    ...objectTypes.flatMap((t) => c.all(t)).filter((o) => o.inputs["bucket"] === e.id),
  ],
  beforeDelete: (c, e) => {
    if (v.flag(e.outputs, "forceDestroy") === true) return;
    const objects = objectTypes.flatMap((type) => c.all(type));
    if (objects.some((o) => o.inputs["bucket"] === e.id))
      c.refuse("BucketNotEmpty", `The bucket ${e.id} you tried to delete is not empty`);
  },
});

const settingBase = {
  references: { bucket },
  naming: false,
  replaces: { bucket: true },
  id: (c: Context) => c.find(c.text("bucket"), ...bucket.types)?.id ?? c.text("bucket") ?? "",
} as const;

/** Types of the settings that vanish with their bucket. */
const settingTypes: string[] = [];

/** A setting of a bucket, of which it has one, with the bucket's name as its id. */
const setting = (name: string, more: Partial<Kind> = {}): Kind => {
  const type = `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
  settingTypes.push(type);
  return {
    type,
    ...settingBase,
    ...more,
    check: (inputs, report, site) => {
      if (v.text(inputs, "bucket")?.startsWith("arn:") === true)
        report("bucket", "InvalidBucketName: it is the bucket's name, not its ARN");
      more.check?.(inputs, report, site);
    },
    ...(more.taken ? {} : { taken: (_c, id) => ["OperationAborted", `${id} has a ${name} already`] }),
  };
};

const settingOf = (c: Context, name: string, bucketId: string | undefined): Entity | undefined =>
  [name, `${name}V2`].flatMap(
    (n) => c.find(bucketId, `aws:s3/${n.charAt(0).toLowerCase()}${n.slice(1)}:${n}`) ?? [],
  )[0];

/** A bucket that was made with Object Lock keeps versions from the start. */
const versioned = (c: Context, id: string | undefined): boolean =>
  v.flag(c.find(id, ...bucket.types)?.outputs, "objectLockEnabled") === true ||
  v.text(settingOf(c, "BucketVersioning", id)?.inputs, "versioningConfiguration.status") === "Enabled";

/** Whether a bucket can lock objects: by how it was made, or by a configuration that came later. */
const locks = (c: Context, id: string | undefined): boolean =>
  v.flag(c.find(id, ...bucket.types)?.outputs, "objectLockEnabled") === true ||
  settingOf(c, "BucketObjectLockConfiguration", id) !== undefined;

/** The settings that say whose bucket it must be. */
const owned = { bucket: true, expectedBucketOwner: true };

const versioning = (name: string): Kind =>
  setting(name, {
    replaces: owned,
    simulates: "not suspended while the bucket is replicated or locks objects, never disabled once enabled",
    check: (inputs, report) => {
      const status = v.text(inputs, "versioningConfiguration.status");
      if (status !== undefined && !["Enabled", "Suspended", "Disabled"].includes(status))
        report("versioningConfiguration.status", "must be Enabled, Suspended or Disabled");
    },
    rules: (c) => {
      const id = c.text("bucket");
      const status = c.text("versioningConfiguration.status");
      if (status === "Enabled") return;
      // `CustomizeDiff` in github.com/hashicorp/terraform-provider-aws, internal/service/s3/bucket_versioning.go (read
      // 2026-11-26); S3 itself answers MalformedXML.
      const before = v.text(c.old?.inputs, "versioningConfiguration.status");
      if (status === "Disabled" && before !== undefined && before !== status)
        c.refuse(
          "MalformedXML",
          `versioning_configuration.status cannot be updated from '${before}' to '${status}': suspend it`,
        );
      if (settingOf(c, "BucketReplicationConfig", id))
        c.refuse(
          "InvalidBucketState",
          "A replication configuration is present on this bucket, so the versioning state cannot be changed.",
        );
      if (locks(c, id))
        c.refuse(
          "InvalidBucketState",
          "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
        );
    },
  });

const objectLock = setting("BucketObjectLockConfiguration", {
  replaces: { ...owned, objectLockEnabled: true },
  simulates: "a bucket that keeps versions, a mode with days or years",
  check: (inputs, report) => {
    const kept = v.at(inputs, "rule.defaultRetention");
    if (!v.isObject(kept)) return;
    const mode = v.text(kept, "mode");
    const [days, years] = [kept["days"], kept["years"]];
    if (kept["mode"] === undefined) report("rule.defaultRetention.mode", "is needed beside a period");
    if (mode !== undefined && !["COMPLIANCE", "GOVERNANCE"].includes(mode))
      report("rule.defaultRetention.mode", `"${mode}" is not COMPLIANCE or GOVERNANCE`);
    // PutObjectLockConfiguration in the Amazon S3 API reference.
    if ((days === undefined) === (years === undefined))
      report("rule.defaultRetention", "needs one of days and years");
    for (const period of ["days", "years"])
      if ((v.numeric(kept, period) ?? 1) < 1)
        report(`rule.defaultRetention.${period}`, "must be a positive number");
  },
  rules: (c) => {
    if (!versioned(c, c.text("bucket")))
      c.refuse(
        "InvalidBucketState",
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      );
  },
});

const blockKeys = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const blockDefaults = (c: Context) => Object.fromEntries(blockKeys.map((k) => [k, c.flag(k) ?? false]));

const policy = setting("BucketPolicy", {
  simulates:
    "the policy's grammar, resources of this bucket that its actions apply to, no public access where that is blocked",
  check: policyInput("policy", "resource", 20_480),
  rules: (c) => {
    const owner = c.find(c.text("bucket"), ...bucket.types);
    const parsed = statements(c.text("policy"), "resource");
    const own = `arn:aws:s3:::${owner?.id ?? ""}`;
    const foreign = parsed
      .flatMap((s) => (s.notResources ? [] : s.resources))
      .find((r) => r !== "*" && r !== own && !r.startsWith(`${own}/`));
    if (foreign !== undefined) c.refuse("MalformedPolicy", `Policy has invalid resource: ${foreign}`);
    const fault = bucketPolicyFault(parsed);
    if (fault !== undefined) c.refuse("MalformedPolicy", fault);
    const blocks = [
      settingOf(c, "BucketPublicAccessBlock", owner?.id),
      c.world
        .all("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
        .find((e) => e.id === c.site.account),
    ];
    if (isPublic(parsed) && blocks.some((b) => v.flag(b?.outputs, "blockPublicPolicy") === true))
      c.refuse(
        "AccessDenied",
        "the policy is public and public policies are prevented by the BlockPublicPolicy setting",
      );
  },
});

/** What S3 does in the role's name (S3 user guide, "Setting up permissions for live replication"). */
function replicationUses(c: Context): Use[] {
  const from = `arn:aws:s3:::${c.text("bucket") ?? ""}`;
  const caller = role(c.text("role") ?? "");
  const outcome = "objects are not replicated, their status is FAILED";
  const read = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
  const versions = [
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
  ];
  return [
    assumption(c, caller.id, "s3.amazonaws.com", from, outcome),
    ...uses(c, caller, read, from, {}, outcome),
    ...uses(c, caller, versions, `${from}/object`, {}, outcome),
    ...c.objects("rules").flatMap((rule) => {
      const to = v.text(rule, "destination.bucket");
      const key = keyOf(c, v.text(rule, "destination.encryptionConfiguration.replicaKmsKeyId") ?? "");
      return [
        ...(to === undefined ? [] : uses(c, caller, ["s3:ReplicateObject"], `${to}/object`, {}, outcome)),
        ...(key === undefined ? [] : uses(c, caller, ["kms:Encrypt"], key, viaS3(c, key), outcome)),
      ];
    }),
  ];
}

/** S3 uses a key in the region that the key is in. */
const viaS3 = (c: Context, key: string): RequestContext => ({
  "kms:ViaService": `s3.${key.split(":")[3] ?? ""}.amazonaws.com`,
  "kms:CallerAccount": c.site.account,
});

const replication = setting("BucketReplicationConfig", {
  simulates:
    "versioning on both sides, a role that S3 can assume and that may read there and write here, priorities not twice",
  references: { bucket, role: roleTarget },
  uses: replicationUses,
  check: (inputs, report) => {
    const rules = v.objects(inputs, "rules");
    const priorities = rules.flatMap((r) => v.numeric(r, "priority") ?? []);
    if (new Set(priorities).size < priorities.length) report("rules", "two rules have the same priority");
    for (const [i, rule] of rules.entries())
      if (rule["filter"] !== undefined && rule["deleteMarkerReplication"] === undefined)
        report(`rules[${String(i)}].deleteMarkerReplication`, "is needed in a rule with a filter");
  },
  rules: (c) => {
    if (!versioned(c, c.text("bucket")))
      c.refuse(
        "InvalidRequest",
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      );
    for (const rule of c.objects("rules")) {
      const arn = v.text(rule, "destination.bucket");
      const destination = c.world.resolve(arn ?? "").find((e) => bucket.types.includes(e.type));
      if (!destination) return c.refuse("InvalidRequest", `Destination bucket ${arn ?? ""} must exist`);
      const enabled = ["BucketVersioning", "BucketVersioningV2"]
        .flatMap((n) => c.world.all(`aws:s3/${n.charAt(0).toLowerCase()}${n.slice(1)}:${n}`))
        .some(
          (e) => e.id === destination.id && v.text(e.inputs, "versioningConfiguration.status") === "Enabled",
        );
      if (!enabled)
        c.refuse("InvalidRequest", `Destination bucket ${destination.id} must have versioning enabled.`);
    }
  },
});

const lifecycle = (name: string): Kind =>
  setting(name, {
    replaces: owned,
    simulates: "rule ids not twice, transitions after the least number of days and before the expiration",
    check: (inputs, report) => {
      const rules = v.objects(inputs, "rules");
      const ids = rules.flatMap((r) => v.text(r, "id") ?? []);
      if (new Set(ids).size < ids.length) report("rules", "two rules have the same id");
      for (const [i, rule] of rules.entries()) {
        const expiration = v.numeric(rule, "expiration.days");
        for (const [j, step] of v.objects(rule, "transitions").entries()) {
          const at = `rules[${String(i)}].transitions[${String(j)}].days`;
          const days = v.numeric(step, "days");
          const class_ = v.text(step, "storageClass") ?? "";
          // Amazon S3 user guide, "Transitioning objects": 30 days before the infrequent-access classes.
          if (days !== undefined && days < 30 && /_IA$/.test(class_))
            report(at, `'Days' must be at least 30 for a transition to ${class_}`);
          if (days !== undefined && expiration !== undefined && days >= expiration)
            report(at, "must be before the expiration");
        }
      }
    },
  });

const encryption = (name: string): Kind =>
  setting(name, {
    replaces: owned,
    simulates: "a KMS key only with the KMS algorithms",
    check: (inputs, report) => {
      for (const [i, rule] of v.objects(inputs, "rules").entries()) {
        const standard = v.at(rule, "applyServerSideEncryptionByDefault");
        const algorithm = v.text(standard, "sseAlgorithm");
        const at = `rules[${String(i)}].applyServerSideEncryptionByDefault`;
        if (algorithm !== undefined && !["AES256", "aws:kms", "aws:kms:dsse"].includes(algorithm))
          report(`${at}.sseAlgorithm`, `"${algorithm}" is not AES256, aws:kms or aws:kms:dsse`);
        if (algorithm === "AES256" && v.text(standard, "kmsMasterKeyId") !== undefined)
          report(`${at}.kmsMasterKeyId`, "may not be given with AES256");
      }
    },
  });

const ownership = setting("BucketOwnershipControls", {
  check: (inputs, report) => {
    const value = v.text(inputs, "rule.objectOwnership");
    if (
      value !== undefined &&
      !["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"].includes(value)
    )
      report(
        "rule.objectOwnership",
        `"${value}" is not BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter`,
      );
  },
});

/** Where a bucket's events go. S3 sends a test message at once, so its API refuses what it may not do. */
function notifications(c: Context): readonly (readonly [to: string, uses: readonly Use[]])[] {
  const ends = [
    ["queues", "queueArn"],
    ["topics", "topicArn"],
    ["lambdaFunctions", "lambdaFunctionArn"],
  ] as const;
  const to = ends.flatMap(([list, key]) => c.objects(list).flatMap((o) => v.text(o, key) ?? []));
  const how = {
    service: "s3.amazonaws.com",
    source: `arn:aws:s3:::${c.text("bucket") ?? ""}`,
    outcome: "the bucket's events can not be sent",
  };
  return to.map((arn) => [arn, delivery(c, arn, how)]);
}

const notification = setting("BucketNotification", {
  simulates: "queues, topics and functions that let S3 send to them, and whose keys it may use",
  rules: (c) => {
    for (const [to, uses] of notifications(c)) {
      const refusal = uses.find((u) => u.refusal !== undefined)?.refusal;
      if (refusal !== undefined)
        c.refuse(
          "InvalidArgument",
          `Unable to validate the following destination configurations: ${to}: ${refusal}`,
        );
    }
  },
  uses: (c) => notifications(c).flatMap(([, uses]) => uses),
});

const object = (type: string): Kind => ({
  type,
  simulates: "a bucket that exists",
  references: { bucket },
  naming: false,
  replaces: {
    bucket: true,
    key: true,
    ...Object.fromEntries(["content", "contentBase64", "source"].map((k) => [k, false])),
  },
  id: (c) => `${c.text("bucket") ?? ""}/${c.text("key") ?? ""}`,
  outputs: (c) => ({
    arn: `arn:aws:s3:::${c.text("bucket") ?? ""}/${c.text("key") ?? ""}`,
    etag: c.derive.hex("etag", 32),
  }),
});

const accountBlock: Kind = {
  type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  simulates: "one to an account, counted by bucket policies",
  global: true,
  id: (c) => c.text("accountId") ?? c.site.account,
  replaces: { accountId: true },
  outputs: (c) => ({ accountId: c.text("accountId") ?? c.site.account, ...blockDefaults(c) }),
  taken: (_c, id) => ["AlreadyExists", `account ${id} has a public access block already`],
};

export const s3: readonly Kind[] = [
  bucketKind(BUCKET),
  bucketKind("aws:s3/bucketV2:BucketV2"),
  versioning("BucketVersioning"),
  versioning("BucketVersioningV2"),
  objectLock,
  encryption("BucketServerSideEncryptionConfiguration"),
  encryption("BucketServerSideEncryptionConfigurationV2"),
  lifecycle("BucketLifecycleConfiguration"),
  lifecycle("BucketLifecycleConfigurationV2"),
  setting("BucketPublicAccessBlock", {
    simulates: "counted by the bucket's policy",
    outputs: blockDefaults,
  }),
  policy,
  replication,
  ownership,
  notification,
  ...objectTypes.map(object),
  accountBlock,
];
