import type { Filter, FilterRule, Match, Model, Route as ModelRoute } from "../../../lib/reachability";
import { cidr } from "../../core";
import { decide, type NetworkDesign } from "./decide";
import type { PlannedSubnet, Route } from "./network";
import { SUBNET_OF, type GroupRole } from "./roles";
import type { BastionRule, GroupRule } from "./rules";
import type { Traffic } from "./sentences";

/** What the model calls Oracle's services in the region, and the label of their range. */
export const ORACLE_SERVICES = "oracle-services";

/**
 * A network as it will be, for questions about who reaches whom before anything of it is made: an endpoint a role, with
 * the role's group in the role's subnet, and peers as what is beyond the dynamic routing gateway.
 *
 * @param name of the network in answers.
 * @throws {InputError} with every fault of the design, as the component itself.
 */
export function networkModel(name: string, design: NetworkDesign): Model {
  const { cidr: range, network, security } = decide(name, design);
  const { peers = {} } = design;
  const list: Filter = {
    id: "bastion-list",
    name: "bastion list",
    rules: security.bastionRules.map(listRule),
  };
  return {
    networks: [{ id: name, name, ranges: [cidr(range)] }],
    subnets: network.subnets.map(({ role, cidr: own }) => ({
      id: role,
      name: `${role} subnet`,
      network: name,
      range: cidr(own),
      table: role,
      lists: role === "bastion" ? [list.id] : [],
    })),
    tables: network.subnets.map(tableOf),
    gateways: [
      { kind: "nat", id: "nat-gateway", name: "NAT gateway" },
      { kind: "service", id: "service-gateway", name: "service gateway", services: [ORACLE_SERVICES] },
      {
        kind: "transit",
        id: "drg",
        name: "dynamic routing gateway",
        networks: [name],
        links: [],
        beyond: Object.values(peers).map(cidr),
      },
      ...(network.internetGateway
        ? [
            {
              kind: "internet",
              id: "internet-gateway",
              name: "internet gateway",
              network: name,
            } as const,
          ]
        : []),
    ],
    filters: [
      ...[...network.groups].map((role) => groupOf(role, security.groupRules)),
      ...(network.subnets.some(({ role }) => role === "bastion") ? [list] : []),
    ],
    acls: [],
    policies: [],
    namespaces: {},
    endpoints: [
      ...[...network.groups].map((role) => ({
        name: role,
        subnets: [SUBNET_OF[role]],
        groups: [role],
        isPublic: network.subnets.some((one) => one.role === SUBNET_OF[role] && one.isPublic),
      })),
      ...network.subnets
        .filter(({ role }) => role === "bastion")
        .map(({ role }) => ({ name: role, subnets: [role], groups: [], isPublic: false })),
    ],
    services: [{ name: ORACLE_SERVICES, labels: [ORACLE_SERVICES] }],
    gaps: [],
  };
}

function tableOf({ role, routes }: PlannedSubnet) {
  return { id: role, name: `${role} routes`, routes: routes.map(routeOf) };
}

function routeOf({ to, via }: Route): ModelRoute {
  return { to: to === "oracle-services" ? { service: ORACLE_SERVICES } : { range: cidr(to.cidr) }, via };
}

function groupOf(role: GroupRole, rules: readonly GroupRule[]): Filter {
  return {
    id: role,
    name: `${role} group`,
    rules: rules.filter(({ group }) => group === role).map(ruleOf),
  };
}

function ruleOf({ direction, counterpart, on, description }: GroupRule): FilterRule {
  const end =
    counterpart.kind === "group"
      ? { group: counterpart.role }
      : counterpart.kind === "services"
        ? { service: ORACLE_SERVICES }
        : { range: cidr(counterpart.cidr) };
  return { direction: direction === "EGRESS" ? "out" : "in", end, on: matchOf(on), text: description };
}

function listRule({ direction, cidr: range, on, description }: BastionRule): FilterRule {
  return {
    direction: direction === "EGRESS" ? "out" : "in",
    end: { range: cidr(range) },
    on: matchOf(on),
    text: description,
  };
}

function matchOf(on: Traffic): Match {
  switch (on.protocol) {
    case "all":
      return { protocol: "all" };
    case "icmp":
      return { protocol: "other" };
    case "tcp":
    case "udp":
      return { protocol: on.protocol, ports: on.ports };
  }
}
