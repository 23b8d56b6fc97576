import { meetIn } from "../lib/references";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const SUBNET = "oci:Core/subnet:Subnet";
const LOG = "oci:Logging/log:Log";
const VCN = "oci:Core/vcn:Vcn";

/** Words in a subnet's name that say it is a cluster's. */
const CLUSTER_ROLE = /(^|[-_ ])(workers?|nodes?|pods?|api-endpoint|load-balancers?)([-_ ]|$)/i;

/** What went in and out of a cluster can be read afterwards. */
export const okeFlowLogs = defineRule({
  id: "oke-flow-logs",
  description: "Every subnet of a cluster has a flow log that is on.",
  severity: "medium",
  needs: [],
  serves: ["OK-49", "OP-13"],
  remediationSteps: "Add an oci.logging.Log of service flowlogs for the subnet, or for its VCN.",

  checkStack(resources, _place, report) {
    const logs = ofType(resources, LOG).filter(isOn);
    for (const subnet of ofType(resources, SUBNET)) {
      const inputs = inputsOf(subnet, SUBNET);
      if (!CLUSTER_ROLE.test(ifKnown(() => inputs?.displayName) ?? subnet.name)) continue;
      const vcn = { of: subnet, property: "vcnId", read: () => inputs?.vcnId };
      const logged = logs.some((log) => {
        const read = () => inputsOf(log, LOG)?.configuration?.source?.resource;
        return (
          refersTo(log, "configuration", read, subnet) ||
          meetIn({ of: log, property: "configuration", read }, vcn, [VCN])
        );
      });
      if (logged) continue;
      report({
        resource: subnet,
        path: "flow log",
        problem: "nobody can say afterwards what went in and out of it",
        remedy: "Add an oci.logging.Log of service flowlogs for it, and leave it on.",
      });
    }
  },
});

function isOn(log: StackResource): boolean {
  const inputs = inputsOf(log, LOG);
  return (
    ifKnown(() => inputs?.isEnabled !== false && inputs?.configuration?.source?.service === "flowlogs") !==
    false
  );
}
