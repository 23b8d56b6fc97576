/** Days before the parts of an upload that was never finished are deleted. */
export const UNFINISHED_UPLOAD_DAYS = 7;

/** A rule of a bucket's lifecycle policy. */
export interface BucketRule {
  readonly name: string;
  readonly isEnabled: true;
  readonly target: "previous-object-versions" | "multipart-uploads";
  readonly action: "DELETE" | "ABORT";
  readonly timeAmount: string;
  readonly timeUnit: "DAYS";
}

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
    {
      name: "unfinished-uploads",
      isEnabled: true,
      target: "multipart-uploads",
      action: "ABORT",
      timeAmount: String(UNFINISHED_UPLOAD_DAYS),
      timeUnit: "DAYS",
    },
  ];
}
