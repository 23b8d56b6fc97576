import { networkPlan } from "../../../components/oci-platform/plan/network";
import type { GroupRole } from "../../../components/oci-platform/plan/roles";
import { securityPlan, type GroupRule } from "../../../components/oci-platform/plan/rules";
import { standingSentences } from "../../../components/oci-platform/plan/sentences";
import { addressPlan } from "../../../stacks/environments";
import type { Sample } from "../sample";

const { dxb } = addressPlan("dev");
const inputs = { cidr: dxb.vcn, subnets: dxb.subnets, publicIngress: false, peers: {} };
const { groups, subnets } = networkPlan(inputs);
const sentences = standingSentences({
  gatewayClients: [],
  databaseEngines: [],
  podBackendPorts: [],
  internetEgress: [],
});

/** Every rule that the network component plans. */
export const planned = securityPlan(sentences, {
  vcn: dxb.vcn,
  subnets: dxb.subnets,
  groups,
  peers: {},
}).groupRules;
export const rangeOf = (role: keyof typeof dxb.subnets): string => dxb.subnets[role];

const PROTOCOLS = { all: "all", icmp: "1", tcp: "6", udp: "17" } as const;
export const groupId = (role: GroupRole): string => `ocid1.nsg.${role}`;

export function rule({ key, group, direction, counterpart, on }: GroupRule, changes: object = {}): Sample {
  const [end, type] =
    counterpart.kind === "group"
      ? [groupId(counterpart.role), "NETWORK_SECURITY_GROUP"]
      : counterpart.kind === "range"
        ? [counterpart.cidr, "CIDR_BLOCK"]
        : ["all-dxb-services", "SERVICE_CIDR_BLOCK"];
  const options =
    "ports" in on ? { destinationPortRange: { min: on.ports[0], max: on.ports[1] } } : undefined;
  return {
    type: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
    name: key,
    props: {
      networkSecurityGroupId: groupId(group),
      direction,
      protocol: PROTOCOLS[on.protocol],
      ...(direction === "EGRESS"
        ? { destination: end, destinationType: type }
        : { source: end, sourceType: type }),
      ...(on.protocol === "tcp" ? { tcpOptions: options } : {}),
      ...(on.protocol === "udp" ? { udpOptions: options } : {}),
      ...(on.protocol === "icmp" ? { icmpOptions: { type: on.type, code: on.code } } : {}),
      ...changes,
    },
  };
}

const tagged = (purpose: string) => ({ definedTags: { "causeway.Purpose": purpose } });

/** Groups and subnets of the network, and its bastion. */
export const ground: readonly Sample[] = [
  ...[...groups].map((role): Sample => ({
    type: "oci:Core/networkSecurityGroup:NetworkSecurityGroup",
    name: `group-${role}`,
    props: { id: groupId(role), ...tagged(role) },
  })),
  ...subnets.map(({ role, cidr }): Sample => ({
    type: "oci:Core/subnet:Subnet",
    name: `subnet-${role}`,
    props: { cidrBlock: cidr, ...tagged(role) },
  })),
  { type: "oci:Bastion/bastion:Bastion", name: "bastion", props: { bastionType: "STANDARD" } },
];

export const all: readonly Sample[] = [...ground, ...planned.map((one) => rule(one))];

/** The network without the rules whose keys match. */
export const without = (pattern: RegExp): readonly Sample[] => {
  const left = planned.filter(({ key }) => !pattern.test(key));
  if (left.length === planned.length) throw new Error(`no rule is called ${String(pattern)}`);
  return [...ground, ...left.map((one) => rule(one))];
};

export const keyed = (pattern: RegExp): GroupRule => {
  const found = planned.find(({ key }) => pattern.test(key));
  if (found === undefined) throw new Error(`no rule is called ${String(pattern)}`);
  return found;
};
