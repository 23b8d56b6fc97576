import path from "node:path";
import { definePlatform } from "./define/platform";
import { dev, prod, staging, type Environment } from "./environments";
import { stacks } from "./graph";

/** The reference platform: everything causeway ships, in the three environments. */
export const platform = definePlatform<Environment>({
  name: "causeway",
  stacks,
  environments: { dev, staging, prod },
  secretsProvider: (env) => env.secrets,
  rehearsalConfig: (env) => ({
    "causeway:awsAccountId": { dev: "111111111111", staging: "222222222222", prod: "333333333333" }[env.name],
    "causeway:ociTenancyId": `ocid1.tenancy.oc1..${"simulated".repeat(6)}${env.name}`,
    "causeway:zone": "platform.example.org",
  }),
});

/** Folder of this package, where the policy pack and the project file are. */
export const packageRoot = path.resolve(__dirname, "..", "..");
