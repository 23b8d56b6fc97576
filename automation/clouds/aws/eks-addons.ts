import type { Context, Use } from "../kind";

/**
 * The add-on whose pods are a Deployment: without nodes it has no replicas, and the provider waits 20 minutes for it in vain
 * (https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3001, read 2026-11-26).
 */
const DEPLOYED = "coredns";

/** Where pods can run: nodes that EKS manages, those of somebody's own, Fargate. */
const places = [
  "aws:eks/nodeGroup:NodeGroup",
  "aws:eks/fargateProfile:FargateProfile",
  "aws:autoscaling/group:Group",
  "aws:ec2/instance:Instance",
];

export function addonUses(c: Context): Use[] {
  if (c.text("addonName") !== DEPLOYED) return [];
  const what = `pods of the add-on ${DEPLOYED} run in ${c.text("clusterName") ?? ""}`;
  if (places.some((type) => c.all(type).length > 0)) return [{ what }];
  return [
    {
      what,
      refusal:
        `unexpected state 'DEGRADED', wanted target 'ACTIVE': InsufficientNumberOfReplicas: the add-on ${DEPLOYED} of ` +
        `${c.text("clusterName") ?? ""} has no nodes for its pods`,
    },
  ];
}
