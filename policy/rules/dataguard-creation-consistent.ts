import { isGiven } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const ASSOCIATION = "oci:Database/dataGuardAssociation:DataGuardAssociation";

/** How the standby is made, with the inputs that say so. */
const PEERS: Readonly<Record<string, "peerDbSystemId" | "peerVmClusterId">> = {
  ExistingDbSystem: "peerDbSystemId",
  ExistingVmCluster: "peerVmClusterId",
};

/** Half an hour later the provider says the same. */
export const dataguardCreationConsistent = defineRule({
  id: "dataguard-creation-consistent",
  description:
    "A Data Guard association names the standby's system when that exists, and none when it is made.",
  severity: "medium",
  needs: [],
  serves: ["DR-11"],
  remediationSteps: "Set creationType to ExistingDbSystem with peerDbSystemId, or to NewDbSystem without.",

  check(resource, _place, report) {
    const association = inputsOf(resource, ASSOCIATION);
    if (association === undefined) return;
    const { creationType = "" } = association;
    const wanted = PEERS[creationType];
    for (const peer of Object.values(PEERS)) {
      const given = isGiven(() => association[peer]);
      if (given === (peer === wanted)) continue;
      report({
        resource,
        path: peer,
        value: given ? "given" : undefined,
        problem: `creationType ${creationType} ${given ? "makes a system of its own" : "needs to know the one that exists"}`,
        remedy: given ? "Leave it out, or name the creation type that takes it." : "Name the system.",
      });
    }
  },
});
