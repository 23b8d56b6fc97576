/** Days before the parts of an upload that was never finished are deleted. */
export const UNFINISHED_UPLOAD_DAYS = 7;

/** A rule of a bucket's lifecycle policy. */
export interface BucketRule {
  readonly name: string;
  readonly isEnabled: true;
  readonly target: "objects" | "previous-object-versions" | "multipart-uploads";
  readonly action: "DELETE" | "ABORT";
  readonly timeAmount: string;
  readonly timeUnit: "DAYS";
}

const UNFINISHED_UPLOADS: BucketRule = {
  name: "unfinished-uploads",
  isEnabled: true,
  target: "multipart-uploads",
  action: "ABORT",
  timeAmount: String(UNFINISHED_UPLOAD_DAYS),
  timeUnit: "DAYS",
};

/** Rules of a versioned bucket: what nobody can see any more is deleted in time. */
export function bucketRules(previousVersionDays: number): BucketRule[] {
  return [
    {
      name: "previous-versions",
      isEnabled: true,
      target: "previous-object-versions",
      action: "DELETE",
      timeAmount: String(previousVersionDays),
      timeUnit: "DAYS",
    },
    UNFINISHED_UPLOADS,
  ];
}

/** Rules of a bucket with retention: what was never finished goes, and objects once nothing holds them any more, if so. */
export function archiveRules(deleteAfterDays: number | undefined): BucketRule[] {
  if (deleteAfterDays === undefined) return [UNFINISHED_UPLOADS];
  const expired: BucketRule = {
    name: "expired-objects",
    isEnabled: true,
    target: "objects",
    action: "DELETE",
    // A day later, so that the service never asks before the retention is over.
    timeAmount: String(deleteAfterDays + 1),
    timeUnit: "DAYS",
  };
  return [expired, UNFINISHED_UPLOADS];
}

/** The rule by which nobody changes or deletes an object for a time (Object Storage guide, "Using Retention Rules"). */
export function retentionRule(days: number, lockedFrom: string | undefined) {
  return {
    displayName: "retention",
    duration: { timeAmount: String(days), timeUnit: "DAYS" },
    ...(lockedFrom === undefined ? {} : { timeRuleLocked: lockedFrom }),
  };
}
