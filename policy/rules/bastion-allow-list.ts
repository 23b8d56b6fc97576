import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const BASTION = "oci:Bastion/bastion:Bastion";
/** Seconds: Bastion guide, "Creating a Bastion", at most 3 hours. */
const LONGEST = 10_800;

/** A session is a way to every host that the bastion reaches. */
export const bastionAllowList = defineRule({
  id: "bastion-allow-list",
  description: "Bastions open sessions to named ranges only, for three hours at most.",
  severity: "high",
  needs: [],
  serves: ["OP-12"],
  remediationSteps:
    "List the ranges that operators come from, and set maxSessionTtlInSeconds to 10800 or less.",

  check(resource, _place, report) {
    const bastion = inputsOf(resource, BASTION);
    if (bastion === undefined) return;
    const clients = bastion.clientCidrBlockAllowLists;
    if ((clients ?? []).length === 0) {
      const problem = "nobody is named, so nobody is kept out on purpose";
      const remedy = "List the ranges that operators come from.";
      report({ resource, path: "clientCidrBlockAllowLists", value: clients, problem, remedy });
    }
    forEach(clients, (range, i) => {
      if (!/\/[0-7]$/.test(range)) return;
      report({
        resource,
        path: `clientCidrBlockAllowLists[${i}]`,
        value: range,
        problem: "sessions can be opened from anywhere",
        remedy: "Name the ranges that operators come from.",
      });
    });
    const seconds = bastion.maxSessionTtlInSeconds;
    if (seconds === undefined || seconds <= LONGEST) return;
    const problem = "a forgotten session stays open";
    const remedy = `Set it to ${LONGEST} or less.`;
    report({ resource, path: "maxSessionTtlInSeconds", value: seconds, problem, remedy });
  },
});
