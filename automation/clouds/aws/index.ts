import { PackageFacts } from "../facts/facts";
import { SimulatedPackage } from "../packages";
import { CloudProvider, type Surroundings } from "../provider";
import { Derive } from "../derive";
import { accountFor, awsCloud, checkConfig, siteOf } from "./cloud";

/** The simulated AWS, one account unless providers are told otherwise. */
export function awsPackage(around: Surroundings): SimulatedPackage {
  const facts = new PackageFacts("aws");
  const cloud = awsCloud(facts);
  const derived = new Derive(around.seed, "aws account").digits("account", 12).replace(/^0/, "1");
  return new SimulatedPackage({
    name: "aws",
    facts: () => facts,
    identity: ["region"],
    checkConfig,
    open: (config, unknown) => {
      const account = accountFor(config, around.scenario.definition.awsAccount, derived);
      return new CloudProvider(cloud, around, unknown ? undefined : siteOf(config, account));
    },
  });
}
