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
    { title: "another bucket", resources: [loki(), lifecycle(7, "acme-logs")] },
  ],
  unknown: [],
  unknownButEnough: [{ title: "days that are not known", resources: [loki(), lifecycle(UNKNOWN)] }],
};
