/** Types that are one thing under two names: those of version 6 of @pulumi/aws, deprecated in 7, beside today's. */
const SAME: Readonly<Record<string, string>> = {
  "aws:s3/bucketV2:BucketV2": "aws:s3/bucket:Bucket",
  "aws:s3/bucketAclV2:BucketAclV2": "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2":
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2":
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioningV2:BucketVersioningV2": "aws:s3/bucketVersioning:BucketVersioning",
};

/** The name that rules know a type by. */
export function knownType(type: string): string {
  return SAME[type] ?? type;
}
