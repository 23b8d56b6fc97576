import { changed, UNKNOWN, type RuleCases } from "../sample";
import { cluster, pool, withDetails } from "./oke";

export const okeVcnNativeCniCases: RuleCases = {
  rule: "oke-vcn-native-cni",
  serves: ["OK-03", "OP-17"],
  violating: [
    {
      title: "an overlay",
      resources: [changed(cluster, { clusterPodNetworkOptions: [{ cniType: "FLANNEL_OVERLAY" }] })],
      says: ['clusterPodNetworkOptions[0].cniType is "FLANNEL_OVERLAY"'],
    },
    {
      title: "a cluster that does not say",
      resources: [changed(cluster, { clusterPodNetworkOptions: undefined })],
      says: ["clusterPodNetworkOptions is not set", "overlay"],
    },
    {
      title: "OK-17 pods without a security group",
      resources: [withDetails({}, { podNsgIds: undefined })],
      says: ["podNsgIds is not set", "in no security group"],
    },
  ],
  complying: [
    { title: "native pods with a group", resources: [cluster, pool] },
    {
      title: "pods of an overlay, whose cluster answers for them",
      resources: [withDetails({}, { cniType: "FLANNEL_OVERLAY", podNsgIds: undefined })],
    },
  ],
  unknown: [
    {
      title: "a network that is not known",
      resources: [changed(cluster, { clusterPodNetworkOptions: [{ cniType: UNKNOWN }] })],
    },
  ],
};
