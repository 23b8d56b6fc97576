import { describe, expect, test } from "vitest";
import { CompartmentBudget, type CompartmentBudgetArgs } from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place: CompartmentBudgetArgs = {
  naming: { ...NAMING, site: "glb" },
  tags: TAGS,
  tenancyId: "ocid1.tenancy.oc1..t",
  compartmentId: "ocid1.compartment.oc1..environment",
  monthlyAmount: 500,
  recipients: ["oncall@example.com", "owner@example.com"],
};

describe("CompartmentBudget", () => {
  test("counts a compartment from the tenancy, and tells before and when it is spent", async () => {
    const made = await recorded(() => {
      new CompartmentBudget("budget", place);
    });
    expect(named(made, "budget-budget").inputs).toMatchObject({
      compartmentId: place.tenancyId,
      displayName: "acme-dev-glb-oci-budget",
      amount: 500,
      resetPeriod: "MONTHLY",
      targetType: "COMPARTMENT",
      targets: [place.compartmentId],
    });
    const alerts = made.filter(({ type }) => type === "oci:Budget/rule:Rule");
    expect(
      alerts.map(({ inputs: { type, threshold, thresholdType } }) => [type, threshold, thresholdType]),
    ).toEqual([
      ["ACTUAL", 80, "PERCENTAGE"],
      ["ACTUAL", 100, "PERCENTAGE"],
      ["FORECAST", 100, "PERCENTAGE"],
    ]);
    expect(new Set(alerts.map(({ inputs }) => inputs["recipients"]))).toEqual(
      new Set(["oncall@example.com,owner@example.com"]),
    );
  });

  test("what can not be is refused, all at once", () => {
    const budget = (args: object) => () => new CompartmentBudget("budget", { ...place, ...args });
    expect(
      budget({
        monthlyAmount: 0.5,
        recipients: ["oncall@example.com,owner@example.com"],
        alerts: { Half: { of: "actual", percent: 50 }, soon: { of: "guess", percent: 33.333 } },
      }),
    ).toThrow(
      /monthlyAmount is 0.5[^]*recipients\[0\][^]*alerts.Half[^]*alerts.soon.of[^]*alerts.soon.percent is 33.333/,
    );
    expect(budget({ recipients: [], alerts: {} })).toThrow(/recipients is \[\][^]*alerts is \{\}/);
  });
});
