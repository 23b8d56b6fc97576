import { contains } from "../lib/cidr";
import { groupRules, groupsFor, readAll, subnetsOf, type GroupRule } from "../lib/group-rules";
import { ofType } from "../tokens";
import { defineRule, type StackResource } from "../rule";

const BASTION = "oci:Bastion/bastion:Bastion";

/** IANA protocol numbers as OCI takes them. */
const ICMP = "1";
const TCP = "6";

type Role = "api-endpoint" | "workers" | "pods" | "load-balancer";
type End = Role | "oracle-services" | "bastion" | "anyone";

interface Flow {
  readonly from: End;
  readonly to: End;
  /** TCP ports that must all pass; `some`: one at least; `all`: anything; `path`: ICMP type 3 code 4. */
  readonly on: readonly [first: number, last: number] | "some" | "all" | "path";
  /** What does not work without it. */
  readonly lost: string;
}

const JOIN = "nodes do not join, or are lost later";

/**
 * What a cluster with VCN-native pods and a private endpoint needs (OKE guide, "Network resource configuration for cluster
 * creation and deployment"). Webhooks and probes have the ports of whoever serves them, so one is enough for them here.
 */
const FLOWS: readonly Flow[] = [
  { from: "workers", to: "api-endpoint", on: [6443, 6443], lost: JOIN },
  { from: "workers", to: "api-endpoint", on: [12_250, 12_250], lost: JOIN },
  { from: "pods", to: "api-endpoint", on: [6443, 6443], lost: "no pod calls the Kubernetes API" },
  { from: "pods", to: "api-endpoint", on: [12_250, 12_250], lost: "no pod gets an identity in OCI" },
  { from: "api-endpoint", to: "workers", on: [10_250, 10_250], lost: "no logs, and nobody enters a pod" },
  { from: "api-endpoint", to: "pods", on: "some", lost: "webhooks time out" },
  { from: "workers", to: "pods", on: "some", lost: "probes fail, and pods are never ready" },
  { from: "pods", to: "workers", on: [10_250, 10_250], lost: "metrics of nodes are missing" },
  { from: "pods", to: "pods", on: "all", lost: "pods on different nodes do not reach each other" },
  { from: "api-endpoint", to: "oracle-services", on: [443, 443], lost: JOIN },
  { from: "workers", to: "oracle-services", on: [443, 443], lost: JOIN },
  { from: "pods", to: "oracle-services", on: [443, 443], lost: "no pod calls an API of Oracle" },
  { from: "load-balancer", to: "workers", on: [30_000, 32_767], lost: "no Service is reached from outside" },
  { from: "load-balancer", to: "workers", on: [10_256, 10_256], lost: "every node is taken for unhealthy" },
  { from: "bastion", to: "api-endpoint", on: [6443, 6443], lost: "operators reach no API" },
  ...(["api-endpoint", "workers", "pods"] as const).flatMap((role): Flow[] => [
    { from: "anyone", to: role, on: "path", lost: "large packets vanish on paths that take smaller ones" },
    { from: role, to: "anyone", on: "path", lost: "large packets vanish on paths that take smaller ones" },
  ]),
];

/** Security groups can not deny, so a flow is missing only by not being there; nothing else says so before nodes fail. */
export const okeNsgRequiredFlows = defineRule({
  id: "oke-nsg-required-flows",
  description: "The security groups of a cluster let through what OKE needs, at both ends.",
  severity: "high",
  needs: [],
  serves: ["OK-18", "OK-46"],
  remediationSteps:
    "Add a stateful rule at each end of the flow, or make the network with VirtualNetwork, which has them all.",

  checkStack(resources, _place, report) {
    const ends = endsOf(resources);
    const home = ends.groups["api-endpoint"][0];
    if (home === undefined || ends.groups.workers.length === 0) return;
    const rules = groupRules(resources);
    const seen = new Set<string>();
    for (const flow of FLOWS) {
      if (!exists(flow.from, ends) || !exists(flow.to, ends)) continue;
      for (const direction of ["EGRESS", "INGRESS"] as const) {
        const own = direction === "EGRESS" ? flow.from : flow.to;
        const other = direction === "EGRESS" ? flow.to : flow.from;
        if (!isGroup(own)) continue;
        const held = rules.some(
          (rule) =>
            rule.direction === direction &&
            isIn(rule, own, ends) &&
            isWith(rule, other, ends) &&
            covers(rule, flow.on),
        );
        const text = `${own} ${direction === "EGRESS" ? "to" : "from"} ${other} on ${nameOf(flow.on)}`;
        if (held || seen.has(text)) continue;
        readAll(resources);
        seen.add(text);
        report({
          resource: ends.groups[own][0] ?? home,
          path: direction.toLowerCase(),
          value: text,
          problem: `no rule lets it through: ${flow.lost}`,
          remedy: `Add a stateful ${direction} rule for ${text}.`,
        });
      }
    }
  },
});

const isGroup = (end: End): end is Role => !["oracle-services", "bastion", "anyone"].includes(end);

/** What a stack has that a flow may begin or end at: found once, for every flow is held against every rule. */
interface Ends {
  readonly groups: Readonly<Record<Role, readonly StackResource[]>>;
  readonly subnets: ReturnType<typeof subnetsOf>;
  readonly hasBastion: boolean;
}

function endsOf(resources: readonly StackResource[]): Ends {
  return {
    groups: {
      "api-endpoint": groupsFor(resources, "api-endpoint"),
      workers: groupsFor(resources, "workers"),
      pods: groupsFor(resources, "pods"),
      "load-balancer": groupsFor(resources, "load-balancer"),
    },
    subnets: subnetsOf(resources),
    hasBastion: ofType(resources, BASTION).length > 0,
  };
}

function exists(end: End, { groups, hasBastion }: Ends): boolean {
  if (end === "bastion") return hasBastion;
  return !isGroup(end) || groups[end].length > 0;
}

function isIn({ group }: GroupRule, role: Role, { groups }: Ends): boolean {
  return group !== undefined && groups[role].includes(group);
}

/** Whether the other end of a rule holds one of a flow: by its group, by the range of its subnet, or as a service. */
function isWith({ other }: GroupRule, end: End, { groups, subnets: all }: Ends): boolean {
  if (end === "anyone") return true;
  if (end === "oracle-services") return other.type === "SERVICE_CIDR_BLOCK";
  if (isGroup(end) && groups[end].some((group) => other.groups.includes(group))) return true;
  const { range } = other;
  if (range === undefined) return false;
  const subnets = all.filter(({ purposes }) =>
    purposes.some((purpose) => purpose === end || purpose === `${end}-internal`),
  );
  return subnets.length > 0 && subnets.every((subnet) => contains(range, subnet.range));
}

function covers({ protocol, ports: [first, last], icmp }: GroupRule, on: Flow["on"]): boolean {
  if (protocol === "all") return true;
  if (on === "path")
    return protocol === ICMP && (icmp === undefined || (icmp.type === 3 && (icmp.code ?? 4) === 4));
  if (protocol !== TCP || on === "all") return false;
  return on === "some" || (first <= on[0] && on[1] <= last);
}

function nameOf(on: Flow["on"]): string {
  if (on === "path") return "ICMP type 3 code 4";
  if (on === "all") return "everything";
  if (on === "some") return "TCP";
  return `TCP ${on[0] === on[1] ? on[0] : on.join("-")}`;
}
