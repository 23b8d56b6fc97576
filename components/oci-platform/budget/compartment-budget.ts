import * as budget from "@pulumi/oci/budget";
import type * as pulumi from "@pulumi/pulumi";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { CompartmentBudgetArgs, CompartmentBudgetChildren } from "./args";
import { ALERTS, budgetFaults } from "./plan";

/**
 * What a compartment may cost in a month, and who is told before it costs more. A budget tells; it stops nothing. Give it
 * the provider of the tenancy's home region. Budgets are free of charge (unverified).
 *
 * Children: `budget`, one `alert` an alert.
 *
 * @example
 * new CompartmentBudget("budget", {
 *   naming, tags, tenancyId, compartmentId: tree.environmentId, monthlyAmount: 500, recipients: ["oncall@example.com"],
 * }, { provider: ociHome });
 */
export class CompartmentBudget extends OciComponent<CompartmentBudgetChildren> {
  readonly budgetId: pulumi.Output<string>;

  /** @throws {InputError} with every fault of amount, recipients and alerts. */
  constructor(name: string, args: CompartmentBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    const { tenancyId, compartmentId, monthlyAmount, recipients, alerts = ALERTS } = args;
    const check = new Check(`CompartmentBudget "${name}"`);
    for (const { path, given, allowed } of budgetFaults({ monthlyAmount, recipients, alerts }))
      check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "CompartmentBudget", name, args, opts);

    const { id } = this.child("budget", budget.Budget, {
      compartmentId: tenancyId,
      displayName: this.physical("oci-display", name),
      description: `What ${args.naming.env} may cost in a month`,
      amount: monthlyAmount,
      resetPeriod: "MONTHLY",
      processingPeriodType: "MONTH",
      targetType: "COMPARTMENT",
      targets: [compartmentId],
    });
    for (const [role, { of, percent }] of Object.entries(alerts)) {
      const so = of === "actual" ? "has spent" : "is on its way to";
      this.child(
        "alert",
        budget.Rule,
        {
          budgetId: id,
          displayName: this.physical("oci-display", `${name}-${role}`),
          description: `At ${percent} % of the budget, ${of}`,
          type: of === "actual" ? "ACTUAL" : "FORECAST",
          threshold: percent,
          thresholdType: "PERCENTAGE",
          recipients: recipients.join(","),
          message: `The environment ${args.naming.env} ${so} ${percent} % of what a month may cost. Look at the cost analysis by its tags Service and Team.`,
        },
        { role },
      );
    }
    this.budgetId = id;
    this.registerOutputs({ budgetId: this.budgetId });
  }
}
