import type { ObjectLockArgs } from "../args";
import { policyDocument, type Statement } from "./iam";

/** Days before the parts of an upload that was never finished are deleted: they are charged and show nowhere. */
export const UNFINISHED_UPLOAD_DAYS = 7;

/**
 * Policy of a bucket: TLS 1.2 or later only, and no object under another key than the bucket's. An upload that names no
 * key gets the bucket's own, so it passes (S3 User Guide, "Bucket policy examples", "Requiring server-side encryption").
 */
export function bucketPolicy(bucketArn: string, keyArn: string, lock?: ObjectLockArgs): string {
  const everything = { Principal: "*", Resource: [bucketArn, `${bucketArn}/*`] } as const;
  // A missing header satisfies StringNotEquals too: the rule is for uploads that carry it.
  const otherThan = (sid: string, header: string, value: string): Statement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `${bucketArn}/*`,
    Condition: { Null: { [header]: "false" }, StringNotEquals: { [header]: value } },
  });
  return policyDocument([
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      ...everything,
      Action: "s3:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "Tls12OrLater",
      Effect: "Deny",
      ...everything,
      Action: "s3:*",
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    otherThan("NoOtherEncryption", "s3:x-amz-server-side-encryption", "aws:kms"),
    otherThan("NoOtherKey", "s3:x-amz-server-side-encryption-aws-kms-key-id", keyArn),
    ...(lock === undefined ? [] : [keptLocked(bucketArn, lock)]),
  ]);
}

/** Nobody else lifts the lock of governance mode, whatever his own policies say. */
function keptLocked(bucketArn: string, { erasers = [] }: ObjectLockArgs): Statement {
  return {
    Sid: "KeptLocked",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:BypassGovernanceRetention",
    Resource: `${bucketArn}/*`,
    ...(erasers.length === 0 ? {} : { Condition: { ArnNotEquals: { "aws:PrincipalArn": erasers } } }),
  };
}

/**
 * Rules of a versioned bucket: what nobody can see any more is deleted in time, and what was locked when it no longer is. No
 * rule deletes a version before (S3 User Guide, "Object Lock considerations").
 */
export function lifecycleRules(noncurrentDays: number, lock?: ObjectLockArgs) {
  const ended =
    lock === undefined
      ? []
      : [
          {
            id: "end-of-lock",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days: lock.days },
          },
        ];
  return [
    ...ended,
    {
      id: "old-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays },
      expiration: { expiredObjectDeleteMarker: true },
    },
    {
      id: "unfinished-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
    },
  ];
}
