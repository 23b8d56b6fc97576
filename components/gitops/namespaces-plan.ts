import type { Fault } from "../core";

/** Levels of the pod security standards (Kubernetes, "Pod Security Standards"). */
export const POD_SECURITY_LEVELS = ["restricted", "baseline", "privileged"] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** What all pods of a namespace may take together, as Kubernetes writes quantities. */
export interface Quota {
  /** Sum of the CPU requests: `4500m`, `9`. */
  readonly cpu: string;
  /** Sum of the memory requests, and of the memory limits: `18Gi`. */
  readonly memory: string;
}

/** What a container gets that names none itself. Figures: spec of the reference workload, 100m/128Mi and 500m/512Mi. */
export const CONTAINER_DEFAULTS = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "500m", memory: "512Mi" },
} as const;

export interface Port {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
}

/** Traffic that passes a namespace's default-deny policy. */
export interface Allowance {
  /** Name of the policy, after `allow-`: `dns`. */
  readonly name: string;
  readonly direction: "ingress" | "egress";
  /** Namespace at the other end. It is matched by the label that Kubernetes itself sets, which nobody can give away. */
  readonly namespace: string;
  /**
   * Labels of the pods at the other end.
   * @default all pods of the namespace
   */
  readonly pods?: Readonly<Record<string, string>>;
  readonly ports: readonly [Port, ...Port[]];
}

/** Cluster DNS: EKS and OKE both run it as `k8s-app=kube-dns` in `kube-system`. */
export const DNS: Allowance = {
  name: "dns",
  direction: "egress",
  namespace: "kube-system",
  pods: { "k8s-app": "kube-dns" },
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};

/** Labels that make Kubernetes enforce a level, at the standards of a Kubernetes minor version or `latest`. */
export function podSecurityLabels(level: PodSecurityLevel, version: string): Record<string, string> {
  const at = version === "latest" ? version : `v${version}`;
  return Object.fromEntries(
    ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, at],
    ]),
  );
}

/** Hard limits of a quota. Services open no node port and no balancer of their own: entries are the platform's. */
export function quotaLimits({ cpu, memory }: Quota): Record<string, string> {
  return {
    "requests.cpu": cpu,
    "requests.memory": memory,
    "limits.memory": memory,
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}

/** A NetworkPolicy's spec, as far as these policies go. */
export interface PolicySpec {
  podSelector: Record<string, never>;
  policyTypes: ("Ingress" | "Egress")[];
  ingress?: { from: Peer[]; ports: Port[] }[];
  egress?: { to: Peer[]; ports: Port[] }[];
}

interface Peer {
  namespaceSelector: { matchLabels: Record<string, string> };
  podSelector?: { matchLabels: Record<string, string> };
}

/** Nothing in, nothing out, for every pod. */
export const DENY_ALL: PolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** The policy of one allowance, for every pod of the namespace. */
export function allowanceSpec({ direction, namespace, pods, ports }: Allowance): PolicySpec {
  const peer: Peer = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    ...(pods === undefined ? {} : { podSelector: { matchLabels: { ...pods } } }),
  };
  const rule = { ports: ports.map((port) => ({ ...port })) };
  return direction === "ingress"
    ? { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [peer], ...rule }] }
    : { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [peer], ...rule }] };
}

/** Kubernetes, "Object Names and IDs": RFC 1123 labels. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME_FORM = "1 to 63 lower-case letters, digits and hyphens, not at the ends";

/** Kubernetes, "Resource Management for Pods": whole numbers or with a suffix. */
const CPU = /^([1-9]\d*m|[1-9]\d*(\.\d{1,3})?)$/;
const MEMORY = /^[1-9]\d*(Mi|Gi|Ti)$/;

/** Namespaces of Kubernetes' own. */
const RESERVED = /^(kube-|default$)/;

interface NamespaceInput {
  readonly name: string;
  readonly quota: Quota;
  readonly podSecurity?: PodSecurityLevel;
  readonly allow?: readonly Allowance[];
}

/** What is wrong with a namespace at a path. */
export function namespaceFaults(
  path: string,
  { name, quota, podSecurity, allow = [] }: NamespaceInput,
): Fault[] {
  const faults: Fault[] = [];
  const expect = (at: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path: `${path}.${at}`, given, allowed });
  };
  expect("name", name, LABEL.test(name), NAME_FORM);
  expect("name", name, !RESERVED.test(name), "a namespace of your own: this one belongs to Kubernetes");
  expect("quota.cpu", quota.cpu, CPU.test(quota.cpu), "CPUs as Kubernetes writes them: 4500m, 9");
  expect(
    "quota.memory",
    quota.memory,
    MEMORY.test(quota.memory),
    "memory as Kubernetes writes it: 512Mi, 18Gi",
  );
  if (podSecurity !== undefined) {
    const levels = `one of ${POD_SECURITY_LEVELS.join(", ")}`;
    expect("podSecurity", podSecurity, POD_SECURITY_LEVELS.includes(podSecurity), levels);
  }
  const names = new Set([DNS.name]);
  allow.forEach((allowance, i) => {
    const at = `allow[${i}]`;
    expect(`${at}.name`, allowance.name, LABEL.test(allowance.name), NAME_FORM);
    expect(`${at}.name`, allowance.name, !names.has(allowance.name), "a name that no other allowance has");
    names.add(allowance.name);
    expect(`${at}.namespace`, allowance.namespace, LABEL.test(allowance.namespace), NAME_FORM);
    expect(`${at}.ports`, allowance.ports, allowance.ports.length > 0, "at least one port");
    allowance.ports.forEach(({ port }, n) => {
      const right = Number.isInteger(port) && port >= 1 && port <= 65_535;
      expect(`${at}.ports[${n}].port`, port, right, "a port from 1 to 65535");
    });
  });
  return faults;
}
