import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { gateway } from "./api-gateway";

const ID = "ocid1.networksecuritygroup.oc1..gateway";
const guarded = changed(gateway, { networkSecurityGroupIds: [ID] });
const group: Sample = {
  type: "oci:Core/networkSecurityGroup:NetworkSecurityGroup",
  name: "group",
  props: { id: ID, definedTags: { "causeway.Purpose": "api-gateway" } },
};
const from = (source: string, more: object = {}, name = "rule"): Sample => ({
  type: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
  name,
  props: {
    networkSecurityGroupId: ID,
    direction: "INGRESS",
    protocol: "6",
    sourceType: "CIDR_BLOCK",
    source,
    ...more,
  },
});
const untagged = changed(group, { definedTags: undefined });

export const apigwNsgRequiredCases: RuleCases = {
  rule: "apigw-nsg-required",
  serves: ["GW-05", "GW-10", "GW-13"],
  violating: [
    {
      title: "a gateway without groups",
      resources: [gateway],
      says: ['"gateway": networkSecurityGroupIds is not set', "whoever has a route"],
    },
    {
      title: "a gateway without groups, beside the group of somebody else",
      resources: [gateway, untagged],
      says: ['"gateway": networkSecurityGroupIds is not set'],
    },
    {
      title: "a gateway with an empty list of them",
      resources: [changed(gateway, { networkSecurityGroupIds: [] })],
      says: ["networkSecurityGroupIds is []"],
    },
    ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "0.0.0.0/0", "10.64.0.0/11"].map((source) => ({
      title: `${source} as a client`,
      resources: [group, from(source)],
      says: [`"rule": source is "${source}"`, "everybody inside"],
    })),
    {
      title: "the group of a gateway that says nothing of it, whose id is not known",
      resources: [
        {
          ...changed(gateway, { networkSecurityGroupIds: [UNKNOWN] }),
          sources: { networkSecurityGroupIds: ["group"] },
        },
        changed(untagged, { id: UNKNOWN }),
        {
          ...from("10.0.0.0/8", { networkSecurityGroupId: UNKNOWN }),
          sources: { networkSecurityGroupId: ["group"] },
        },
      ],
      says: ['"rule": source is "10.0.0.0/8"'],
    },
    {
      title: "the same where it is known",
      resources: [guarded, untagged, from("10.0.0.0/8")],
      says: ['"rule": source is "10.0.0.0/8"'],
    },
  ],
  complying: [
    {
      title: "groups and ranges of clients",
      resources: [
        guarded,
        group,
        from("10.64.0.0/16", {}, "a network"),
        from("10.64.0.0/14", {}, "several"),
        from("ocid1.networksecuritygroup.oc1..pods", { sourceType: "NETWORK_SECURITY_GROUP" }, "a group"),
      ],
    },
    {
      title: "wide rules of other groups, to send, and for path discovery",
      resources: [
        guarded,
        group,
        from("10.0.0.0/8", { networkSecurityGroupId: "other" }, "of another group"),
        from("10.0.0.0/8", { direction: "EGRESS" }, "to send"),
        from("10.0.0.0/8", { protocol: "1" }, "path discovery"),
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "groups that are not known, but there",
      resources: [changed(gateway, { networkSecurityGroupIds: [UNKNOWN] })],
    },
    { title: "a source that is not known", resources: [group, from(UNKNOWN)] },
  ],
};
