import { expect, test } from "vitest";
import { missingOfAlarm } from "../../lib/mql";

test.each([
  "CpuUtilization[1m].mean() > 80",
  'CpuUtilization[1m]{availabilityDomain = "x"}.groupBy(poolId).percentile(0.9) > 85',
  "CpuUtilization[1m].mean() in (60, 80)",
  "CpuUtilization[1m].mean() not in (60, 80)",
  'CpuUtilization[1m]{resourceId = "x"}.groupBy(resourceId).absent()',
  "Errors[1h].sum() >= 0.5",
  "HttpResponses[5m].sum() / HttpRequests[5m].sum() > 0.05",
])("%s can ring", (query) => {
  expect(missingOfAlarm(query)).toBeUndefined();
});

test.each([
  ["CpuUtilization.mean() > 80", "metric"],
  ["", "metric"],
  ["CpuUtilization[1m].mean()", "trigger"],
  ["CpuUtilization[1m].mean() > high", "trigger"],
  ["CpuUtilization[1m].mean() > 80 and more", "trigger"],
])("%s can not: it lacks its %s", (query, missing) => {
  expect(missingOfAlarm(query)).toBe(missing);
});
