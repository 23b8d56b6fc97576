import { changed, UNKNOWN, type RuleCases } from "../sample";
import { subnet } from "./oke";
import { ANNOTATIONS, GROUPS, NLB, PLAIN, networkBalancer, service } from "./oke-lb";

const SUBNET = `${PLAIN}subnet1`;
const named = changed(subnet("balancers", "10.0.20.0/24"), {
  id: ANNOTATIONS[SUBNET],
  prohibitPublicIpOnVnic: true,
});

export const okeLbSubnetPrivateCases: RuleCases = {
  rule: "oke-lb-subnet-private",
  serves: ["OK-28"],
  violating: [
    {
      title: "an internal balancer without a subnet",
      resources: [service({ [SUBNET]: undefined })],
      says: [`"orders": metadata.annotations["${SUBNET}"] is not set`, "whichever subnet"],
    },
    {
      title: "one without a group",
      resources: [service({ [GROUPS]: " " })],
      says: [GROUPS, "no security group"],
    },
    {
      title: "a network load balancer without either",
      resources: [networkBalancer({ [`${NLB}internal`]: "true" })],
      says: [`${NLB}subnet`],
    },
    {
      title: "a subnet that permits public addresses",
      resources: [
        service(),
        { ...changed(named, { prohibitPublicIpOnVnic: false }), stack: "prod-platform" },
      ],
      says: ["permits public addresses"],
    },
    {
      title: "a subnet that does not say",
      resources: [
        service(),
        { ...changed(named, { prohibitPublicIpOnVnic: undefined }), stack: "prod-platform" },
      ],
      says: ["permits public addresses"],
    },
  ],
  complying: [
    { title: "a private subnet, and a group", resources: [service(), { ...named, stack: "prod-platform" }] },
    {
      title: "a public balancer, which is another rule's",
      resources: [service({ [`${PLAIN}internal`]: "false", [SUBNET]: undefined })],
    },
  ],
  unknown: [
    { title: "annotations that are not known", resources: [changed(service(), { metadata: UNKNOWN })] },
  ],
  unknownButEnough: [],
};
