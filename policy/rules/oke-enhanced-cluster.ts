import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const CLUSTER = "oci:ContainerEngine/cluster:Cluster";

/** Basic clusters have neither workload identity nor a service level. */
export const okeEnhancedCluster = defineRule({
  id: "oke-enhanced-cluster",
  description: "An OKE cluster is of the enhanced type.",
  severity: "medium",
  needs: [],
  serves: ["OK-54", "OP-15"],
  remediationSteps: "Set type to ENHANCED_CLUSTER; a basic cluster becomes one in place.",

  check(resource, _place, report) {
    const cluster = inputsOf(resource, CLUSTER);
    if (cluster === undefined || cluster.type === "ENHANCED_CLUSTER") return;
    report({
      resource,
      path: "type",
      value: cluster.type,
      // OKE guide, "Comparing Enhanced Clusters with Basic Clusters".
      problem:
        "a basic cluster has no workload identity, no node cycling, no add-on management and no service level",
      remedy: "Set it to ENHANCED_CLUSTER.",
    });
  },
});
