import { Derive } from "../derive";
import { PackageFacts } from "../facts/facts";
import { SimulatedPackage } from "../packages";
import { CloudProvider, type Surroundings } from "../provider";
import { text } from "../values";
import { checkConfig, ociCloud, siteOf } from "./cloud";

/**
 * The simulated Oracle Cloud. The tenancy is the one that the provider's configuration names, else the scenario's,
 * else one derived from the seed; its home region is me-dubai-1 unless the scenario says another.
 */
export function ociPackage(around: Surroundings): SimulatedPackage {
  const facts = new PackageFacts("oci");
  const cloud = ociCloud(facts);
  const derive = new Derive(around.seed, "oci tenancy");
  const { ociTenancy, ociHomeRegion } = around.scenario.definition;
  const derived = ociTenancy ?? `ocid1.tenancy.oc1..aaaaaaaa${derive.base32("tenancy", 52)}`;
  return new SimulatedPackage({
    name: "oci",
    facts: () => facts,
    identity: ["region", "tenancyOcid"],
    checkConfig,
    open: (config, unknown) => {
      const site = siteOf(config, text(config, "tenancyOcid") ?? derived, ociHomeRegion ?? "me-dubai-1");
      return new CloudProvider(cloud, around, unknown ? undefined : site);
    },
  });
}
