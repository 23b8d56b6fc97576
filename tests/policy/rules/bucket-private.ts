import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const bucket: Sample = {
  type: "aws:s3/bucket:Bucket",
  name: "bucket",
  props: { id: "acme-dev-use1-data-orders", bucket: "acme-dev-use1-data-orders" },
};
const block: Sample = {
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  name: "block",
  props: {
    bucket: bucket.props["id"],
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
};
const statement = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: "s3:GetObject",
};
const policy: Sample = {
  type: "aws:s3/bucketPolicy:BucketPolicy",
  name: "policy",
  props: { bucket: bucket.props["id"], policy: JSON.stringify({ Statement: [statement] }) },
};
function policyOf(change: Record<string, unknown>): Sample {
  return changed(policy, { policy: JSON.stringify({ Statement: [{ ...statement, ...change }] }) });
}
const replication: Sample = {
  type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  name: "replication",
  props: { bucket: bucket.props["id"], role: "r" },
};
const versioning: Sample = {
  type: "aws:s3/bucketVersioning:BucketVersioning",
  name: "versioning",
  props: { bucket: bucket.props["id"], versioningConfiguration: { status: "Enabled" } },
};
const ociBucket: Sample = {
  type: "oci:ObjectStorage/bucket:Bucket",
  name: "oci-bucket",
  props: { name: "acme-dev-dxb-data-orders", accessType: "NoPublicAccess", versioning: "Enabled" },
};
const ociReplication: Sample = {
  type: "oci:ObjectStorage/replicationPolicy:ReplicationPolicy",
  name: "oci-replication",
  props: { bucket: "acme-dev-dxb-data-orders" },
};

export const bucketPrivateCases: RuleCases = {
  rule: "bucket-private",
  serves: ["OP-33", "OP-50"],
  violating: [
    {
      title: "a public ACL",
      resources: [changed(bucket, { acl: "public-read" }), block],
      says: ['"bucket": acl is "public-read"', "grant access by bucket policy"],
    },
    {
      title: "an ACL of its own that is open to every account",
      resources: [
        {
          type: "aws:s3/bucketAcl:BucketAcl",
          name: "acl",
          props: { bucket: "b", acl: "authenticated-read" },
        },
      ],
      says: ['"acl": acl is "authenticated-read"', "every AWS account"],
    },
    {
      title: "a block with a gap, beside an unknown switch",
      resources: [changed(block, { blockPublicAcls: UNKNOWN, restrictPublicBuckets: false })],
      says: ['"block": restrictPublicBuckets is false', "all four switches"],
    },
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map((name) => ({
      title: `a block without ${name}`,
      resources: [changed(block, { [name]: undefined })],
      says: [`"block": ${name} is not set`],
    })),
    {
      title: "a policy for everybody in the bucket itself",
      resources: [changed(bucket, { policy: policyOf({ Principal: "*" }).props["policy"] }), block],
      says: ['"bucket": policy is "Read"'],
    },
    {
      title: "a replicated bucket beside another with versions",
      resources: [bucket, block, replication, changed(versioning, { bucket: "acme-dev-use1-data-returns" })],
      says: ['"bucket": versioning is not set'],
    },
    {
      title: "a bucket without block",
      resources: [bucket],
      says: ['"bucket": public access block is not set', "BucketPublicAccessBlock"],
    },
    {
      title: "a bucket of the old type, by that name",
      resources: [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }],
      says: ['aws:s3/bucketV2:BucketV2 "bucket": public access block is not set'],
    },
    {
      title: "a policy for everybody but one",
      resources: [
        policyOf({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::111111111111:root" } }),
      ],
      says: ["anybody, without a condition"],
    },
    {
      title: "the block of another bucket",
      resources: [bucket, changed(block, { bucket: "other" })],
      says: ["public access block is not set"],
    },
    {
      title: "a policy for everybody",
      resources: [policyOf({ Principal: "*" })],
      says: ['"policy": policy is "Read"', "anybody, without a condition"],
    },
    {
      title: "a policy for everybody, of the long form",
      resources: [policyOf({ Principal: { AWS: ["*"] } })],
      says: ["anybody, without a condition"],
    },
    ...[
      ["TLS", { Bool: { "aws:SecureTransport": "true" } }],
      ["another organisation", { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }],
      ["an organisation, if the caller has one", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }],
      ["what may be missing", { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": ["o-1"] } }],
      ["a key that is there", { Null: { "aws:PrincipalArn": "false" } }],
    ].map(([title, Condition]) => ({
      title: `a policy for everybody with ${title as string}`,
      resources: [policyOf({ Principal: "*", Condition })],
      says: ["anybody, without a condition on who it is"],
    })),
    {
      title: "a replicated bucket without versions",
      resources: [
        bucket,
        block,
        replication,
        changed(versioning, { versioningConfiguration: { status: "Suspended" } }),
      ],
      says: ['"bucket": versioning is not set', "lost on both sides"],
    },
    {
      title: "a public OCI bucket",
      resources: [changed(ociBucket, { accessType: "ObjectRead" })],
      says: ['"oci-bucket": accessType is "ObjectRead"', "NoPublicAccess"],
    },
    {
      title: "a replicated OCI bucket without versions",
      resources: [changed(ociBucket, { versioning: "Disabled" }), ociReplication],
      says: ['"oci-bucket": versioning is not set', "Set versioning to Enabled"],
    },
  ],
  mends: [
    { sample: changed(ociBucket, { accessType: "ObjectRead" }), to: { accessType: "NoPublicAccess" } },
    { sample: changed(block, { blockPublicAcls: false }), to: { blockPublicAcls: true } },
  ],
  complying: [
    {
      title: "a bucket of an account that blocks all of them",
      resources: [
        bucket,
        {
          type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
          name: "account",
          props: {
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
          },
        },
      ],
    },
    {
      title: "in a preview, an account that may block all of them, and versions that are not known",
      resources: [
        bucket,
        {
          type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
          name: "account",
          props: { ...block.props, blockPublicAcls: UNKNOWN },
        },
        replication,
        changed(versioning, { versioningConfiguration: { status: UNKNOWN } }),
        changed(ociBucket, { versioning: UNKNOWN }),
        ociReplication,
      ],
    },
    {
      title: "private buckets with versions",
      resources: [bucket, block, policy, replication, versioning, ociBucket, ociReplication],
    },
    { title: "a private ACL", resources: [changed(bucket, { acl: "private" }), block] },
    {
      title: "an OCI bucket that is not replicated and keeps no versions, beside one that is",
      resources: [
        { ...changed(ociBucket, { name: "acme-dev-dxb-data-logs", versioning: "Disabled" }), name: "logs" },
        ociBucket,
        ociReplication,
      ],
    },
    {
      title: "an OCI bucket with the default access",
      resources: [changed(ociBucket, { accessType: undefined })],
    },
    {
      title: "a policy for everybody in the organisation",
      resources: [policyOf({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })],
    },
    { title: "a denial for everybody", resources: [policyOf({ Principal: "*", Effect: "Deny" })] },
    {
      title: "a preview in which only the origin of the names is known",
      resources: [
        changed(bucket, { id: UNKNOWN }),
        { ...changed(block, { bucket: UNKNOWN }), sources: { bucket: ["bucket"] } },
      ],
    },
  ],
  unknown: [
    { title: "an access type that is not known", resources: [changed(ociBucket, { accessType: UNKNOWN })] },
    { title: "a policy that is not known", resources: [changed(policy, { policy: UNKNOWN })] },
  ],
};
