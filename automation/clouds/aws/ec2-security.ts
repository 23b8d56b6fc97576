import { isBlock } from "../cidr";
import type { Context, Kind, Report } from "../kind";
import * as v from "../values";
import { arn, ec2, ec2Id, nameOf } from "./common";
import { vpcTarget } from "./ec2-network";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";

export const groupTarget = ec2(
  "sg",
  "ec2/securityGroup:SecurityGroup",
  "ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "ec2/vpc:Vpc",
);

/** The VPC that a security group, a default one included, is in. */
export function vpcOfGroup(c: Context, id: string | undefined): string | undefined {
  const group = c.find(id, ...groupTarget.types);
  return group?.type === "aws:ec2/vpc:Vpc" ? group.id : v.text(group?.outputs, "vpcId");
}

/** The VPC of subnets and groups that must share one, refused where they do not. */
export function oneNetwork(
  c: Context,
  subnets: readonly string[],
  groups: readonly string[],
): string | undefined {
  const networks = new Set([
    ...subnets.map((id) => v.text(c.find(id, "aws:ec2/subnet:Subnet")?.inputs, "vpcId")),
    ...groups.map((id) => vpcOfGroup(c, id)),
  ]);
  networks.delete(undefined);
  if (networks.size > 1)
    c.refuse(
      "InvalidParameter",
      `Subnets and security groups belong to different VPCs: ${[...networks].join(", ")}`,
    );
  return [...networks][0];
}

const ports = (rule: v.ObjectValue, path: string, protocolKey: string, report: Report): void => {
  const protocol = (v.text(rule, protocolKey) ?? "").toLowerCase();
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const [from, to] = [v.numeric(rule, "fromPort"), v.numeric(rule, "toPort")];
  if (!/^(-1|all|tcp|udp|icmp|icmpv6|\d+)$/.test(protocol) && protocol !== "")
    report(at(protocolKey), `"${protocol}" is not a protocol: -1, tcp, udp, icmp, icmpv6 or a number`);
  if (protocol !== "tcp" && protocol !== "udp") return;
  for (const [key, port] of Object.entries({ fromPort: from, toPort: to }))
    if (port !== undefined && (port < 0 || port > 65535)) report(at(key), `${String(port)} is not a port`);
  if (from !== undefined && to !== undefined && from > to) report(at("fromPort"), "must not be above toPort");
};

function blocks(rule: v.ObjectValue, path: string, keys: readonly string[], report: Report): void {
  for (const key of keys)
    for (const block of typeof rule[key] === "string" ? [rule[key]] : v.texts(rule, key))
      if (!isBlock(block)) report(path === "" ? key : `${path}.${key}`, `"${block}" is not an IP block`);
}

/**
 * Descriptions of groups and of rules take the same characters (EC2 API reference, CreateSecurityGroup, IpRange), else it is
 * InvalidParameterValue.
 */
function description(rule: v.ObjectValue, path: string, report: Report): void {
  const text = v.text(rule, "description");
  if (text !== undefined && !/^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(text))
    report(
      path === "" ? "description" : `${path}.description`,
      "may have up to 255 characters of a-z, A-Z, 0-9 and ._-:/()#,@[]+=&;{}!$*",
    );
}

/** `expandIPPerms` in github.com/hashicorp/terraform-provider-aws, internal/service/ec2/vpc_security_group.go (read 2026-11-26). */
function allPorts(rule: v.ObjectValue, path: string, report: Report): void {
  const [from, to] = [v.numeric(rule, "fromPort") ?? 0, v.numeric(rule, "toPort") ?? 0];
  if (["-1", "all"].includes(v.text(rule, "protocol") ?? "") && (from !== 0 || to !== 0))
    report(
      path === "" ? "fromPort" : `${path}.fromPort`,
      `from_port (${String(from)}) and to_port (${String(to)}) must both be 0 to use the 'ALL' "-1" protocol!`,
    );
}

const inline = (inputs: v.ObjectValue, report: Report): void => {
  for (const direction of ["ingress", "egress"])
    for (const [i, rule] of v.objects(inputs, direction).entries()) {
      const at = `${direction}[${String(i)}]`;
      ports(rule, at, "protocol", report);
      allPorts(rule, at, report);
      blocks(rule, at, ["cidrBlocks", "ipv6CidrBlocks"], report);
      description(rule, at, report);
    }
};

/** The types of rules that stand on their own. */
const ruleTypes = [
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
];

const group: Kind = {
  type: GROUP,
  simulates:
    "one name in a VPC, ports and blocks of its rules, groups that its rules name; its own rules go with it",
  replaces: { name: true, description: true, vpcId: true },
  references: {
    vpcId: vpcTarget,
    "ingress.securityGroups": groupTarget,
    "egress.securityGroups": groupTarget,
  },
  holds: ["vpcId", "ingress.securityGroups", "egress.securityGroups"],
  check: (inputs, report) => {
    const name = v.text(inputs, "name");
    // Amazon EC2 API reference, CreateSecurityGroup: up to 255 characters, not starting with sg-.
    if (name !== undefined && (name.length > 255 || name.startsWith("sg-") || !/^[ -~]+$/.test(name)))
      report("name", `"${name}" must have up to 255 plain characters and not start with "sg-"`);
    description(inputs, "", report);
    inline(inputs, report);
  },
  id: ec2Id("sg"),
  claims: (c) => [`aws security group ${c.text("vpcId") ?? "default"} ${nameOf(c)}`],
  taken: (c) => [
    "InvalidGroup.Duplicate",
    `The security group '${nameOf(c)}' already exists for VPC '${c.text("vpcId") ?? "default"}'`,
  ],
  outputs: (c, id) => ({
    arn: arn(c, "ec2", `security-group/${id}`),
    name: nameOf(c),
    description: c.text("description") ?? "Managed by Pulumi",
  }),
  takesAlong: (c, e) =>
    ruleTypes.flatMap((type) => c.all(type).filter((one) => one.inputs["securityGroupId"] === e.id)),
  inUse: (e, holders) => [
    "DependencyViolation",
    `resource ${e.id} has a dependent object: ${holders.map((h) => h.id).join(", ")}`,
  ],
};

const defaultGroup: Kind = {
  type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  simulates: "takes over the group that came with the VPC; its deletion leaves the group",
  references: { vpcId: vpcTarget },
  naming: false,
  check: inline,
  replaces: { vpcId: true },
  id: (c) =>
    v.text(c.find(c.text("vpcId"), ...vpcTarget.types)?.outputs, "defaultSecurityGroupId") ??
    `sg-0${c.derive.hex("id", 16)}`,
  outputs: (c, id) => ({
    arn: arn(c, "ec2", `security-group/${id}`),
    name: "default",
    description: "default VPC security group",
    ingress: c.value("ingress") ?? [],
    egress: c.value("egress") ?? [],
  }),
};

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const vpcRule = (direction: "Ingress" | "Egress"): Kind => ({
  type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
  simulates: "one source, ports of its protocol, no rule twice in a group",
  references: { securityGroupId: groupTarget, referencedSecurityGroupId: groupTarget },
  holds: ["referencedSecurityGroupId"],
  replaces: { securityGroupId: true },
  check: (inputs, report) => {
    if (sources.filter((s) => inputs[s] !== undefined).length !== 1)
      report("", `a rule needs exactly one of ${sources.join(", ")}`);
    ports(inputs, "", "ipProtocol", report);
    blocks(inputs, "", ["cidrIpv4", "cidrIpv6"], report);
    description(inputs, "", report);
    const protocol = (v.text(inputs, "ipProtocol") ?? "").toLowerCase();
    for (const key of ["fromPort", "toPort"])
      if (["tcp", "udp"].includes(protocol) && inputs[key] === undefined)
        report(key, "InvalidParameterValue: Must specify both from and to ports with TCP/UDP.");
  },
  id: ec2Id("sgr"),
  claims: (c) => [
    `aws ${direction} ${["securityGroupId", "ipProtocol", "fromPort", "toPort", ...sources]
      .map((k) => String(c.number(k) ?? c.text(k) ?? ""))
      .join(" ")}`,
  ],
  taken: (c) => [
    "InvalidPermission.Duplicate",
    `the specified rule already exists in ${c.text("securityGroupId") ?? ""}`,
  ],
  outputs: (c, id) => ({ arn: arn(c, "ec2", `security-group-rule/${id}`), securityGroupRuleId: id }),
});

const legacyRule: Kind = {
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  simulates: "ports and blocks, no rule twice in a group",
  references: { securityGroupId: groupTarget, sourceSecurityGroupId: groupTarget },
  holds: ["sourceSecurityGroupId"],
  replaces: Object.fromEntries(
    [
      "securityGroupId",
      "type",
      "protocol",
      "fromPort",
      "toPort",
      "cidrBlocks",
      "ipv6CidrBlocks",
      "prefixListIds",
      "self",
      "sourceSecurityGroupId",
    ].map((k) => [k, true]),
  ),
  check: (inputs, report) => {
    ports(inputs, "", "protocol", report);
    allPorts(inputs, "", report);
    blocks(inputs, "", ["cidrBlocks", "ipv6CidrBlocks"], report);
    description(inputs, "", report);
  },
  claims: (c) => {
    const lists = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds"].map((k) => c.texts(k).sort().join(","));
    const own = ["securityGroupId", "type", "protocol", "fromPort", "toPort", "sourceSecurityGroupId"];
    const values = own.map((k) => String(c.number(k) ?? c.text(k) ?? ""));
    return [`aws rule ${[...values, ...lists, String(c.flag("self") ?? false)].join(" ")}`];
  },
  taken: (c) => [
    "InvalidPermission.Duplicate",
    `the specified rule already exists in ${c.text("securityGroupId") ?? ""}`,
  ],
  id: (c) => `sgrule-${c.derive.digits("id", 10)}`,
  outputs: (c) => ({ securityGroupRuleId: `sgr-0${c.derive.hex("rule", 16)}` }),
};

export const security: readonly Kind[] = [
  group,
  defaultGroup,
  vpcRule("Ingress"),
  vpcRule("Egress"),
  legacyRule,
];
