/** Days that CloudWatch Logs keeps a log group's events: the values it takes (CloudWatch Logs API, PutRetentionPolicy). */
export const AWS_LOG_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Says what is allowed when logs can not be kept for so many days. */
export function awsLogDaysTest(days: number): string | undefined {
  return AWS_LOG_DAYS.includes(days) ? undefined : `one of ${AWS_LOG_DAYS.join(", ")} days`;
}
