import * as pulumi from "@pulumi/pulumi";
import { AccountBaseline, KeySet, PlatformRoles } from "./index";

const config = new pulumi.Config();
const place = {
  account: { id: config.require("accountId"), region: config.require("region") },
  naming: { org: "acme", env: "dev", site: "use1" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
} as const;

// An account that a shop is built in: no public bucket, the roles its services take, a key for each matter.
const baseline = new AccountBaseline("account", place);
const roles = new PlatformRoles("roles", {
  ...place,
  deployerPrincipals: [`arn:aws:iam::${place.account.id}:role/pipeline`],
});
const keys = new KeySet("keys", { ...place, keys: { data: "data", "flow-logs": "logs" }, protect: false });

export const flowLogRoleArn = baseline.flowLogRoleArn;
export const deployerRoleArn = roles.arns.deployer;
export const dataKeyArn = keys.arns.data;
