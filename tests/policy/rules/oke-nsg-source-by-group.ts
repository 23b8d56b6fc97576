import { UNKNOWN, type RuleCases } from "../sample";
import { all, ground, keyed, rangeOf, rule } from "./oke-nsg";

const FROM_BALANCER = /^workers-from-load-balancer-tcp-30000-32767$/;
const by = (source: string) => rule(keyed(FROM_BALANCER), { source, sourceType: "CIDR_BLOCK" });

export const okeNsgSourceByGroupCases: RuleCases = {
  rule: "oke-nsg-source-by-group",
  serves: ["OK-21"],
  advises: true,
  violating: [
    {
      title: "the subnet of balancers, which have a group",
      resources: [...ground, by(rangeOf("load-balancer-internal"))],
      says: [`source is "${rangeOf("load-balancer-internal")}"`, "a part of subnet-load-balancer-internal"],
    },
    {
      title: "an address of it as a destination",
      resources: [
        ...ground,
        rule(keyed(/^workers-to-api-endpoint-tcp-6443$/), {
          destination: "10.65.3.2/32",
          destinationType: "CIDR_BLOCK",
        }),
      ],
      says: ["destination is", "subnet-api-endpoint"],
    },
  ],
  complying: [
    { title: "what the network component makes", resources: all },
    { title: "the bastion, which takes no group", resources: [...ground, by(rangeOf("bastion"))] },
    { title: "a range that is no subnet's", resources: [...ground, by("10.64.0.0/16")] },
    {
      title: "a subnet whose groups another stack has",
      resources: [
        ...ground.filter(({ name }) => !(name ?? "").startsWith("group-")),
        by(rangeOf("load-balancer-internal")),
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [{ title: "a source that is not known", resources: [...ground, by(UNKNOWN)] }],
};
