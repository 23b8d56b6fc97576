import * as v from "valibot";
import { defineContract } from "../define/contract";

export const identityContract = defineContract({
  stack: "identity",
  version: 4,
  fields: {
    /** AWS role that the deployer assumes. */
    deployerRoleArn: v.string(),
    /** AWS role that EventBridge assumes to reach targets which take no resource policy. */
    eventTargetRoleArn: v.string(),
    /** AWS roles of the EKS control plane and its nodes. */
    eksClusterRoleArn: v.string(),
    eksNodeRoleArn: v.string(),
    /** OCI groups by what they do. */
    groupIds: v.strictObject({
      "cluster-admins": v.string(),
      "network-admins": v.string(),
      "node-operators": v.string(),
      "api-platform": v.string(),
      "api-publishers": v.string(),
      "image-publishers": v.string(),
      deployers: v.string(),
      auditors: v.string(),
    }),
  },
});
