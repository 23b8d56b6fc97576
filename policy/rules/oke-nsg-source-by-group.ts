import { contains } from "../lib/cidr";
import { groupRules, groupsFor, subnetsOf } from "../lib/group-rules";
import { defineRule } from "../rule";

const REMEDY = "Name the group instead: whatever else is put into the subnet is not let in with it.";

/** A range lets in whatever comes to be in it; a group lets in what is put into it. */
export const okeNsgSourceByGroup = defineRule({
  id: "oke-nsg-source-by-group",
  description:
    "A rule of a security group names another group where there is one, and not the range of its subnet.",
  severity: "low",
  needs: [],
  serves: ["OK-21"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    const grouped = subnetsOf(resources).flatMap(({ resource, range, purposes }) =>
      purposes
        .flatMap((purpose) => [purpose, purpose.replace(/-internal$/, "")])
        .some((purpose) => groupsFor(resources, purpose).length > 0)
        ? [{ subnet: resource, range }]
        : [],
    );
    for (const { resource, other } of groupRules(resources)) {
      const { range, property } = other;
      if (range === undefined) continue;
      const found = grouped.find(({ range: subnet }) => contains(subnet, range));
      if (found === undefined) continue;
      report({
        resource,
        path: property,
        value: resource.props[property],
        problem: `it is a part of ${found.subnet.name}, whose interfaces have a group of their own`,
        remedy: REMEDY,
      });
    }
  },
});
