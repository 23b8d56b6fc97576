/** AWS's security groups and network ACLs, from resources of `@pulumi/aws`. */
import { cidr } from "../../../lib/cidr";
import type { Acl, AclRule, End, Filter, FilterRule, Match, PortRange } from "../../../lib/reachability";
import { ec2, nameOf } from "./aws-names";
import { number, object, objects, text, texts, type Deployed, type Inventory, type Values } from "./deployed";

/** Every group, those that EKS makes with clusters included. */
export function awsGroups(inventory: Inventory): Filter[] {
  const separate = separateRules(inventory);
  return [...groups(inventory, separate), ...clusterGroups(inventory, separate)];
}

/** Protocol names and numbers of the EC2 API, IpPermission `IpProtocol`. */
const PROTOCOLS: Readonly<Record<string, Match["protocol"]>> = {
  "-1": "all",
  all: "all",
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
};

function matchOf(protocol: string | undefined, from: number | undefined, to: number | undefined): Match {
  const kind = PROTOCOLS[protocol ?? ""] ?? "other";
  if (kind === "all" || from === undefined || to === undefined || from === -1) return { protocol: kind };
  const ports: PortRange = [from, to];
  return { protocol: kind, ports };
}

type Separate = ReadonlyMap<string, FilterRule[]>;

function groups(inventory: Inventory, separate: Separate): Filter[] {
  return [...inventory.of(ec2("SecurityGroup")), ...inventory.of(ec2("DefaultSecurityGroup"))].map(
    (group) => ({
      id: group.id,
      name: nameOf(group),
      rules: [
        ...(["in", "out"] as const).flatMap((direction) =>
          objects(group.outputs, direction === "in" ? "ingress" : "egress").flatMap((rule) =>
            inlineRule(rule, direction, group, inventory),
          ),
        ),
        ...(separate.get(group.id) ?? []),
      ],
    }),
  );
}

function inlineRule(
  rule: Values,
  direction: FilterRule["direction"],
  of: Deployed,
  inventory: Inventory,
): FilterRule[] {
  const on = matchOf(text(rule, "protocol"), number(rule, "fromPort"), number(rule, "toPort"));
  const description = text(rule, "description");
  const ends: End[] = [
    ...texts(rule, "cidrBlocks").flatMap((range) => {
      const block = inventory.block(range, of);
      return block === undefined ? [] : [{ range: block }];
    }),
    ...texts(rule, "securityGroups").map((group) => ({ group })),
    ...(rule["self"] === true ? [{ group: of.id }] : []),
    ...texts(rule, "prefixListIds").map((service) => ({ service })),
  ];
  return ends.map((end) => ({
    direction,
    end,
    on,
    resource: of.urn,
    ...(description === undefined ? {} : { text: description }),
  }));
}

/** Rules that are resources of their own, by the id of their group. */
function separateRules(inventory: Inventory): Separate {
  const found = new Map<string, FilterRule[]>();
  const add = (group: string | undefined, rules: readonly FilterRule[]) => {
    if (group !== undefined) found.set(group, [...(found.get(group) ?? []), ...rules]);
  };
  for (const [type, direction] of [
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in"],
    ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out"],
  ] as const) {
    for (const rule of inventory.of(type)) {
      const { outputs } = rule;
      const one = {
        ...outputs,
        protocol: text(outputs, "ipProtocol"),
        cidrBlocks: [text(outputs, "cidrIpv4")],
        securityGroups: [text(outputs, "referencedSecurityGroupId")],
        prefixListIds: [text(outputs, "prefixListId")],
      };
      add(text(outputs, "securityGroupId"), inlineRule(one, direction, rule, inventory));
    }
  }
  for (const rule of inventory.of(ec2("SecurityGroupRule"))) {
    const { outputs } = rule;
    const group = text(outputs, "securityGroupId");
    const direction = text(outputs, "type") === "egress" ? "out" : "in";
    const one = { ...outputs, securityGroups: [text(outputs, "sourceSecurityGroupId")], self: undefined };
    add(group, inlineRule(one, direction, rule, inventory));
    if (outputs["self"] === true && group !== undefined) {
      const on = matchOf(text(outputs, "protocol"), number(outputs, "fromPort"), number(outputs, "toPort"));
      add(group, [{ direction, end: { group }, on }]);
    }
  }
  return found;
}

/**
 * The group that EKS makes with a cluster is in no state: all among its members, and out to everywhere (EKS User Guide,
 * "View Amazon EKS security group requirements for clusters").
 */
function clusterGroups(inventory: Inventory, separate: Separate): Filter[] {
  return inventory.of("aws:eks/cluster:Cluster").flatMap((cluster) => {
    const id = text(object(cluster.outputs, "vpcConfig"), "clusterSecurityGroupId");
    if (id === undefined) return [];
    const on: Match = { protocol: "all" };
    return [
      {
        id,
        name: `${inventory.prefix(cluster)} cluster security group`,
        rules: [
          {
            direction: "in",
            end: { group: id },
            on,
            text: "members of the cluster's group, as EKS makes it",
          },
          {
            direction: "out",
            end: { range: cidr("0.0.0.0/0") },
            on,
            text: "out to everywhere, as EKS makes it",
          },
          ...(separate.get(id) ?? []),
        ],
      } satisfies Filter,
    ];
  });
}

export function awsAcls(inventory: Inventory): Acl[] {
  return [...inventory.of(ec2("NetworkAcl")), ...inventory.of(ec2("DefaultNetworkAcl"))].map((acl) => {
    const own = (["in", "out"] as const).flatMap((direction) =>
      objects(acl.outputs, direction === "in" ? "ingress" : "egress").flatMap((rule) =>
        aclRule(rule, direction, number(rule, "ruleNo"), text(rule, "action"), acl, inventory),
      ),
    );
    const separate = inventory
      .of(ec2("NetworkAclRule"))
      .filter(({ outputs }) => text(outputs, "networkAclId") === acl.id)
      .flatMap((rule) => {
        const { outputs } = rule;
        const direction = outputs["egress"] === true ? "out" : "in";
        return aclRule(
          outputs,
          direction,
          number(outputs, "ruleNumber"),
          text(outputs, "ruleAction"),
          rule,
          inventory,
        );
      });
    const rules = [...own, ...separate].sort((a, b) => a.number - b.number);
    return { id: acl.id, name: nameOf(acl), rules };
  });
}

function aclRule(
  rule: Values,
  direction: AclRule["direction"],
  ruleNumber: number | undefined,
  action: string | undefined,
  of: Deployed,
  inventory: Inventory,
): AclRule[] {
  const range = inventory.block(text(rule, "cidrBlock"), of);
  if (range === undefined || ruleNumber === undefined) return [];
  const on = matchOf(text(rule, "protocol"), number(rule, "fromPort"), number(rule, "toPort"));
  return [{ number: ruleNumber, direction, allow: action?.toLowerCase() === "allow", range, on }];
}
