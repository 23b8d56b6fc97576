import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const DATABASE = "oci:Database/autonomousDatabase:AutonomousDatabase";
const STANDBY = ["CROSS_REGION_DISASTER_RECOVERY", "CROSS_REGION_DATAGUARD"];
const REMEDY = "Create the standby with a provider of the standby region.";

/** A standby beside its primary is lost with it; one abroad takes regulated data out of the country. */
export const adbStandbyProvider = defineRule({
  id: "adb-standby-provider",
  description: "Standby databases are made by a provider of another region, one that data may live in.",
  severity: "high",
  needs: ["regions"],
  serves: ["OP-53"],
  remediationSteps: REMEDY,

  check(resource, { facts }, report) {
    const database = inputsOf(resource, DATABASE);
    if (database?.source === undefined || !STANDBY.includes(database.source)) return;
    const region = resource.provider?.props["region"];
    if (typeof region !== "string") return;
    if (!facts.regions.includes(region)) {
      const problem = "data may not live in this region";
      report({ resource, path: "provider.region", value: region, problem, remedy: REMEDY });
    }
    // ocid1.autonomousdatabase.oc1.<region>.<unique>
    const primary = /^ocid1\.[a-z]+\.oc\d+\.([a-z0-9-]+)\./.exec(database.sourceId ?? "")?.[1];
    if (primary !== region) return;
    const problem = "the standby is in the primary's own region, and is lost with it";
    report({ resource, path: "provider.region", value: region, problem, remedy: REMEDY });
  },
});
