import { parseCidr, type Fault } from "../core";

/** Processor architectures of nodes, as OKE's image list calls them. */
export type Architecture = "X86_64" | "AARCH64";

const VERSION = /^v(\d+)\.(\d+)\.(\d+)$/;

/** Numbers of a version in OKE form, or undefined. */
function numbers(version: string): readonly [number, number, number] | undefined {
  const match = VERSION.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** Says what is allowed when a version is not in OKE form. */
export function versionForm(version: string): string | undefined {
  return numbers(version) ? undefined : "a Kubernetes version in OKE form, v1.36.1";
}

/** How many minor versions nodes may lag (OKE guide, "Kubernetes Versions and Kubernetes Engine": three, from 1.28 on). */
const MAX_LAG = 3;

/** Says what is allowed when nodes of one version can not work under a control plane of another. */
export function skewRule(control: string): (nodes: string) => string | undefined {
  return (nodes) => {
    const [node, cluster] = [numbers(nodes), numbers(control)];
    if (!node || !cluster) return versionForm(nodes);
    const difference = node.map((n, i) => n - (cluster[i] as number)).find((d) => d !== 0) ?? 0;
    if (difference > 0) return `at most the control plane's version, ${control}: upgrade the cluster first`;
    const lag = cluster[1] - node[1];
    return node[0] === cluster[0] && lag <= MAX_LAG
      ? undefined
      : `at most ${MAX_LAG} minor versions behind the control plane's ${control}`;
  };
}

/** Addresses of a VNIC that pods can have, and the most pods a node takes (OKE guide, "Node Shapes and Number of Pods"). */
const PODS_PER_VNIC = 31;
const MAX_PODS = 110;

/**
 * Pods that a node of a flexible VM shape holds with VCN-native networking: 31 for each VNIC but the first, at most 110.
 * VNICs grow with OCPUs, from 2 at the least to 24 (Compute guide, "Compute Shapes", Max VNICs of flexible shapes).
 */
export function podsPerNode(ocpus: number): number {
  const vnics = Math.min(24, Math.max(2, ocpus));
  return Math.min(MAX_PODS, PODS_PER_VNIC * (vnics - 1));
}

/** Addresses that nodes take from the pods' subnet: one a pod, one for each VNIC that carries pods. */
export function podAddresses(nodes: number, podsEach: number): number {
  return nodes * (podsEach + Math.ceil(podsEach / PODS_PER_VNIC));
}

/** Usable addresses of a subnet: OCI keeps the first two and the last (Networking guide, "Reserved IP addresses"). */
export function usableAddresses(range: string): number | undefined {
  const block = parseCidr(range);
  return block && block.last - block.first + 1 - 3;
}

/** The size of a pool: the first size, and the bounds within which an autoscaler may change it. */
export interface PoolSize {
  readonly first: number;
  readonly min: number;
  readonly max: number;
}

/** Nodes that cycling adds for a time. */
export const SURGE = 1;

/** Room for a pool: the subnets of its nodes and of their pods, which may be one, and the pods of a node. */
export interface PoolRoom {
  readonly perNode: number;
  /** Range of the pods' subnet, CIDR. */
  readonly pods: string;
  /** Range of the nodes' subnet, CIDR. */
  readonly nodes: string;
}

/** Addresses that so many nodes take of each subnet of a pool; nodes and pods add up in a subnet that both share. */
export function addressesOf(
  nodes: number,
  { perNode, ...ranges }: PoolRoom,
): Readonly<Record<"nodes" | "pods", number>> {
  const pods = podAddresses(nodes, perNode);
  const shared = ranges.nodes === ranges.pods;
  return { nodes: shared ? pods + nodes : nodes, pods: shared ? pods + nodes : pods };
}

/** What is wrong with a pool's size and the room its nodes and pods have. */
export function poolFaults(size: PoolSize, room: PoolRoom): Fault[] {
  const faults: Fault[] = [];
  for (const key of ["first", "min", "max"] as const) {
    const value = size[key];
    if (!Number.isInteger(value) || value < 0)
      faults.push({ path: `size.${key}`, given: value, allowed: "a whole number of nodes, 0 or more" });
  }
  if (size.min > size.max)
    faults.push({ path: "size.min", given: size.min, allowed: `at most size.max, ${size.max}` });
  if (size.first < size.min || size.first > size.max) {
    faults.push({
      path: "size.first",
      given: size.first,
      allowed: `from size.min to size.max, ${size.min} to ${size.max}`,
    });
  }
  return [...faults, ...roomFaults(size, room)];
}

function roomFaults(size: PoolSize, room: PoolRoom): Fault[] {
  const wanted = addressesOf(size.max + SURGE, room);
  const subnets = room.nodes === room.pods ? (["pods"] as const) : (["nodes", "pods"] as const);
  return subnets.flatMap((of): Fault[] => {
    const [path, given, has] = [`${of}.cidr`, room[of], usableAddresses(room[of])];
    if (has === undefined) return [{ path, given, allowed: "an IPv4 block with its host bits zero" }];
    if (wanted[of] <= has) return [];
    const what = of === "nodes" ? "" : `, and ${room.perNode} pods each`;
    const allowed = `a range of at least ${wanted[of]} usable addresses for ${size.max} nodes, ${SURGE} more while cycling${what}; this one has ${has}: widen it, or lower size.max${of === "nodes" ? "" : " or podsPerNode"}`;
    return [{ path, given, allowed }];
  });
}

/** Where a pool puts nodes: one entry an availability domain, spread over its fault domains. */
export interface Placement {
  readonly availabilityDomain: string;
  readonly faultDomains: string[];
  readonly subnetId: string;
  readonly preemptibleNodeConfig?: {
    readonly preemptionAction: { readonly type: "TERMINATE"; readonly isPreserveBootVolume: false };
  };
}

/** One placement for each availability domain, each over all fault domains, whose names repeat in every domain. */
export function placements(
  availabilityDomains: readonly string[],
  faultDomains: readonly string[],
  subnetId: string,
  preemptible: boolean,
): Placement[] {
  return availabilityDomains.map((availabilityDomain) => ({
    availabilityDomain,
    faultDomains: [...faultDomains],
    subnetId,
    ...(preemptible
      ? { preemptibleNodeConfig: { preemptionAction: { type: "TERMINATE", isPreserveBootVolume: false } } }
      : {}),
  }));
}

/** An entry of the service's list of node images. */
export interface ImageSource {
  readonly imageId: string;
  readonly sourceName: string;
  readonly sourceType: string;
}

/** `Oracle-Linux-8.10-aarch64-2026.08.14-0-OKE-1.36.1-1699`; images for GPUs have more words and do not match. */
const IMAGE = /^Oracle-Linux-[\d.]+-(aarch64-)?(\d{4})\.(\d{2})\.(\d{2})-(\d+)-OKE-(\d+\.\d+\.\d+)-(\d+)$/;

/**
 * The newest of the service's node images for a Kubernetes version and an architecture.
 * @returns undefined when there is none.
 */
export function newestImage(
  sources: readonly ImageSource[],
  version: string,
  architecture: Architecture,
): ImageSource | undefined {
  const candidates = sources.flatMap((source) => {
    const match = IMAGE.exec(source.sourceName);
    if (!match || source.sourceType !== "IMAGE") return [];
    const [, arm, year, month, day, respin, kubernetes, build] = match;
    const fits = (arm ? "AARCH64" : "X86_64") === architecture && `v${kubernetes as string}` === version;
    return fits ? [{ source, age: [year, month, day, respin, build].map(Number) }] : [];
  });
  candidates.sort(
    (a, b) => b.age.map((n, i) => n - (a.age[i] as number)).find((difference) => difference !== 0) ?? 0,
  );
  return candidates[0]?.source;
}

/**
 * The certificate authority in a kubeconfig of OKE's, base64. OKE writes it as YAML, which may also be JSON.
 * @returns undefined when it has none.
 */
export function certificateAuthorityOf(kubeconfig: string): string | undefined {
  return /["']?certificate-authority-data["']?\s*:\s*["']?([A-Za-z0-9+/]+=*)/.exec(kubeconfig)?.[1];
}

/** Says what is allowed when a list is empty; the types say so too, but not to callers from JavaScript. */
export function atLeastOne(list: readonly unknown[]): string | undefined {
  return list.length > 0 ? undefined : "at least one";
}
