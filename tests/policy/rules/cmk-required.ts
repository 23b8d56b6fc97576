import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const key = "arn:aws:kms:us-east-1:111111111111:key/0d7a";
const queue: Sample = { type: "aws:sqs/queue:Queue", name: "queue", props: { kmsMasterKeyId: key } };
const table: Sample = {
  type: "aws:dynamodb/table:Table",
  name: "table",
  props: { serverSideEncryption: { enabled: true, kmsKeyArn: key } },
};
const delivery: Sample = {
  type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  name: "delivery",
  props: { serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key } },
};
const cluster: Sample = {
  type: "oci:ContainerEngine/cluster:Cluster",
  name: "oke",
  props: { kmsKeyId: "ocid1.key.a" },
};
const pool: Sample = {
  type: "oci:ContainerEngine/nodePool:NodePool",
  name: "pool",
  props: { nodeConfigDetails: { kmsKeyId: "ocid1.key.a" } },
};
const bucket: Sample = { type: "aws:s3/bucket:Bucket", name: "bucket", props: { id: "b", bucket: "b" } };
const encryption: Sample = {
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  name: "encryption",
  props: {
    bucket: "b",
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key } }],
  },
};

export const cmkRequiredCases: RuleCases = {
  rule: "cmk-required",
  serves: ["OK-55", "OP-20"],
  violating: [
    {
      title: "a queue without key",
      resources: [changed(queue, { kmsMasterKeyId: undefined })],
      says: ['"queue": kmsMasterKeyId is not set', "customer-managed key"],
    },
    {
      title: "a key of AWS",
      resources: [changed(queue, { kmsMasterKeyId: "alias/aws/sqs" })],
      says: ['kmsMasterKeyId is "alias/aws/sqs"'],
    },
    {
      title: "a table with a key of AWS",
      resources: [changed(table, { serverSideEncryption: { enabled: true } })],
      says: ['"table": serverSideEncryption.kmsKeyArn is not set'],
    },
    {
      title: "a delivery stream with a key of AWS",
      resources: [changed(delivery, { serverSideEncryption: { enabled: true } })],
      says: ['"delivery": serverSideEncryption.keyArn is not set'],
    },
    {
      title: "a cluster without key",
      resources: [changed(cluster, { kmsKeyId: undefined })],
      says: ['"oke": kmsKeyId is not set'],
    },
    {
      title: "nodes without key",
      resources: [changed(pool, { nodeConfigDetails: { size: 3 } })],
      says: ['"pool": nodeConfigDetails.kmsKeyId is not set'],
    },
    {
      title: "a bucket without encryption configuration",
      resources: [bucket],
      says: ['"bucket": encryption configuration is not set', "aws:kms"],
    },
    {
      title: "a bucket with a key of AWS",
      resources: [
        changed(encryption, { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }),
      ],
      says: ['"encryption": rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId is not set'],
    },
  ],
  complying: [
    { title: "customer keys", resources: [queue, table, delivery, cluster, pool, bucket, encryption] },
    {
      title: "a bucket with a key of its own form",
      resources: [
        changed(bucket, {
          serverSideEncryptionConfiguration: {
            rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key } },
          },
        }),
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    { title: "a key that is not known", resources: [changed(queue, { kmsMasterKeyId: UNKNOWN })] },
    { title: "details that are not known", resources: [changed(pool, { nodeConfigDetails: UNKNOWN })] },
  ],
};
