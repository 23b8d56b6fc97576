import { isGiven } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const SUBNET = "oci:Core/subnet:Subnet";
/** What a VCN's own table and list come from. */
const DEFAULTS = [
  "oci:Core/vcn:Vcn",
  "oci:Core/defaultRouteTable:DefaultRouteTable",
  "oci:Core/defaultSecurityList:DefaultSecurityList",
];
const REMEDY = "Give the subnet a route table and a security list of its own making.";

/** The list that comes with a VCN admits SSH from anywhere, and its table is everybody's. */
export const subnetOwnRouteTable = defineRule({
  id: "subnet-own-route-table",
  description: "OCI subnets use a route table and security lists of their own, not the VCN's defaults.",
  severity: "high",
  needs: [],
  serves: ["OP-06"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const subnet = inputsOf(resource, SUBNET);
    if (subnet === undefined) return;
    for (const [path, read] of [
      ["routeTableId", () => subnet.routeTableId],
      ["securityListIds", () => (subnet.securityListIds ?? []).join()],
    ] as const) {
      if (isGiven(read)) continue;
      const problem = "the VCN's default is used, which every forgotten subnet shares";
      report({ resource, path, problem, remedy: REMEDY });
    }
  },

  checkStack(resources, _place, report) {
    for (const subnet of ofType(resources, SUBNET)) {
      for (const path of ["routeTableId", "securityListIds"]) {
        const from = subnet.sources(path).find(isDefault);
        if (from === undefined) continue;
        const problem = `it is the default of the VCN, by ${from.name}`;
        report({ resource: subnet, path, value: from.name, problem, remedy: REMEDY });
      }
    }
  },
});

function isDefault({ type }: StackResource): boolean {
  return DEFAULTS.includes(type);
}
