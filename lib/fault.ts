/** One thing wrong with what a user gave. */
export interface Fault {
  /** Where: the input's path, `archive.retentionDays` or `subnets[2].cidr`. */
  readonly path: string;
  /** What was given, as it is shown to the user; leave the key out for a secret. */
  readonly given?: unknown;
  /** What is allowed, and the way out: "a whole number of days from 1 to 365". */
  readonly allowed: string;
}
