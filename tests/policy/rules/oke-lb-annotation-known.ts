import { changed, UNKNOWN, type RuleCases } from "../sample";
import { NLB, PLAIN, bare, networkBalancer, service } from "./oke-lb";

export const okeLbAnnotationKnownCases: RuleCases = {
  rule: "oke-lb-annotation-known",
  serves: ["OK-27"],
  violating: [
    {
      title: "a misspelt one",
      resources: [service({ [`${PLAIN}interal`]: "true" })],
      says: [`"orders": metadata.annotations["${PLAIN}interal"] is "true"`, "ignores it without a word"],
    },
    {
      title: "one of a network load balancer",
      resources: [service({ [`${NLB}internal`]: "true" })],
      says: [`${NLB}internal`, "for a balancer of type nlb only"],
    },
    {
      title: "one of a load balancer at a network load balancer",
      resources: [networkBalancer({ [`${PLAIN}shape`]: "flexible" })],
      says: ["for a balancer of type lb only"],
    },
    {
      title: "one under a prefix of Oracle's",
      resources: [service({ "oci.oraclecloud.com/internal-load-balancer": "true" })],
      says: ["does not know it"],
    },
  ],
  complying: [
    { title: "known ones", resources: [service({ [`${PLAIN}shape`]: "flexible" })] },
    { title: "other people's", resources: [service({ "example.com/team": "shop" })] },
    { title: "none", resources: [bare()] },
    {
      title: "those of a network load balancer",
      resources: [networkBalancer({ [`${NLB}subnet`]: "ocid1.subnet" })],
    },
  ],
  unknown: [
    { title: "annotations that are not known", resources: [changed(service(), { metadata: UNKNOWN })] },
  ],
};
