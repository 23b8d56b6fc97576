import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** A burstable machine that has used up its credits falls to a fraction of a core, with everything on it. */
export const eksNoBurstableProd = defineRule({
  id: "eks-no-burstable-prod",
  description: "Node groups of production have no burstable machines.",
  severity: "low",
  needs: [],
  serves: ["GO-07"],
  remediationSteps: "Choose types of a family such as m7i, c7i or r7i.",

  check(resource, place, report) {
    if (place.class !== "prod") return;
    forEach(inputsOf(resource, NODE_GROUP)?.instanceTypes, (type, index) => {
      if (!/^t\d/.test(type)) return;
      report({
        resource,
        path: `instanceTypes[${index}]`,
        value: type,
        // EC2 user guide, "Burstable performance instances".
        problem: "its processor falls to the baseline when its credits are used up",
        remedy: "Choose a type of a family such as m7i, c7i or r7i.",
      });
    });
  },
});
