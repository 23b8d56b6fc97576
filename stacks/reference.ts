import path from "node:path";
import { definePlatform } from "./define/platform";
import { dev, prod, staging, type Environment } from "./environments";
import { stacks } from "./graph";
import { packageRoot } from "./package-root";
import { policyFacts } from "./policy";

const environments = { dev, staging, prod };

/** The reference platform: everything causeway ships, in the three environments. */
export const platform = definePlatform<Environment>({
  name: "causeway",
  stacks,
  environments,
  policies: async (env, config) => {
    const { policyConfig } = await import("../policy/config.js");
    const owner = {
      env,
      org: config["causeway:org"] ?? "causeway",
      account: config["causeway:awsAccountId"],
    };
    const facts = policyFacts(Object.values(environments), stacks, owner);
    return [{ path: path.join(packageRoot, "policy"), config: policyConfig(env.class, facts) }];
  },
  secretsProvider: (env) => env.secrets,
  driftIgnores: [
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      property: "scalingConfig.desiredSize",
      reason: "the cluster's autoscaler keeps the number of nodes, between the declared least and most",
    },
    {
      type: "oci:ContainerEngine/nodePool:NodePool",
      property: "nodeConfigDetails.size",
      reason: "the cluster's autoscaler keeps the number of nodes, between the declared least and most",
    },
  ],
  rehearsalConfig: (env) => ({
    "causeway:awsAccountId": { dev: "111111111111", staging: "222222222222", prod: "333333333333" }[env.name],
    "causeway:ociTenancyId": `ocid1.tenancy.oc1..${"simulated".repeat(6)}${env.name}`,
    "causeway:zone": "platform.example.org",
  }),
});
