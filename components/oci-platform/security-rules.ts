import type * as core from "@pulumi/oci/core";
import type * as pulumi from "@pulumi/pulumi";
import type { GroupRole } from "./plan/roles";
import type { BastionRule, Counterpart, GroupRule } from "./plan/rules";
import type { Traffic } from "./plan/sentences";

/** Protocol numbers as OCI takes them: IANA, "Assigned Internet Protocol Numbers". */
const PROTOCOLS = { all: "all", icmp: "1", tcp: "6", udp: "17" } as const;

/** A planned rule as the service takes it. */
export function groupRuleArgs(
  rule: GroupRule,
  idOf: (role: GroupRole) => pulumi.Output<string>,
  services: pulumi.Output<string>,
): core.NetworkSecurityGroupSecurityRuleArgs {
  const { end, type } = endOf(rule.counterpart, idOf, services);
  return {
    networkSecurityGroupId: idOf(rule.group),
    direction: rule.direction,
    description: rule.description,
    stateless: false,
    ...(rule.direction === "EGRESS"
      ? { destination: end, destinationType: type }
      : { source: end, sourceType: type }),
    protocol: PROTOCOLS[rule.on.protocol],
    ...groupOptions(rule.on),
  };
}

function endOf(
  counterpart: Counterpart,
  idOf: (role: GroupRole) => pulumi.Output<string>,
  services: pulumi.Output<string>,
): { end: pulumi.Input<string>; type: string } {
  switch (counterpart.kind) {
    case "group":
      return { end: idOf(counterpart.role), type: "NETWORK_SECURITY_GROUP" };
    case "range":
      return { end: counterpart.cidr, type: "CIDR_BLOCK" };
    case "services":
      return { end: services, type: "SERVICE_CIDR_BLOCK" };
  }
}

function groupOptions(
  on: Traffic,
): Pick<core.NetworkSecurityGroupSecurityRuleArgs, "tcpOptions" | "udpOptions" | "icmpOptions"> {
  switch (on.protocol) {
    case "all":
      return {};
    case "icmp":
      return { icmpOptions: { type: on.type, code: on.code } };
    case "tcp":
      return { tcpOptions: { destinationPortRange: { min: on.ports[0], max: on.ports[1] } } };
    case "udp":
      return { udpOptions: { destinationPortRange: { min: on.ports[0], max: on.ports[1] } } };
  }
}

type EgressRule = pulumi.Unwrap<core.SecurityListArgs["egressSecurityRules"]>;

/** A rule of the bastion's security list; lists take ports in the options themselves. */
export function bastionListRule(rule: BastionRule): NonNullable<EgressRule>[number] {
  const { on } = rule;
  return {
    destination: rule.cidr,
    destinationType: "CIDR_BLOCK",
    description: rule.description,
    stateless: false,
    protocol: PROTOCOLS[on.protocol],
    ...(on.protocol === "tcp" ? { tcpOptions: { min: on.ports[0], max: on.ports[1] } } : {}),
    ...(on.protocol === "udp" ? { udpOptions: { min: on.ports[0], max: on.ports[1] } } : {}),
    ...(on.protocol === "icmp" ? { icmpOptions: { type: on.type, code: on.code } } : {}),
  };
}
