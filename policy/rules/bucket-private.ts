import { limitsWho, principalsOf, statementsOf } from "../lib/iam";
import { withInput } from "../lib/mend";
import { refersTo } from "../lib/relations";
import { forEach, ifKnown, mayBe } from "../lib/unknown";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const BUCKET = "aws:s3/bucket:Bucket";
const ACL = "aws:s3/bucketAcl:BucketAcl";
const ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const OCI_BUCKET = "oci:ObjectStorage/bucket:Bucket";
const OCI_REPLICATION = "oci:ObjectStorage/replicationPolicy:ReplicationPolicy";
const POLICIES = new Set(["aws:s3/bucketPolicy:BucketPolicy", BUCKET]);

const SWITCHES = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/** Buckets are private, and a replicated one keeps versions. Both clouds encrypt every bucket; whose key is `cmk-required`'s matter. */
export const bucketPrivate = defineRule({
  id: "bucket-private",
  description: "Every bucket refuses public access, and a bucket that is replicated keeps versions.",
  severity: "critical",
  needs: [],
  serves: ["OP-33", "OP-50"],
  absorbs: ["obs-bucket-private", "sync-bucket-hygiene"],
  remediationSteps:
    "Add an aws.s3.BucketPublicAccessBlock with all four switches on; on OCI set accessType NoPublicAccess; switch versioning on where objects are replicated.",

  check(resource, _place, report) {
    checkAcl(resource, report);
    checkSwitches(resource, report);
    checkPolicy(resource, report);
    const access = inputsOf(resource, OCI_BUCKET)?.accessType;
    if (access !== undefined && access !== "NoPublicAccess") {
      report({
        resource,
        path: "accessType",
        value: access,
        problem: "anybody who knows an object's name may read it",
        remedy: "Set it to NoPublicAccess, and hand out access by IAM policy.",
      });
    }
  },

  checkStack(resources, _place, report) {
    for (const bucket of ofType(resources, BUCKET)) {
      if (hasBlock(bucket, resources)) continue;
      report({
        resource: bucket,
        path: "public access block",
        problem: "one changed policy or ACL makes the bucket public",
        remedy: "Add an aws.s3.BucketPublicAccessBlock for it with all four switches on.",
      });
    }
    checkReplicated(resources, report);
  },

  remediates:
    "Switches all four switches of a public access block on, and sets NoPublicAccess on OCI; both in place.",
  remediate(resource) {
    const block = inputsOf(resource, BLOCK);
    if (block !== undefined) {
      if (SWITCHES.every((name) => ifKnown(() => block[name]) === true)) return undefined;
      return SWITCHES.reduce<Record<string, unknown> | undefined>(
        (inputs, name) => inputs && withInput(inputs, [name], true),
        resource.props,
      );
    }
    const access = inputsOf(resource, OCI_BUCKET)?.accessType;
    if (access === undefined || access === "NoPublicAccess") return undefined;
    return withInput(resource.props, ["accessType"], "NoPublicAccess");
  },
});

function checkAcl(resource: Resource, report: Report): void {
  const acl = inputsOf(resource, BUCKET)?.acl ?? inputsOf(resource, ACL)?.acl;
  if (acl === undefined || !/^(public-|authenticated-)/.test(acl)) return;
  report({
    resource,
    path: "acl",
    value: acl,
    problem: acl.startsWith("public-")
      ? "anybody may read the bucket"
      : "every AWS account may read the bucket",
    remedy: "Remove it; grant access by bucket policy to named principals.",
  });
}

function checkSwitches(resource: Resource, report: Report): void {
  const block = inputsOf(resource, BLOCK);
  if (block === undefined) return;
  forEach(SWITCHES, (name) => {
    if (block[name] === true) return;
    report({
      resource,
      path: name,
      value: block[name],
      problem: "the block has a gap",
      remedy: "Set all four switches to true.",
    });
  });
}

function checkPolicy(resource: Resource, report: Report): void {
  if (!POLICIES.has(resource.type)) return;
  const open = statementsOf(resource.props["policy"]).find(
    (statement) =>
      statement["Effect"] === "Allow" && principalsOf(statement).includes("*") && !limitsWho(statement),
  );
  if (open === undefined) return;
  report({
    resource,
    path: "policy",
    value: open["Sid"] ?? "a statement for *",
    problem: "it allows anybody, without a condition on who it is",
    remedy: "Name the principals, or add a condition such as aws:PrincipalOrgID.",
  });
}

/** A block of its own, or that of the account, which holds for every bucket of it. */
function hasBlock(bucket: StackResource, resources: readonly StackResource[]): boolean {
  if (
    ofType(resources, ACCOUNT).some(({ props }) => SWITCHES.every((name) => mayBe(() => props[name], true)))
  )
    return true;
  return ofType(resources, BLOCK).some((block) =>
    refersTo(block, "bucket", () => inputsOf(block, BLOCK)?.bucket, bucket),
  );
}

function checkReplicated(resources: readonly StackResource[], report: Report): void {
  for (const bucket of ofType(resources, BUCKET)) {
    const replicated = ofType(resources, REPLICATION).some((one) =>
      refersTo(one, "bucket", () => inputsOf(one, REPLICATION)?.bucket, bucket),
    );
    const versioned = ofType(resources, VERSIONING).some(
      (one) =>
        refersTo(one, "bucket", () => inputsOf(one, VERSIONING)?.bucket, bucket) &&
        mayBe(() => inputsOf(one, VERSIONING)?.versioningConfiguration?.status, "Enabled"),
    );
    if (replicated && !versioned)
      reportUnversioned(bucket, "Add an aws.s3.BucketVersioning with status Enabled.", report);
  }
  for (const bucket of ofType(resources, OCI_BUCKET)) {
    const replicated = ofType(resources, OCI_REPLICATION).some((one) =>
      refersTo(one, "bucket", () => inputsOf(one, OCI_REPLICATION)?.bucket, bucket),
    );
    if (replicated && !mayBe(() => inputsOf(bucket, OCI_BUCKET)?.versioning, "Enabled"))
      reportUnversioned(bucket, "Set versioning to Enabled.", report);
  }
}

function reportUnversioned(resource: Resource, remedy: string, report: Report): void {
  report({
    resource,
    path: "versioning",
    problem: "the bucket is replicated, so what is overwritten or deleted by mistake is lost on both sides",
    remedy,
  });
}
