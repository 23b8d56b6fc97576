import type { StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";
import { rangeOf, type Range } from "./cidr";
import { purposesOf } from "./purpose";
import { refersTo } from "./relations";
import { ifKnown } from "./unknown";

export const NSG = "oci:Core/networkSecurityGroup:NetworkSecurityGroup";
export const NSG_RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const SUBNET = "oci:Core/subnet:Subnet";

export type Direction = "EGRESS" | "INGRESS";

/** The other end of a rule: groups of the stack, a range, or a region's services. Empty: it is not known yet. */
export interface OtherEnd {
  /** The property that names it. */
  readonly property: "source" | "destination";
  readonly type: string;
  readonly groups: readonly StackResource[];
  readonly range?: Range;
}

/** A rule of a security group among the others of its stack, as far as it is known. */
export interface GroupRule {
  readonly resource: StackResource;
  readonly direction: Direction;
  /** The group it belongs to, when that is of the stack. */
  readonly group?: StackResource;
  readonly other: OtherEnd;
  /** IANA number as OCI takes it, or `all`. */
  readonly protocol: string;
  /** Destination ports of TCP or UDP. */
  readonly ports: readonly [first: number, last: number];
  readonly icmp?: { readonly type: number; readonly code?: number };
}

/** Rules of security groups whose direction and protocol are known. */
export function groupRules(resources: readonly StackResource[]): GroupRule[] {
  const groups = ofType(resources, NSG);
  return ofType(resources, NSG_RULE).flatMap((resource): GroupRule[] => {
    const inputs = inputsOf(resource, NSG_RULE);
    const direction = ifKnown(() => inputs?.direction);
    const protocol = ifKnown(() => inputs?.protocol);
    if ((direction !== "EGRESS" && direction !== "INGRESS") || protocol === undefined) return [];
    const options = ifKnown(() => (protocol === "17" ? inputs?.udpOptions : inputs?.tcpOptions));
    const ports = options?.destinationPortRange;
    const icmp = ifKnown(() => inputs?.icmpOptions);
    const group = groups.find((one) =>
      refersTo(resource, "networkSecurityGroupId", () => inputs?.networkSecurityGroupId, one),
    );
    const property = direction === "EGRESS" ? "destination" : "source";
    const type = ifKnown(() => inputs?.[`${property}Type`]) ?? "CIDR_BLOCK";
    const range = type === "CIDR_BLOCK" ? rangeOf(ifKnown(() => inputs?.[property])) : undefined;
    return [
      {
        resource,
        direction,
        ...(group === undefined ? {} : { group }),
        other: {
          property,
          type,
          groups:
            type === "NETWORK_SECURITY_GROUP"
              ? groups.filter((one) => refersTo(resource, property, () => inputs?.[property], one))
              : [],
          ...(range === undefined ? {} : { range }),
        },
        protocol,
        ports: [ports?.min ?? 1, ports?.max ?? 65_535],
        ...(icmp === undefined
          ? {}
          : { icmp: { type: icmp.type, ...(icmp.code === undefined ? {} : { code: icmp.code }) } }),
      },
    ];
  });
}

/**
 * Reads what decides which rule lets what through, where nothing tells it before it is known: a flow that seems to be
 * missing may be let through by a rule of which something is not known yet.
 * @throws while some of it is not known.
 */
export function readAll(resources: readonly StackResource[]): void {
  for (const { props } of ofType(resources, NSG_RULE)) void [props["direction"], props["protocol"]];
  for (const { resource, group, other } of groupRules(resources)) {
    void resource.props[`${other.property}Type`];
    if (group === undefined) void resource.props["networkSecurityGroupId"];
    if (other.range === undefined && other.groups.length === 0) void resource.props[other.property];
  }
  for (const subnet of ofType(resources, SUBNET)) void [subnet.props["cidrBlock"], purposesOf(subnet)];
}

/** Groups of a stack by what their `Purpose` tags say they are for. */
export function groupsFor(resources: readonly StackResource[], purpose: string): StackResource[] {
  return ofType(resources, NSG).filter(
    (group) => ifKnown(() => purposesOf(group))?.includes(purpose) === true,
  );
}

/** Ranges of the stack's subnets, with what those are for. */
export function subnetsOf(resources: readonly StackResource[]): {
  readonly resource: StackResource;
  readonly range: Range;
  readonly purposes: readonly string[];
}[] {
  return ofType(resources, SUBNET).flatMap((resource) => {
    const range = rangeOf(ifKnown(() => inputsOf(resource, SUBNET)?.cidrBlock));
    return range === undefined
      ? []
      : [{ resource, range, purposes: ifKnown(() => purposesOf(resource)) ?? [] }];
  });
}
