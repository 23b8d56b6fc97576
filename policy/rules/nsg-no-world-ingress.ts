import { purposesOf } from "../lib/purpose";
import { isWorld, rangeOf } from "../lib/cidr";
import { refersTo } from "../lib/relations";
import { forEach, ifKnown, isGivenLater } from "../lib/unknown";
import { defineRule, type Place, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf } from "../tokens";

const NSG_RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const SECURITY_LISTS = [
  "oci:Core/securityList:SecurityList",
  "oci:Core/defaultSecurityList:DefaultSecurityList",
] as const;
const SG_INLINE = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
] as const;
const SG_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const SG_INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const GROUP = /(networkSecurityGroup:NetworkSecurityGroup|securityGroup:SecurityGroup)$/;

/** `Purpose` tag of a group that a public load balancer takes its traffic through. */
const PUBLIC_PURPOSE = "public-load-balancer";
const PUBLIC_PORTS: readonly number[] = [80, 443];
/** IANA protocol number of TCP, as OCI and, beside its name, AWS take it. */
const TCP = new Set(["6", "tcp"]);

/** One source that a rule lets in. */
interface Ingress {
  readonly path: string;
  readonly source: string | undefined;
  /** Only TCP 80 or 443, so that a public load balancer may have it. */
  readonly web: boolean;
  /** Property that names the group of a rule that is a resource of its own. */
  readonly group?: "networkSecurityGroupId" | "securityGroupId";
}

/** Nothing but a declared public load balancer takes traffic from the internet. */
export const nsgNoWorldIngress = defineRule({
  id: "nsg-no-world-ingress",
  description:
    "No security group, network security group or security list lets the internet in, but TCP 443 and 80 to a declared public load balancer.",
  severity: "critical",
  needs: [],
  serves: ["OP-11", "OK-20"],
  absorbs: ["oke-no-world-ingress"],
  remediationSteps:
    "Name another security group or a range of the address plan as the source; declare a public load balancer with the tag Purpose = public-load-balancer and publicEntry for its environment.",

  check(resource, place, report) {
    forEach(ingressOf(resource), (ingress) => {
      if (!isFromWorld(ingress)) return;
      // Whose group a separate rule belongs to is seen only beside the group, when the whole stack is checked.
      if (mayBePublic(ingress, place) && (ingress.group !== undefined || isDeclared(resource))) return;
      reportWorld(resource, ingress, report);
    });
    if (!isPutOff(resource)) checkAllProtocols(resource, () => [], report);
  },

  checkStack(resources, place, report) {
    for (const resource of resources) {
      if (isPutOff(resource)) checkAllProtocols(resource, resource.sources, report);
      for (const ingress of ifKnown(() => ingressOf(resource)) ?? []) {
        const { group } = ingress;
        if (group === undefined || !isFromWorld(ingress) || !mayBePublic(ingress, place)) continue;
        if (!groupsOf(resource, group, resources).some((one) => ifKnown(() => isDeclared(one)) !== false))
          reportWorld(resource, ingress, report);
      }
    }
  },
});

/** Whether a rule's group or source shows only beside the others of its stack. */
function isPutOff(resource: Resource): boolean {
  const rule = inputsOf(resource, NSG_RULE);
  return isGivenLater(() => rule?.source) || isGivenLater(() => rule?.networkSecurityGroupId);
}

function isFromWorld({ source }: Ingress): boolean {
  const range = rangeOf(source);
  return range !== undefined && isWorld(range);
}

function mayBePublic(ingress: Ingress, place: Place<never>): boolean {
  return ingress.web && place.environment?.publicEntry === true;
}

/** The group that a rule belongs to. */
function groupsOf(
  rule: StackResource,
  property: string,
  resources: readonly StackResource[],
): readonly StackResource[] {
  return resources.filter(
    (other) => GROUP.test(other.type) && refersTo(rule, property, () => rule.props[property], other),
  );
}

/** Whether a group says by its tags that it is a public load balancer's. */
function isDeclared(resource: Resource): boolean {
  return purposesOf(resource).includes(PUBLIC_PURPOSE);
}

function reportWorld(resource: Resource, { path, source, web }: Ingress, report: Report): void {
  report({
    resource,
    path,
    value: source,
    problem: web
      ? "the internet is let in where no public load balancer is declared"
      : "the internet is let in",
    remedy: web
      ? "Name a security group or a range of the address plan; or tag the load balancer's group Purpose = public-load-balancer and set publicEntry for the environment."
      : "Name another security group or a range of the address plan as the source.",
  });
}

/** Every source that a resource lets in. */
function ingressOf(resource: Resource): Ingress[] {
  return [...ociIngress(resource), ...awsIngress(resource)];
}

function ociIngress(resource: Resource): Ingress[] {
  const rule = inputsOf(resource, NSG_RULE);
  if (rule !== undefined) {
    if (rule.direction !== "INGRESS") return [];
    const ports = rule.tcpOptions?.destinationPortRange;
    const web = TCP.has(rule.protocol ?? "") && isWeb(ports?.min, ports?.max);
    // Another group or a service is not the world, and its id is not known in a preview.
    const source = (rule.sourceType ?? "CIDR_BLOCK") === "CIDR_BLOCK" ? rule.source : undefined;
    return [{ path: "source", source, web, group: "networkSecurityGroupId" }];
  }
  for (const token of SECURITY_LISTS) {
    const rules = inputsOf(resource, token)?.ingressSecurityRules ?? [];
    if (rules.length > 0)
      return rules.map((_, index) => ({
        path: `ingressSecurityRules[${index}].source`,
        get source() {
          return rules[index]?.source;
        },
        web: false,
      }));
  }
  return [];
}

function awsIngress(resource: Resource): Ingress[] {
  for (const token of SG_INLINE) {
    const rules = inputsOf(resource, token)?.ingress;
    if (rules !== undefined)
      return rules.flatMap((rule, index) => {
        const web = TCP.has(rule.protocol) && isWeb(rule.fromPort, rule.toPort);
        return sourcesOf(`ingress[${index}].`, rule, web);
      });
  }
  const rule = inputsOf(resource, SG_RULE);
  if (rule?.type === "ingress") {
    const web = TCP.has(rule.protocol ?? "") && isWeb(rule.fromPort, rule.toPort);
    return sourcesOf("", rule, web).map((ingress) => ({ ...ingress, group: "securityGroupId" }));
  }
  const ingress = inputsOf(resource, SG_INGRESS);
  if (ingress === undefined) return [];
  const web = TCP.has(ingress.ipProtocol ?? "") && isWeb(ingress.fromPort, ingress.toPort);
  return [
    { path: "cidrIpv4", source: ingress.cidrIpv4, web, group: "securityGroupId" },
    { path: "cidrIpv6", source: ingress.cidrIpv6, web, group: "securityGroupId" },
  ];
}

function sourcesOf(
  prefix: string,
  rule: { readonly cidrBlocks?: string[] | undefined; readonly ipv6CidrBlocks?: string[] | undefined },
  web: boolean,
): Ingress[] {
  return (["cidrBlocks", "ipv6CidrBlocks"] as const).flatMap((key) =>
    (rule[key] ?? []).map((source, index) => ({ path: `${prefix}${key}[${index}]`, source, web })),
  );
}

function isWeb(from: number | undefined, to: number | undefined): boolean {
  return from !== undefined && from === to && PUBLIC_PORTS.includes(from);
}

/** The only rules for all protocols are a group's own: node to node, pod to pod. */
function checkAllProtocols(resource: Resource, sources: StackResource["sources"], report: Report): void {
  const rule = inputsOf(resource, NSG_RULE);
  if (rule?.direction !== "INGRESS" || rule.protocol !== "all") return;
  if (isGivenLater(() => rule.source) || isGivenLater(() => rule.networkSecurityGroupId)) {
    const groups = sources("networkSecurityGroupId");
    if (groups.length === 0 || sources("source").some((group) => groups.includes(group))) return;
  } else if (rule.source !== undefined && rule.source === rule.networkSecurityGroupId) return;
  report({
    resource,
    path: "protocol",
    value: "all",
    problem: "every protocol and port is open to a source that is not the group itself",
    remedy: "Name a protocol and a port range, one rule for each flow.",
  });
}
