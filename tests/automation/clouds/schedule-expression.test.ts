import { describe, expect, test } from "vitest";
import { scheduleFault } from "../../../automation/clouds/aws/schedule-expression";

describe("schedule expressions", () => {
  // Examples of "Setting a schedule pattern for scheduled rules" in the EventBridge user guide (read 2026-11-26).
  test.each([
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(0 9 L * ? *)",
    "cron(0 9 3W * ? 2026-2030)",
    "cron(0 9 ? JAN,FEB,MAR 6L *)",
    "rate(1 minute)",
    "rate(5 minutes)",
    "rate(1 hour)",
    "rate(7 days)",
  ])("%s is taken", (text) => {
    expect(scheduleFault(text, true)).toBeUndefined();
  });

  test.each([
    ["cron(0 3 * * * *)", /one of day-of-month and day-of-week must be \?/],
    ["cron(0 3 1 * MON *)", /must be \?/],
    ["cron(0 3 * * ?)", /year: 5 are given/],
    ["cron(60 3 * * ? *)", /"60" is not in minutes: 0 to 59/],
    ["cron(0 3 ? * 0 *)", /"0" is not in day-of-week: 1 to 7/],
    ["cron(0 3 ? * MON-FRY *)", /"MON-FRY" is not in day-of-week/],
    ["cron(0 3 ? MAI 1 *)", /"MAI" is not in month/],
    ["cron(0 24 * * ? *)", /"24" is not in hours/],
    ["rate(0 minutes)", /is not rate/],
    ["rate(1 minutes)", /singular for 1/],
    ["rate(5 minute)", /singular for 1/],
    ["every 5 minutes", /is not rate/],
  ])("%s is refused", (text, said) => {
    expect(scheduleFault(text, true)).toMatch(said);
  });

  test("of the scheduler's units it is not known whether they must agree with the number", () => {
    expect(scheduleFault("rate(1 minutes)", false)).toBeUndefined();
  });
});
