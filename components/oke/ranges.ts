import { contains, overlaps, parseCidr, type Fault } from "../core";

/** Ranges of a cluster's network, CIDR each. Neither is made here: the network's component makes them. */
export interface ClusterRanges {
  /** The VCN's. */
  readonly vcn: string;
  /** The subnet of the API endpoint. */
  readonly endpoint: string;
  /** The subnet in which Kubernetes makes load balancers. */
  readonly loadBalancers: string;
  /** The subnet of nodes. */
  readonly workers: string;
  /** The subnet of pods; it may be that of nodes. */
  readonly pods: string;
}

/**
 * The source document's, but for pods: it puts them into the nodes' /24, which holds 7 nodes of 31 pods and 2 of 110. A
 * /18 of their own holds 100 nodes of 110 pods.
 */
export const SOURCE_RANGES: ClusterRanges = {
  vcn: "10.0.0.0/16",
  endpoint: "10.0.30.0/24",
  loadBalancers: "10.0.20.0/24",
  workers: "10.0.10.0/24",
  pods: "10.0.64.0/18",
};

const FORM = "an IPv4 block with its host bits zero, such as 172.21.0.0/16";
const SUBNETS = ["endpoint", "loadBalancers", "workers", "pods"] as const;

/**
 * What is wrong with a cluster's ranges: each subnet lies in the VCN and overlaps no other, services lie outside of it, and
 * neither meets a range of somebody else's.
 *
 * @param others ranges that the VCN is joined to, or that other stacks have, by what they are.
 */
export function rangeFaults(
  ranges: ClusterRanges,
  servicesCidr: string,
  others: Readonly<Record<string, string>> = {},
): Fault[] {
  const named: readonly (readonly [path: string, given: string])[] = [
    ["servicesCidr", servicesCidr],
    ...(["vcn", ...SUBNETS] as const).map((key) => [`ranges.${key}`, ranges[key]] as const),
    ...Object.entries(others).map(([name, range]) => [`otherRanges.${name}`, range] as const),
  ];
  const malformed = named.filter(([, given]) => parseCidr(given) === undefined);
  if (malformed.length > 0) return malformed.map(([path, given]) => ({ path, given, allowed: FORM }));
  return [
    ...outsideFaults(ranges),
    ...meetingFaults(ranges),
    ...servicesFaults(servicesCidr, ranges.vcn),
    ...foreignFaults({ "ranges.vcn": ranges.vcn, servicesCidr }, others),
  ];
}

const meet = (a: string, b: string): boolean => {
  const [left, right] = [parseCidr(a), parseCidr(b)];
  return left !== undefined && right !== undefined && overlaps(left, right);
};

function outsideFaults(ranges: ClusterRanges): Fault[] {
  const vcn = parseCidr(ranges.vcn);
  return SUBNETS.flatMap((key) => {
    const subnet = parseCidr(ranges[key]);
    return vcn && subnet && contains(vcn, subnet)
      ? []
      : [{ path: `ranges.${key}`, given: ranges[key], allowed: `a range within the VCN's, ${ranges.vcn}` }];
  });
}

function meetingFaults(ranges: ClusterRanges): Fault[] {
  return SUBNETS.flatMap((key, i) =>
    SUBNETS.slice(0, i)
      // Nodes and pods may be in one subnet, whose room is then counted for both.
      .filter((other) => !(key === "pods" && other === "workers" && ranges.pods === ranges.workers))
      .filter((other) => meet(ranges[key], ranges[other]))
      .map((other) => ({
        path: `ranges.${key}`,
        given: ranges[key],
        allowed: `a range that does not overlap ranges.${other}, ${ranges[other]}`,
      })),
  );
}

function servicesFaults(servicesCidr: string, vcn: string): Fault[] {
  if (!meet(servicesCidr, vcn)) return [];
  const allowed = `a range outside the VCN's, ${vcn}: services are never routed`;
  return [{ path: "servicesCidr", given: servicesCidr, allowed }];
}

function foreignFaults(
  own: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): Fault[] {
  return Object.entries(own).flatMap(([path, given]) =>
    Object.entries(others)
      .filter(([, range]) => meet(given, range))
      .map(([name, range]) => ({
        path,
        given,
        allowed: `a range that does not overlap that of ${name}, ${range}`,
      })),
  );
}
