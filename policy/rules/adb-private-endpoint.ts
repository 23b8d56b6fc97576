import { isGiven } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const DATABASE = "oci:Database/autonomousDatabase:AutonomousDatabase";
const REMEDY = "Set subnetId to a private subnet and nsgIds to the databases' security group.";

/** Without a private endpoint an Autonomous Database has a public one. */
export const adbPrivateEndpoint = defineRule({
  id: "adb-private-endpoint",
  description: "Autonomous Databases have a private endpoint with a network security group.",
  severity: "critical",
  needs: [],
  serves: ["OP-31"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const database = inputsOf(resource, DATABASE);
    if (database === undefined) return;
    for (const [path, read] of [
      ["subnetId", () => database.subnetId],
      ["nsgIds", () => (database.nsgIds ?? []).join()],
    ] as const) {
      if (isGiven(read)) continue;
      const problem =
        path === "subnetId"
          ? "its endpoint is on the internet"
          : "no network security group says who reaches it";
      report({ resource, path, problem, remedy: REMEDY });
    }
  },
});
