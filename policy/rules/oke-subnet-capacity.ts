import { rangeOf } from "../lib/cidr";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
const SUBNET = "oci:Core/subnet:Subnet";

/** Addresses of a VNIC that pods can have, and the most pods of a node (OKE guide, "Node Shapes and Number of Pods"). */
const PODS_PER_VNIC = 31;
const MAX_PODS = 110;
/** Compute guide, "Compute Shapes": the VNICs of a flexible shape, 2 at the least, one an OCPU from there on. */
const MAX_VNICS = 24;
/** OCI keeps the first two and the last address of a subnet (Networking guide, "Reserved IP addresses"). */
const RESERVED = 3;

/** A pool whose pods have no addresses left stops growing without a word. */
export const okeSubnetCapacity = defineRule({
  id: "oke-subnet-capacity",
  description:
    "The subnets of a node pool have addresses for its nodes and for all pods that they may have, and its nodes interfaces for them.",
  severity: "high",
  needs: [],
  serves: ["OK-06"],
  remediationSteps:
    "Give pods a subnet of their own that is large enough; a subnet can not be resized under them.",

  check(resource, _place, report) {
    const pool = inputsOf(resource, NODE_POOL);
    const pods = pool?.nodeConfigDetails?.nodePoolPodNetworkOptionDetails;
    const [wanted, ocpus] = [pods?.maxPodsPerNode, pool?.nodeShapeConfig?.ocpus];
    if (wanted === undefined || ocpus === undefined || pods?.cniType !== "OCI_VCN_IP_NATIVE") return;
    const most = Math.min(MAX_PODS, PODS_PER_VNIC * (Math.min(MAX_VNICS, Math.max(2, ocpus)) - 1));
    if (wanted <= most) return;
    report({
      resource,
      path: "nodeConfigDetails.nodePoolPodNetworkOptionDetails.maxPodsPerNode",
      value: wanted,
      problem: `the interfaces of a node with ${ocpus} OCPUs have addresses for ${most} pods`,
      remedy: "Lower it, or give nodes more OCPUs.",
    });
  },

  checkStack(resources, _place, report) {
    for (const pool of ofType(resources, NODE_POOL)) {
      const details = ifKnown(() => inputsOf(pool, NODE_POOL)?.nodeConfigDetails);
      const pods = details?.nodePoolPodNetworkOptionDetails;
      const size = ifKnown(() => details?.size);
      const perNode = ifKnown(() => pods?.maxPodsPerNode) ?? PODS_PER_VNIC;
      if (pods?.cniType !== "OCI_VCN_IP_NATIVE" || size === undefined) continue;
      for (const subnet of ofType(resources, SUBNET)) {
        const holds = (read: () => unknown): boolean =>
          ifKnown(() => JSON.stringify(read() ?? null).includes(idOf(subnet))) === true;
        const forPods = holds(() => pods.podSubnetIds);
        const forNodes = holds(() => details?.placementConfigs);
        if (!forPods) continue;
        const room = roomOf(subnet);
        const wanted = size * (perNode + Math.ceil(perNode / PODS_PER_VNIC) + (forNodes ? 1 : 0));
        if (room === undefined || wanted <= room) continue;
        report({
          resource: pool,
          path: "nodeConfigDetails.size",
          value: size,
          problem: `${size} nodes with ${perNode} pods each need ${wanted} addresses of ${subnet.name}, which has ${room}`,
          remedy: "Put pods into a larger subnet of their own, or lower maxPodsPerNode.",
        });
      }
    }
  },
});

/** What names the subnet in a value; something that no value holds while it is not known. */
function idOf(subnet: StackResource): string {
  return JSON.stringify(ifKnown(() => subnet.props["id"]) ?? "\u0000");
}

function roomOf(subnet: StackResource): number | undefined {
  const range = rangeOf(ifKnown(() => inputsOf(subnet, SUBNET)?.cidrBlock));
  return range && Number(range.last - range.first) + 1 - RESERVED;
}
