import { refersTo } from "../lib/relations";
import { STATEFUL, valueAt } from "../lib/stateful";
import { isGivenLater } from "../lib/unknown";
import { defineRule, type Report, type Resource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const BUCKET = "aws:s3/bucket:Bucket";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

/** Keys that the provider owns: nobody but the provider can take them away. */
const PROVIDER_KEY = /(^|[:/])alias\/aws\/|^AWS_OWNED|^aws\/|^ORACLE_MANAGED/i;

/** Data at rest is under a key of one's own. */
export const cmkRequired = defineRule({
  id: "cmk-required",
  description: "What keeps data is encrypted with a customer-managed key where its service takes one.",
  severity: "high",
  needs: [],
  serves: ["OK-55", "OP-20"],
  absorbs: ["vault-storage-encrypted"],
  remediationSteps: "Name the key of the environment's secrets stack.",

  check(resource, _place, report) {
    const path = STATEFUL[resource.type]?.key;
    if (path !== undefined) checkKey(resource, path, () => valueAt(resource.props, path), report);
    const encryption = inputsOf(resource, ENCRYPTION);
    if (encryption === undefined) return;
    checkKey(
      resource,
      "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
      () => encryption.rules?.[0]?.applyServerSideEncryptionByDefault?.kmsMasterKeyId,
      report,
    );
  },

  /** A bucket of S3 has its key in a resource of its own. */
  checkStack(resources, _place, report) {
    for (const bucket of ofType(resources, BUCKET)) {
      const configured = ofType(resources, ENCRYPTION).some((one) =>
        refersTo(one, "bucket", () => inputsOf(one, ENCRYPTION)?.bucket, bucket),
      );
      const inline = () =>
        inputsOf(bucket, BUCKET)?.serverSideEncryptionConfiguration?.rule?.applyServerSideEncryptionByDefault
          ?.kmsMasterKeyId ??
        // Of `BucketV2`.
        valueAt(
          bucket.props,
          "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0].kmsMasterKeyId",
        );
      if (configured || isGivenLater(inline) || inline() !== undefined) continue;
      report({
        resource: bucket,
        path: "encryption configuration",
        problem: "the bucket is encrypted with a key of the provider",
        remedy:
          "Add an aws.s3.BucketServerSideEncryptionConfiguration with aws:kms and the key of the environment.",
      });
    }
  },
});

/** A key that is not known yet is one of the program's own: those of the provider have names. */
function checkKey(resource: Resource, path: string, read: () => unknown, report: Report): void {
  if (isGivenLater(read)) return;
  const key = read();
  if (typeof key === "string" && key !== "" && !PROVIDER_KEY.test(key)) return;
  report({
    resource,
    path,
    value: key,
    problem: "its data is encrypted with a key of the provider, which you can neither disable nor audit",
    remedy: "Name the customer-managed key of the environment.",
  });
}
