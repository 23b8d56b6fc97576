import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const reference: Sample = {
  type: "pulumi:pulumi:StackReference",
  name: "reference",
  stack: "dev-identity",
  props: { name: "organization/causeway/dev-foundation" },
};

const program: Sample = { type: "pulumi:pulumi:Stack", name: "causeway", props: {} };

export const layerOrderCases: RuleCases = {
  rule: "layer-order",
  serves: ["CO-01"],
  violating: [
    {
      title: "a stack that needs one of a later layer",
      resources: [{ ...program, stack: "dev-reads-ahead" }],
      says: ['stacks.reads-ahead.needs is "eks"', "eks is of a later layer", "an earlier one"],
    },
    {
      title: "a stack that needs one that does not exist",
      resources: [{ ...program, stack: "dev-reads-nothing" }],
      says: ['stacks.reads-nothing.needs is "recovery"', "there is no such stack"],
    },
    {
      title: "two stacks that need each other",
      resources: [{ ...program, stack: "dev-goes-round" }],
      says: ['stacks.goes-round.needs is "comes-round"', "comes-round needs goes-round itself"],
    },
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
    {
      title: "a stack that needs earlier ones",
      resources: [{ ...program, stack: "dev-eks" }],
    },
    {
      title: "a stack outside the graph",
      resources: [{ ...program, stack: "dev-elsewhere" }],
    },
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
