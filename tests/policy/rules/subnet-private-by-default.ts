import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const subnet: Sample = {
  type: "oci:Core/subnet:Subnet",
  name: "workers",
  props: {
    cidrBlock: "10.0.10.0/24",
    vcnId: "vcn",
    routeTableId: "table",
    securityListIds: ["list"],
    prohibitPublicIpOnVnic: true,
    definedTags: { "causeway.Purpose": "workers" },
  },
};
const open = { prohibitPublicIpOnVnic: false };
const entry = { ...open, definedTags: { "causeway.Purpose": "load-balancer-public" } };

export const subnetPrivateByDefaultCases: RuleCases = {
  rule: "subnet-private-by-default",
  serves: ["OP-07"],
  violating: [
    {
      title: "a subnet that admits public addresses",
      resources: [changed(subnet, open)],
      says: ['"workers": prohibitPublicIpOnVnic is false', "may get a public address"],
    },
    {
      title: "the source's subnet, which does not say",
      resources: [changed(subnet, { prohibitPublicIpOnVnic: undefined })],
      says: ["prohibitPublicIpOnVnic is not set"],
    },
    {
      title: "a declared entry where the environment has none",
      resources: [changed(subnet, entry)],
      says: ["the environment has no public entry"],
    },
  ],
  complying: [
    { title: "a private subnet", resources: [subnet] },
    {
      title: "one without ways in from the internet",
      resources: [changed(subnet, { ...open, prohibitInternetIngress: true })],
    },
    {
      title: "a declared entry where there is one",
      resources: [{ ...changed(subnet, entry), stack: "prod-network" }],
    },
  ],
  unknown: [
    {
      title: "a switch that is not known",
      resources: [changed(subnet, { prohibitPublicIpOnVnic: UNKNOWN })],
    },
  ],
};
