import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const reference: Sample = {
  type: "pulumi:pulumi:StackReference",
  name: "reference",
  stack: "dev-identity",
  props: { name: "organization/causeway/dev-foundation" },
};

export const layerOrderCases: RuleCases = {
  rule: "layer-order",
  serves: ["CO-01"],
  violating: [
    {
      title: "a reference to a later stack",
      resources: [changed(reference, { name: "organization/causeway/dev-eks" })],
      says: [
        '"reference": name is "eks"',
        "eks is deployed after identity",
        "Take the value from foundation",
      ],
    },
    {
      title: "a reference to a stack that is not needed",
      resources: [changed(reference, { name: "dev-aws-network" })],
      says: ["identity does not say that it needs aws-network"],
    },
    {
      title: "a reference to itself",
      resources: [changed(reference, { name: "dev-identity" })],
      says: ["identity does not say that it needs identity"],
    },
  ],
  complying: [
    { title: "a reference to a stack that is needed", resources: [reference] },
    {
      title: "a reference to what a needed stack needs",
      resources: [{ ...reference, stack: "dev-eks" }],
    },
    {
      title: "a reference out of the platform",
      resources: [changed(reference, { name: "organization/dns/zone" })],
    },
  ],
  unknown: [{ title: "a stack that is not known", resources: [changed(reference, { name: UNKNOWN })] }],
};
