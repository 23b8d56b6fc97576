import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const table: Sample = {
  type: "aws:dynamodb/table:Table",
  name: "table",
  stack: "prod-data",
  protect: true,
  props: { deletionProtectionEnabled: true },
};
const bucket: Sample = {
  type: "aws:s3/bucket:Bucket",
  name: "bucket",
  stack: "prod-data",
  protect: true,
  props: {},
};
const key: Sample = { type: "oci:Kms/key:Key", name: "key", stack: "prod-secrets", protect: true, props: {} };
const queue: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "queue",
  stack: "prod-data",
  protect: true,
  props: {},
};
const gateway: Sample = {
  type: "oci:ApiGateway/gateway:Gateway",
  name: "gateway",
  stack: "prod-gateway",
  protect: true,
  props: {},
};
const topic: Sample = { type: "aws:sns/topic:Topic", name: "topic", stack: "prod-data", props: {} };

export const prodProtectionCases: RuleCases = {
  rule: "prod-protection",
  serves: ["OP-31", "SE-50"],
  violating: [
    {
      title: "a table that Pulumi may delete",
      resources: [{ ...table, protect: false }],
      says: ['"table": options.protect is false', "protect: true"],
    },
    {
      title: "a table that the service may delete",
      resources: [changed(table, { deletionProtectionEnabled: undefined })],
      says: ["deletionProtectionEnabled is not set", "Set it to true"],
    },
    {
      title: "a bucket that is deleted with all that is in it",
      resources: [changed(bucket, { forceDestroy: true })],
      says: ['"bucket": forceDestroy is true', "Set it to false"],
    },
    {
      title: "a queue, with which the messages go that nobody has taken yet",
      resources: [{ ...queue, protect: false }],
      says: ['"queue": options.protect is false'],
    },
    {
      title: "an API gateway that a change may replace",
      resources: [{ ...gateway, protect: false }],
      says: ['"gateway": options.protect is false', "callers lose it", "MayBeReplaced"],
    },
    { title: "a key", resources: [{ ...key, protect: false }], says: ['"key": options.protect is false'] },
    {
      title: "a key in production by the name of its stack alone",
      resources: [{ ...key, stack: "shop-production", protect: false }],
      says: ['"key": options.protect is false'],
    },
  ],
  mends: [
    { sample: changed(table, { deletionProtectionEnabled: false }), to: { deletionProtectionEnabled: true } },
    { sample: changed(bucket, { forceDestroy: true }), to: { forceDestroy: false } },
  ],
  complying: [
    { title: "what is protected", resources: [table, bucket, key, queue, gateway] },
    {
      title: "an API gateway that says why it may be replaced",
      resources: [
        { ...changed(gateway, { freeformTags: { MayBeReplaced: "its subnet is another" } }), protect: false },
      ],
    },
    { title: "a topic, which holds nothing", resources: [topic] },
    {
      title: "a table in dev",
      resources: [
        { ...changed(table, { deletionProtectionEnabled: false }), stack: "dev-data", protect: false },
      ],
    },
  ],
  unknown: [
    {
      title: "a lock that is not known",
      resources: [changed(table, { deletionProtectionEnabled: UNKNOWN })],
    },
  ],
};
