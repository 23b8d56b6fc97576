import { isPrivateRange, overlaps, parseCidr, type Fault } from "../core";

/** Kinds of control-plane logs; all of them are kept (EKS guide, "Send control plane logs to CloudWatch Logs"). */
export const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** Name of the log group that EKS writes to: it can not be chosen (EKS guide, as above). */
export function logGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/** The policies of EKS for access entries (EKS guide, "Review access policy permissions"). */
const ACCESS_POLICIES = {
  "cluster-admin": "AmazonEKSClusterAdminPolicy",
  admin: "AmazonEKSAdminPolicy",
  edit: "AmazonEKSEditPolicy",
  view: "AmazonEKSViewPolicy",
} as const;

export type AccessPolicy = keyof typeof ACCESS_POLICIES;

/** ARN of a policy for access entries. */
export function accessPolicyArn(policy: AccessPolicy): string {
  return `arn:aws:eks::aws:cluster-access-policy/${ACCESS_POLICIES[policy]}`;
}

/** Where a grant holds: in the namespaces it names, or everywhere. */
export function accessScope(namespaces: readonly string[] | undefined): {
  type: "cluster" | "namespace";
  namespaces?: string[];
} {
  return namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] };
}

interface Grant {
  readonly policy: AccessPolicy;
  readonly namespaces?: readonly string[];
}

/** What is wrong with the grants of a cluster. */
export function accessFaults(access: Readonly<Record<string, Grant>>): Fault[] {
  const faults: Fault[] = Object.entries(access).flatMap(([role, { policy, namespaces }]): Fault[] => {
    const path = `access.${role}`;
    if (!(policy in ACCESS_POLICIES))
      return [
        {
          path: `${path}.policy`,
          given: policy,
          allowed: `one of ${Object.keys(ACCESS_POLICIES).join(", ")}`,
        },
      ];
    if (namespaces === undefined) return [];
    if (policy === "cluster-admin")
      return [
        {
          path: `${path}.namespaces`,
          given: namespaces,
          allowed: "none with cluster-admin, which holds everywhere; take admin",
        },
      ];
    if (namespaces.length === 0)
      return [
        {
          path: `${path}.namespaces`,
          given: namespaces,
          allowed: "at least one namespace, or leave it out for all",
        },
      ];
    return [];
  });
  if (!Object.values(access).some(({ policy }) => policy === "cluster-admin")) {
    faults.push({
      path: "access",
      given: Object.keys(access),
      allowed: "at least one cluster-admin: whoever creates the cluster gets no rights by that",
    });
  }
  return faults;
}

function isPrivate(range: string): boolean {
  const block = parseCidr(range);
  return block !== undefined && isPrivateRange(block);
}

/** What is wrong with the ranges of a cluster. */
export function rangeFaults(
  servicesCidr: string,
  vpcCidr: string,
  apiClients: Readonly<Record<string, string>>,
): Fault[] {
  const faults: Fault[] = [];
  const [services, vpc] = [parseCidr(servicesCidr), parseCidr(vpcCidr)];
  // EKS API, KubernetesNetworkConfigRequest serviceIpv4Cidr.
  if (!services || !isPrivate(servicesCidr) || services.prefix < 12 || services.prefix > 24) {
    faults.push({
      path: "servicesCidr",
      given: servicesCidr,
      allowed: "a block from /12 to /24 within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
    });
  }
  if (!vpc)
    faults.push({ path: "vpcCidr", given: vpcCidr, allowed: "an IPv4 block with its host bits zero" });
  if (services && vpc && overlaps(services, vpc)) {
    faults.push({
      path: "servicesCidr",
      given: servicesCidr,
      allowed: `a range outside the VPC's, ${vpcCidr}: services are never routed`,
    });
  }
  for (const [role, range] of Object.entries(apiClients)) {
    if (!isPrivate(range)) {
      faults.push({
        path: `apiClients.${role}`,
        given: range,
        allowed: "a private IPv4 block: the API is not reachable from anywhere else",
      });
    }
  }
  return faults;
}

/** The size of a node group: the first size, and the bounds within which an autoscaler may change it. */
export interface GroupSize {
  readonly first: number;
  readonly min: number;
  readonly max: number;
}

/** What is wrong with a size. */
export function sizeFaults(size: GroupSize): Fault[] {
  const faults: Fault[] = (["first", "min", "max"] as const)
    .filter((key) => !Number.isInteger(size[key]) || size[key] < 0)
    .map((key) => ({
      path: `nodes.size.${key}`,
      given: size[key],
      allowed: "a whole number of nodes, 0 or more",
    }));
  // EKS API, NodegroupScalingConfig maxSize.
  if (size.max < 1) faults.push({ path: "nodes.size.max", given: size.max, allowed: "at least 1" });
  if (size.min > size.max)
    faults.push({ path: "nodes.size.min", given: size.min, allowed: `at most nodes.size.max, ${size.max}` });
  if (size.first < size.min || size.first > size.max) {
    faults.push({
      path: "nodes.size.first",
      given: size.first,
      allowed: `from nodes.size.min to nodes.size.max, ${size.min} to ${size.max}`,
    });
  }
  return faults;
}

export type Architecture = "x86_64" | "arm64";

/** Images of nodes by architecture (EKS API, Nodegroup amiType). */
export const AMI_TYPES: Readonly<Record<Architecture, string>> = {
  x86_64: "AL2023_x86_64_STANDARD",
  arm64: "AL2023_ARM_64_STANDARD",
};

/** An add-on that EKS installs. */
export interface AddonPlan {
  readonly name: "vpc-cni" | "kube-proxy" | "eks-pod-identity-agent" | "coredns";
  /** Whether nodes need it to become ready; the others need nodes. */
  readonly before: boolean;
  /** Settings as the add-on takes them, JSON. */
  readonly settings?: string;
}

/** The add-ons of every cluster. */
export const ADDONS: readonly AddonPlan[] = [
  {
    name: "vpc-cni",
    before: true,
    // Off by default, and NetworkPolicy objects then do nothing (EKS guide, "Limit Pod traffic with Kubernetes network
    // policies").
    settings: JSON.stringify({ enableNetworkPolicy: "true" }),
  },
  { name: "kube-proxy", before: true },
  { name: "eks-pod-identity-agent", before: true },
  { name: "coredns", before: false },
];

export type AddonName = AddonPlan["name"];
