import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { subnet, vcn } from "./oke";

const workers = subnet("workers", "10.65.8.0/22", { securityListIds: undefined });
const list: Sample = {
  type: "oci:Core/defaultSecurityList:DefaultSecurityList",
  name: "default-list",
  props: { manageDefaultResourceId: "ocid1.list.default", ingressSecurityRules: [], egressSecurityRules: [] },
};
const open = changed(list, { ingressSecurityRules: [{ protocol: "6", source: "10.65.0.0/16" }] });

export const okeDefaultSecurityListEmptyCases: RuleCases = {
  rule: "oke-default-security-list-empty",
  serves: ["OK-01", "OP-06"],
  violating: [
    {
      title: "a default list with rules",
      resources: [open],
      says: ['"default-list": ingressSecurityRules', "every subnet that names no list"],
    },
    {
      title: "the source's subnet, which names no list",
      resources: [vcn, workers],
      says: ['"workers": securityListIds is not set', "default list of vcn, which admits SSH from anywhere"],
    },
    {
      title: "the default list by its id",
      resources: [vcn, changed(workers, { securityListIds: ["ocid1.list.default"] })],
      says: ['"workers": securityListIds', "ocid1.list.default"],
    },
    {
      title: "a subnet on it in a preview, where only its VCN is known",
      resources: [
        changed(vcn, { id: UNKNOWN, defaultSecurityListId: UNKNOWN }),
        { ...changed(workers, { vcnId: UNKNOWN }), sources: { vcnId: ["vcn"] } },
      ],
      says: ['"workers": securityListIds'],
    },
  ],
  complying: [
    {
      title: "an emptied list that is known only by its VCN",
      resources: [
        changed(vcn, { id: UNKNOWN, defaultSecurityListId: UNKNOWN }),
        { ...changed(workers, { vcnId: UNKNOWN }), sources: { vcnId: ["vcn"] } },
        {
          ...changed(list, { manageDefaultResourceId: UNKNOWN }),
          sources: { manageDefaultResourceId: ["vcn"] },
        },
      ],
    },
    { title: "a default list that was emptied", resources: [vcn, workers, list] },
    { title: "a list of the subnet's own", resources: [vcn, subnet("workers", "10.65.8.0/22")] },
    { title: "a subnet of another stack's VCN", resources: [workers] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a list of its own that is not known yet",
      resources: [
        vcn,
        { ...changed(workers, { securityListIds: UNKNOWN }), sources: { securityListIds: ["closed"] } },
        { type: "oci:Core/securityList:SecurityList", name: "closed", props: { vcnId: "ocid1.vcn.a" } },
      ],
    },
  ],
};
