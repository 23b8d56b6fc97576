/** Days that OCI Logging keeps a log: OCI Logging API, CreateLogDetails `retentionDuration`. */
export const OCI_LOG_DAYS = [30, 60, 90, 120, 150, 180] as const;
export type OciLogDays = (typeof OCI_LOG_DAYS)[number];

export const OCI_LOG_DAYS_ALLOWED = "30, 60, 90, 120, 150 or 180 days";

/**
 * How a service's log is replaced, as it is when what it is of was: a group has one log of a name, and so the old one goes
 * first. Entries that are to outlast it are in an archive.
 */
export const LOG_REPLACEMENT = { deleteBeforeReplace: true } as const;

/** Says what is allowed when logs can not be kept for so many days. */
export function ociLogDaysTest(days: number): string | undefined {
  return (OCI_LOG_DAYS as readonly number[]).includes(days) ? undefined : OCI_LOG_DAYS_ALLOWED;
}
