import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/**
 * What is there three times, Argo CD or Alertmanager, is only so where three nodes in three zones are. A group with taints is
 * for something of its own, and not for these.
 */
export const eksNodesMinThree = defineRule({
  id: "eks-nodes-min-three",
  description: "Outside dev a node group for everybody has three nodes or more, in three zones.",
  severity: "medium",
  needs: [],
  serves: ["GO-07"],
  remediationSteps: "Set scalingConfig.minSize to 3 and name a subnet in each of three zones.",

  check(resource, place, report) {
    const group = inputsOf(resource, NODE_GROUP);
    if (group === undefined || place.class === "dev" || (group.taints ?? []).length > 0) return;
    const checks = [
      () => {
        const least = group.scalingConfig?.minSize;
        if (least === undefined || least >= 3) return;
        report({
          resource,
          path: "scalingConfig.minSize",
          value: least,
          problem: "three copies then share nodes, and fall together",
          remedy: "Set it to 3 or more.",
        });
      },
      () => {
        const subnets = group.subnetIds;
        if (subnets === undefined || subnets.length >= 3) return;
        report({
          resource,
          path: "subnetIds",
          value: subnets,
          problem: "the nodes are in fewer than three zones",
          remedy: "Name a subnet in each of three zones.",
        });
      },
    ];
    forEach(checks, (check) => {
      check();
    });
  },
});
