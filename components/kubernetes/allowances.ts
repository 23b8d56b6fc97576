import type * as pulumi from "@pulumi/pulumi";
import { parseCidr, type Fault } from "../core";

/** A port and its protocol. */
export interface Port {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
}

/** Pods of a namespace, which is matched by the label that Kubernetes itself sets and nobody can give away. */
export interface PodsOf {
  readonly namespace: string;
  /**
   * Labels of the pods.
   * @default all pods of the namespace
   */
  readonly pods?: Readonly<Record<string, string>>;
}

/** Addresses outside the cluster: a subnet of the address plan. */
export interface Range {
  /** What is there, for the sentence: `the API endpoint`. */
  readonly place: string;
  readonly range: string;
  /** @default none */
  readonly except?: readonly string[];
}

/**
 * One sentence about traffic that passes a namespace's default-deny policy, as security groups have theirs: which way, who is
 * at the other end, on which ports, and why.
 */
export interface Allowance {
  /** Name of the policy, after `allow-`: `dns`. */
  readonly name: string;
  readonly direction: "ingress" | "egress";
  readonly peer: PodsOf | Range;
  readonly ports: readonly [Port, ...Port[]];
  /** The reason, as the end of the sentence: `to resolve names`. */
  readonly why: string;
}

/** TCP ports of an allowance. */
export const tcpPorts = (first: number, ...more: number[]): readonly [Port, ...Port[]] => [
  { protocol: "TCP", port: first },
  ...more.map((port): Port => ({ protocol: "TCP", port })),
];

/** Cluster DNS: EKS and OKE both run it as `k8s-app=kube-dns` in `kube-system`. */
export const DNS: Allowance = {
  name: "dns",
  direction: "egress",
  peer: { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } },
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
  why: "to resolve names",
};

/**
 * The two sentences by which pods of one namespace call each other: a closed namespace is closed within, too.
 *
 * @param name of both, before `-ingress` and `-egress`.
 */
export function within(
  namespace: string,
  { name, ports, why }: Pick<Allowance, "name" | "ports" | "why">,
): readonly [Allowance, Allowance] {
  const one = (direction: Allowance["direction"]): Allowance => ({
    name: `${name}-${direction}`,
    direction,
    peer: { namespace },
    ports,
    why,
  });
  return [one("ingress"), one("egress")];
}

/** A NetworkPolicy's spec, as far as these policies go. */
export interface PolicySpec {
  podSelector: Record<string, never>;
  policyTypes: ("Ingress" | "Egress")[];
  ingress?: { from: PolicyPeer[]; ports: Port[] }[];
  egress?: { to: PolicyPeer[]; ports: Port[] }[];
}

type PolicyPeer =
  { namespaceSelector: Labels; podSelector?: Labels } | { ipBlock: { cidr: string; except?: string[] } };
interface Labels {
  matchLabels: Record<string, string>;
}

/** Nothing in, nothing out, for every pod. */
export const DENY_ALL: PolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** The label that the API server sets to a namespace's own name (Kubernetes, "Automatic labelling"). */
const NAME_LABEL = "kubernetes.io/metadata.name";

/** The policy of one allowance, for every pod of its namespace. */
export function allowanceSpec({ direction, peer, ports }: Allowance): PolicySpec {
  const other: PolicyPeer =
    "namespace" in peer
      ? {
          namespaceSelector: { matchLabels: { [NAME_LABEL]: peer.namespace } },
          ...(peer.pods === undefined ? {} : { podSelector: { matchLabels: { ...peer.pods } } }),
        }
      : {
          ipBlock: {
            cidr: peer.range,
            ...(peer.except === undefined ? {} : { except: [...peer.except] }),
          },
        };
  const rule = { ports: ports.map((port) => ({ ...port })) };
  return direction === "ingress"
    ? { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [other], ...rule }] }
    : { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [other], ...rule }] };
}

/** The allowance in words; its policy carries it. */
export function allowanceText(namespace: string, { direction, peer, ports, why }: Allowance): string {
  const here = `pods of ${namespace}`;
  const there = "range" in peer ? peer.place : `${podsName(peer.pods)} of ${peer.namespace}`;
  const [from, to] = direction === "ingress" ? [there, here] : [here, there];
  const on = ports.map(({ protocol, port }) => `${protocol} ${port}`).join(", ");
  return `${from.charAt(0).toUpperCase()}${from.slice(1)} may reach ${to} on ${on}, ${why}`;
}

const podsName = (labels: PodsOf["pods"] = {}): string =>
  ["pods", ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)].join(" ");

/** Annotation of a policy that holds its sentence. */
export const ALLOWS = "pulumi-causeway/allows";

/** The policies that close a namespace but for DNS and what is allowed, in the order in which they are made. */
export function closingPolicies(namespace: string, allow: readonly Allowance[]) {
  const policy =
    (name: string, spec: PolicySpec, annotations?: Readonly<Record<string, string>>) =>
    (inIt: pulumi.Input<string>) => ({
      metadata: { name, namespace: inIt, ...(annotations === undefined ? {} : { annotations }) },
      spec,
    });
  return [
    { key: "deny" as const, name: undefined, args: policy("default-deny", DENY_ALL) },
    ...[DNS, ...allow].map((allowance) => ({
      key: "allow" as const,
      name: allowance.name,
      args: policy(`allow-${allowance.name}`, allowanceSpec(allowance), {
        [ALLOWS]: allowanceText(namespace, allowance),
      }),
    })),
  ];
}

/** Kubernetes, "Object Names and IDs": RFC 1123 labels. */
export const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
export const NAME_FORM = "1 to 63 lower-case letters, digits and hyphens, not at the ends";

/** Everything wrong with the allowances of a namespace. */
export function allowanceFaults(path: string, allow: readonly Allowance[]): Fault[] {
  const faults: Fault[] = [];
  const expect = (at: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path: `${path}${at}`, given, allowed });
  };
  const names = new Set([DNS.name]);
  allow.forEach(({ name, peer, ports, why }, i) => {
    const at = `[${i}]`;
    expect(`${at}.name`, name, LABEL.test(name), NAME_FORM);
    expect(`${at}.name`, name, !names.has(name), "a name that no other allowance has");
    names.add(name);
    if ("namespace" in peer)
      expect(`${at}.peer.namespace`, peer.namespace, LABEL.test(peer.namespace), NAME_FORM);
    else
      for (const [key, range] of [
        ["range", peer.range],
        ...(peer.except ?? []).map((one, n) => [`except[${n}]`, one] as const),
      ] as const)
        expect(`${at}.peer.${key}`, range, parseCidr(range) !== undefined, "an IPv4 block, 10.65.3.0/28");
    expect(`${at}.why`, why, why.trim() !== "", "the reason, as the end of the sentence");
    expect(`${at}.ports`, ports, ports.length > 0, "at least one port");
    ports.forEach(({ port }, n) => {
      const right = Number.isInteger(port) && port >= 1 && port <= 65_535;
      expect(`${at}.ports[${n}].port`, port, right, "a port from 1 to 65535");
    });
  });
  return faults;
}
