import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { cluster, inProd } from "./eks";

const network = cluster.props["vpcConfig"] as object;
const open = (props: object): Sample => changed(cluster, { vpcConfig: { ...network, ...props } });

export const eksEndpointRestrictedCases: RuleCases = {
  rule: "eks-endpoint-restricted",
  serves: ["GO-06"],
  violating: [
    {
      title: "an endpoint for the whole internet, as EKS makes it without a word",
      resources: [open({ endpointPublicAccess: undefined })],
      says: ['"cluster": vpcConfig.publicAccessCidrs is not set', "the whole internet"],
    },
    {
      title: "the whole internet among its ranges, beside one that is not known",
      resources: [open({ endpointPublicAccess: true, publicAccessCidrs: [UNKNOWN, "0.0.0.0/0"] })],
      says: ['vpcConfig.publicAccessCidrs is "0.0.0.0/0"'],
    },
    {
      title: "a public endpoint in production, for a few ranges",
      resources: [inProd(open({ endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] }))],
      says: ['"cluster": vpcConfig.endpointPublicAccess is true', "of production"],
    },
  ],
  complying: [
    { title: "a private endpoint", resources: [cluster] },
    {
      title: "an endpoint for a few ranges in dev",
      resources: [open({ endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] })],
    },
  ],
  unknown: [{ title: "a network that is not known", resources: [changed(cluster, { vpcConfig: UNKNOWN })] }],
};
