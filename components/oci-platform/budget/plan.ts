import type { Fault } from "../../core";

/** When somebody is told. */
export interface Alert {
  /** `actual`: what has been spent; `forecast`: what the month will have cost at this rate. */
  readonly of: "actual" | "forecast";
  /** Percent of the budget's amount, with two decimals at most. */
  readonly percent: number;
}

export const ALERTS: Readonly<Record<string, Alert>> = {
  most: { of: "actual", percent: 80 },
  all: { of: "actual", percent: 100 },
  forecast: { of: "forecast", percent: 100 },
};

/** OCI Budgets API, CreateAlertRuleDetails `threshold`: of a PERCENTAGE, with two digits after the point. */
const MOST_PERCENT = 10_000;

const WORD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Recipients are one text, separated by commas (OCI Budgets API, CreateAlertRuleDetails `recipients`). */
const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/;

/** What of a budget is plain when it is planned. */
export interface PlainBudget {
  readonly monthlyAmount: number;
  readonly recipients: readonly string[];
  readonly alerts: Readonly<Record<string, Alert>>;
}

/** Everything wrong with a budget. */
export function budgetFaults({ monthlyAmount, recipients, alerts }: PlainBudget): Fault[] {
  const faults: Fault[] = [];
  const expect = (path: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path, given, allowed });
  };
  const isAmount = Number.isSafeInteger(monthlyAmount) && monthlyAmount >= 1;
  expect("monthlyAmount", monthlyAmount, isAmount, "a whole number from 1, in the rate card's currency");
  expect("recipients", recipients, recipients.length > 0, "one at least: who is told");
  recipients.forEach((address, i) =>
    expect(`recipients[${i}]`, address, EMAIL.test(address), "an e-mail address such as oncall@example.com"),
  );
  expect("alerts", alerts, Object.keys(alerts).length > 0, "one at least: when they are told");
  for (const [role, { of, percent }] of Object.entries(alerts)) {
    expect(`alerts.${role}`, role, WORD.test(role), "a role word such as most");
    expect(`alerts.${role}.of`, of, of === "actual" || of === "forecast", "actual or forecast");
    const isPercent = percent > 0 && percent <= MOST_PERCENT && Number(percent.toFixed(2)) === percent;
    expect(
      `alerts.${role}.percent`,
      percent,
      isPercent,
      `above 0, to ${MOST_PERCENT}, with two decimals at most`,
    );
  }
  return faults;
}
