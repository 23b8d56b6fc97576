import { changed, UNKNOWN, type RuleCases } from "../sample";
import { subnet, withDetails } from "./oke";

const shared = { podSubnetIds: ["ocid1.subnet.workers"] };
const small = subnet("workers", "10.0.10.0/24");
const large = subnet("pods", "10.0.64.0/18");

export const okeSubnetCapacityCases: RuleCases = {
  rule: "oke-subnet-capacity",
  serves: ["OK-06"],
  violating: [
    {
      title: "more pods than the interfaces of a node take",
      resources: [
        changed(withDetails({}, { maxPodsPerNode: 93 }), { nodeShapeConfig: { ocpus: 2, memoryInGbs: 16 } }),
      ],
      says: ["maxPodsPerNode is 93", "a node with 2 OCPUs have addresses for 31 pods"],
    },
    {
      title: "8 nodes of 31 pods in the source's one /24",
      resources: [withDetails({ size: 8 }, shared), small],
      says: ['"pool": nodeConfigDetails.size is 8', "264 addresses of workers, which has 253"],
    },
    {
      title: "3 nodes of 110 pods in it",
      resources: [withDetails({ size: 3 }, { ...shared, maxPodsPerNode: 110 }), small],
      says: ['"pool": nodeConfigDetails.size is 3'],
    },
    {
      title: "more than a subnet of pods takes",
      resources: [withDetails({ size: 144 }, { maxPodsPerNode: 110 }), large],
      says: ["16416 addresses of pods, which has 16381"],
    },
  ],
  complying: [
    {
      title: "as many as they take",
      resources: [
        changed(withDetails({}, { maxPodsPerNode: 93 }), { nodeShapeConfig: { ocpus: 4, memoryInGbs: 16 } }),
      ],
    },
    { title: "7 nodes of 31 pods in it", resources: [withDetails({ size: 7 }, shared), small] },
    {
      title: "2 nodes of 110 pods in it",
      resources: [withDetails({ size: 2 }, { ...shared, maxPodsPerNode: 110 }), small],
    },
    {
      title: "100 nodes of 110 pods in a subnet of /18",
      resources: [withDetails({ size: 100 }, { maxPodsPerNode: 110 }), large],
    },
    {
      title: "pods of an overlay",
      resources: [withDetails({ size: 50 }, { ...shared, cniType: "FLANNEL_OVERLAY" }), small],
    },
    { title: "a subnet of another stack", resources: [withDetails({ size: 200 })] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a subnet whose id is not known",
      resources: [withDetails({ size: 200 }, { podSubnetIds: [UNKNOWN] }), changed(small, { id: UNKNOWN })],
    },
  ],
};
