import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const bastion: Sample = {
  type: "oci:Bastion/bastion:Bastion",
  name: "bastion",
  props: {
    bastionType: "STANDARD",
    targetSubnetId: "subnet",
    clientCidrBlockAllowLists: ["10.65.7.0/24"],
    maxSessionTtlInSeconds: 10_800,
  },
};

export const bastionAllowListCases: RuleCases = {
  rule: "bastion-allow-list",
  serves: ["OP-12"],
  violating: [
    {
      title: "no list",
      resources: [changed(bastion, { clientCidrBlockAllowLists: undefined })],
      says: ['"bastion": clientCidrBlockAllowLists is not set'],
    },
    {
      title: "an empty list",
      resources: [changed(bastion, { clientCidrBlockAllowLists: [] })],
      says: ["clientCidrBlockAllowLists is []"],
    },
    {
      title: "the world",
      resources: [changed(bastion, { clientCidrBlockAllowLists: ["10.0.0.0/16", "0.0.0.0/0"] })],
      says: ['clientCidrBlockAllowLists[1] is "0.0.0.0/0"', "from anywhere"],
    },
    {
      title: "half of it",
      resources: [changed(bastion, { clientCidrBlockAllowLists: ["128.0.0.0/1"] })],
      says: ["clientCidrBlockAllowLists[0]"],
    },
    {
      title: "a long session",
      resources: [changed(bastion, { maxSessionTtlInSeconds: 10_801 })],
      says: ["maxSessionTtlInSeconds is 10801"],
    },
  ],
  complying: [
    { title: "a named range and three hours", resources: [bastion] },
    { title: "the service's own time", resources: [changed(bastion, { maxSessionTtlInSeconds: undefined })] },
  ],
  unknown: [
    {
      title: "a range that is not known",
      resources: [changed(bastion, { clientCidrBlockAllowLists: [UNKNOWN] })],
    },
  ],
};
