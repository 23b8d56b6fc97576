import type * as budget from "@pulumi/oci/budget";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { Alert } from "./plan";

/** The children of a {@link CompartmentBudget} by key, for `transform`. */
export interface CompartmentBudgetChildren {
  budget: budget.BudgetArgs;
  alert: budget.RuleArgs;
}

export interface CompartmentBudgetArgs extends ComponentArgs<CompartmentBudgetChildren> {
  /** OCID of the tenancy, which budgets are kept in whatever they are for. */
  readonly tenancyId: pulumi.Input<string>;
  /** OCID of the compartment whose costs, with all below it, are counted. */
  readonly compartmentId: pulumi.Input<string>;
  /** What a month may cost, a whole number in the currency of the tenancy's rate card. */
  readonly monthlyAmount: number;
  /** E-mail addresses that are told. One at least. */
  readonly recipients: readonly string[];
  /**
   * When they are told, by a role word.
   * @default at 80 and 100 % of the amount, and as soon as the month is forecast to exceed it
   */
  readonly alerts?: Readonly<Record<string, Alert>>;
}
