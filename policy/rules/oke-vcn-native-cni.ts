import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const CLUSTER = "oci:ContainerEngine/cluster:Cluster";
const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
const NATIVE = "OCI_VCN_IP_NATIVE";
const REMEDY = `Set cniType to ${NATIVE}; it can only be chosen when the cluster is made.`;

/** Pods have addresses of the VCN, so that security groups see them. */
export const okeVcnNativeCni = defineRule({
  id: "oke-vcn-native-cni",
  description: "Pods of an OKE cluster have addresses of the VCN, and security groups of their own.",
  severity: "high",
  needs: [],
  serves: ["OK-03", "OP-17"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const cluster = inputsOf(resource, CLUSTER);
    if (cluster !== undefined) {
      const options = cluster.clusterPodNetworkOptions;
      if (options === undefined || options.length === 0) {
        const problem = "the service then takes an overlay, whose pods no security group sees";
        report({ resource, path: "clusterPodNetworkOptions", value: options, problem, remedy: REMEDY });
      }
      forEach(options, ({ cniType }, index) => {
        if (cniType === NATIVE) return;
        const path = `clusterPodNetworkOptions[${index}].cniType`;
        report({
          resource,
          path,
          value: cniType,
          problem: "no security group sees its pods",
          remedy: REMEDY,
        });
      });
    }
    const pods = inputsOf(resource, NODE_POOL)?.nodeConfigDetails?.nodePoolPodNetworkOptionDetails;
    if (pods?.cniType !== NATIVE) return;
    // A pod's interface has the groups that its pool names, and otherwise none (OKE guide, "Using the OCI VCN-Native Pod Networking CNI plugin").
    const groups = pods.podNsgIds;
    if (groups !== undefined && groups.length > 0) return;
    report({
      resource,
      path: "nodeConfigDetails.nodePoolPodNetworkOptionDetails.podNsgIds",
      value: groups,
      problem: "its pods then are in no security group",
      remedy: "Name the security group of pods.",
    });
  },
});
