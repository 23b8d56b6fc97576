import type { Kind } from "../kind";
import * as v from "../values";
import { COMPARTMENT, notFound, oci, target } from "./common";
import { homeOnly } from "./identity";

const budget: Kind = oci({
  type: "oci:Budget/budget:Budget",
  simulates:
    "a whole amount a month, one compartment that exists; in the tenancy, written in the home region",
  ocid: "budget",
  global: true,
  check: (inputs, report) => {
    const amount = v.numeric(inputs, "amount");
    if (amount !== undefined && (!Number.isInteger(amount) || amount < 1))
      report("amount", "must be a whole number from 1");
    const period = v.text(inputs, "resetPeriod");
    if (period !== undefined && period !== "MONTHLY") report("resetPeriod", `"${period}" must be MONTHLY`);
    // Budgets API reference, CreateBudgetDetails `targets`.
    if (v.isArray(inputs["targets"]) && inputs["targets"].length !== 1)
      report("targets", "must be exactly one");
  },
  rules: (c) => {
    homeOnly(c);
    if (c.text("compartmentId") !== c.site.account)
      c.refuse("400-InvalidParameter", "budgets are created in the root compartment, whatever they target");
    if (c.text("targetType") === "COMPARTMENT")
      for (const id of c.texts("targets"))
        if (id !== c.site.account && !c.find(id, COMPARTMENT)) c.refuse(...notFound(id));
  },
  outputs: (c) => ({ state: "ACTIVE", alertRuleCount: 0, version: 1, targets: c.texts("targets") }),
});

const rule: Kind = oci({
  type: "oci:Budget/rule:Rule",
  simulates: "a budget that exists, its threshold, who is told",
  ocid: "budgetalertrule",
  global: true,
  inCompartment: false,
  references: { budgetId: target("Budget/budget:Budget") },
  check: (inputs, report) => {
    const [type, kind] = [v.text(inputs, "type"), v.text(inputs, "thresholdType")];
    if (type !== undefined && !["ACTUAL", "FORECAST"].includes(type))
      report("type", `"${type}" must be ACTUAL or FORECAST`);
    if (kind !== undefined && !["PERCENTAGE", "ABSOLUTE"].includes(kind))
      report("thresholdType", `"${kind}" must be PERCENTAGE or ABSOLUTE`);
    const threshold = v.numeric(inputs, "threshold");
    if (kind === "PERCENTAGE" && threshold !== undefined && (threshold <= 0 || threshold > 10_000))
      report("threshold", "must be above 0 and at most 10000 percent");
    for (const address of (v.text(inputs, "recipients") ?? "").split(/[,;\s]+/).filter((a) => a !== ""))
      if (!/^[^@]+@[^@]+\.[^@]+$/.test(address))
        report("recipients", `"${address}" is not an e-mail address`);
  },
  rules: homeOnly,
  outputs: () => ({ state: "ACTIVE", version: 1 }),
});

export const budgets: readonly Kind[] = [budget, rule];
