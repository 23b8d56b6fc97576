import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const SUBNET = "oci:Core/subnet:Subnet";
const VCN = "oci:Core/vcn:Vcn";
const DEFAULT_LIST = "oci:Core/defaultSecurityList:DefaultSecurityList";
const REMEDY =
  "Take the list over with an oci.core.DefaultSecurityList without rules, and give the subnet lists of its own.";

/** The list that a VCN comes with admits SSH from anywhere (Networking guide, "Security Lists", default security list). */
export const okeDefaultSecurityListEmpty = defineRule({
  id: "oke-default-security-list-empty",
  description: "The default security list of a VCN is empty, and no subnet uses one that nobody emptied.",
  severity: "high",
  needs: [],
  serves: ["OK-01", "OP-06"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const list = inputsOf(resource, DEFAULT_LIST);
    if (list === undefined) return;
    for (const path of ["ingressSecurityRules", "egressSecurityRules"] as const) {
      const rules = list[path];
      if (rules === undefined || rules.length === 0) continue;
      const problem = "they hold for every subnet that names no list of its own";
      report({ resource, path, value: rules, problem, remedy: "Put them into a network security group." });
    }
  },

  checkStack(resources, _place, report) {
    for (const vcn of ofType(resources, VCN)) {
      if (ofType(resources, DEFAULT_LIST).some((list) => isDefaultOf(list, vcn))) continue;
      for (const subnet of ofType(resources, SUBNET).filter((one) => usesDefault(one, vcn))) {
        report({
          resource: subnet,
          path: "securityListIds",
          value: ifKnown(() => inputsOf(subnet, SUBNET)?.securityListIds),
          problem: `it is on the default list of ${vcn.name}, which admits SSH from anywhere`,
          remedy: REMEDY,
        });
      }
    }
  },
});

function usesDefault(subnet: StackResource, vcn: StackResource): boolean {
  const inputs = inputsOf(subnet, SUBNET);
  if (!refersTo(subnet, "vcnId", () => inputs?.vcnId, vcn)) return false;
  const lists = ifKnown(() => inputs?.securityListIds);
  // A list that is made in the same run is known by what it comes from.
  if (lists === undefined) return !subnet.sources("securityListIds").some(({ type }) => type !== VCN);
  return lists.length === 0 || lists.some((id) => id === ifKnown(() => vcn.props["defaultSecurityListId"]));
}

function isDefaultOf(list: StackResource, vcn: StackResource): boolean {
  const id = ifKnown(() => inputsOf(list, DEFAULT_LIST)?.manageDefaultResourceId);
  const own = ifKnown(() => vcn.props["defaultSecurityListId"]);
  return (id !== undefined && id === own) || list.sources("manageDefaultResourceId").includes(vcn);
}
