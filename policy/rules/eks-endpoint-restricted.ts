import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const CLUSTER = "aws:eks/cluster:Cluster";
const WORLD = ["0.0.0.0/0", "::/0"];

/** Who reaches the API of a cluster may try every door of it. Without a word EKS opens it to the world. */
export const eksEndpointRestricted = defineRule({
  id: "eks-endpoint-restricted",
  description: "The API of an EKS cluster is not open to the internet, and in production not public at all.",
  severity: "critical",
  needs: [],
  serves: ["GO-06"],
  remediationSteps: "Set vpcConfig.endpointPublicAccess to false and endpointPrivateAccess to true.",

  check(resource, place, report) {
    const network = inputsOf(resource, CLUSTER)?.vpcConfig;
    if (network === undefined || network.endpointPublicAccess === false) return;
    if (place.class === "prod") {
      report({
        resource,
        path: "vpcConfig.endpointPublicAccess",
        value: network.endpointPublicAccess,
        problem: "the Kubernetes API of production has a public endpoint",
        remedy: "Set it to false, and reach the API from the runners of the network.",
      });
      return;
    }
    // EKS user guide, "Cluster API server endpoint": the default is 0.0.0.0/0.
    const open = {
      path: "vpcConfig.publicAccessCidrs",
      problem: "the whole internet reaches the Kubernetes API",
    };
    const remedy = "Name the ranges that may, or set endpointPublicAccess to false.";
    const ranges = network.publicAccessCidrs;
    if (ranges === undefined) report({ resource, ...open, remedy });
    forEach(ranges, (range) => {
      if (WORLD.includes(range)) report({ resource, ...open, value: range, remedy });
    });
  },
});
