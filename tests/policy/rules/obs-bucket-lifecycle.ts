import { UNKNOWN, type Sample, type RuleCases } from "../sample";
import { loki, LOKI } from "./monitoring";

const lifecycle = (
  days: unknown,
  bucket: unknown = "acme-loki-chunks",
  more: Partial<Sample> = {},
): Sample => ({
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  name: "lifecycle",
  props: { bucket, rules: [{ id: "old", status: "Enabled", expiration: { days } }] },
  ...more,
});
const kept = (retention_period: string, retention_delete_delay?: string) =>
  loki({ loki: { ...LOKI, limits_config: { retention_period }, compactor: { retention_delete_delay } } });
const bucket: Sample = { type: "aws:s3/bucket:Bucket", name: "bucket", props: { id: UNKNOWN } };

export const obsBucketLifecycleCases: RuleCases = {
  rule: "obs-bucket-lifecycle",
  serves: ["OB-38", "OB-41"],
  advises: true,
  violating: [
    {
      title: "a bucket that forgets first",
      resources: [loki(), lifecycle(30)],
      says: ['"lifecycle": rules[0].expiration.days is 30', "Set it to 32 or more"],
    },
    {
      title: "an hour too little: weeks with a delay of a day",
      resources: [kept("4w", "25h"), lifecycle(29)],
      says: ["rules[0].expiration.days is 29", "Loki keeps 672 h", "Set it to 30 or more"],
    },
    {
      title: "an hour too little: the usual delay is two",
      resources: [kept("23h"), lifecycle(1)],
      says: ["rules[0].expiration.days is 1", "Loki keeps 23 h", "Set it to 2 or more"],
    },
    {
      title: "a delay in weeks, which makes it too little",
      resources: [kept("1d", "1w"), lifecycle(7)],
      says: ["rules[0].expiration.days is 7", "Set it to 8 or more"],
    },
    {
      title: "the same in a preview",
      resources: [
        bucket,
        {
          ...loki({ loki: { ...LOKI, storage: { bucketNames: { chunks: UNKNOWN } } } }),
          sources: { values: ["bucket"] },
        },
        lifecycle(7, UNKNOWN, { sources: { bucket: ["bucket"] } }),
      ],
      says: ["rules[0].expiration.days is 7"],
    },
  ],
  complying: [
    { title: "a bucket that keeps it longer", resources: [loki(), lifecycle(32)] },
    { title: "a day more than weeks and their delay", resources: [kept("4w", "24h"), lifecycle(29)] },
    { title: "as long as hours and the usual delay", resources: [kept("22h"), lifecycle(1)] },
    { title: "a retention that is no time of one unit", resources: [kept("1w2d"), lifecycle(1)] },
    {
      title: "a rule that is off, and one that deletes nothing by age",
      resources: [
        loki(),
        {
          ...lifecycle(0),
          props: {
            bucket: "acme-loki-chunks",
            rules: [
              { status: "Disabled", expiration: { days: 1 } },
              { status: "Enabled", expiration: { days: 0, expiredObjectDeleteMarker: true } },
            ],
          },
        },
      ],
    },
    {
      title: "in a preview, another bucket of the stack, and what is no lifecycle of this one",
      resources: [
        bucket,
        { ...bucket, name: "logs" },
        {
          ...loki({ loki: { ...LOKI, storage: { bucketNames: { chunks: UNKNOWN } } } }),
          sources: { values: ["bucket"] },
        },
        lifecycle(7, UNKNOWN, { sources: { bucket: ["logs"] } }),
      ],
    },
    { title: "another bucket", resources: [loki(), lifecycle(7, "acme-logs")] },
  ],
  unknown: [],
  unknownButEnough: [{ title: "days that are not known", resources: [loki(), lifecycle(UNKNOWN)] }],
};
