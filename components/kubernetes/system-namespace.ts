import { Namespace, type NamespaceArgs } from "@pulumi/kubernetes/core/v1/namespace";
import { NetworkPolicy, type NetworkPolicyArgs } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import type { input } from "@pulumi/kubernetes/types";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, type ComponentArgs } from "../core";

/** Rules of a policy, as Kubernetes writes them. */
export type Passing = Pick<input.networking.v1.NetworkPolicySpec, "ingress" | "egress">;

/** Children of {@link SystemNamespace}, for `transform`. */
export interface SystemNamespaceChildren {
  namespace: NamespaceArgs;
  deny: NetworkPolicyArgs;
  allow: NetworkPolicyArgs;
}

export interface SystemNamespaceArgs extends ComponentArgs<SystemNamespaceChildren> {
  /** Its name in the cluster. */
  readonly namespace: string;
  /** What passes beside cluster DNS, by the name of its policy: rules as Kubernetes writes them, for all pods of it. */
  readonly allow: Readonly<Record<string, Passing>>;
  /**
   * Kubernetes minor version whose pod security standards count, `1.36`.
   * @default "latest"
   */
  readonly podSecurityVersion?: string;
}

const EVERY_POD = { podSelector: {} };

/** Cluster DNS, as EKS and OKE both run it. */
const DNS: Passing = {
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
  ],
};

/**
 * The namespace of a controller of the platform itself: its pods meet the restricted pod security standard, and no traffic
 * passes in either direction but DNS and what is named. It has no quota: a controller that can not start for want of one
 * takes the cluster's workloads with it.
 *
 * Children: `namespace`, `deny`, and an `allow` each.
 *
 * @throws {InputError} for a name that is none.
 * @example
 * new SystemNamespace("certificates", { naming, tags, namespace: "cert-manager", allow: {} }, { providers: [kubernetes] });
 */
export class SystemNamespace extends Component<SystemNamespaceChildren> {
  /** Its name; known when it is closed. */
  readonly closed: pulumi.Output<string>;

  constructor(name: string, args: SystemNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { namespace, allow, podSecurityVersion = "latest" } = args;
    const check = new Check(`SystemNamespace "${name}"`);
    check.plain(
      "namespace",
      namespace,
      matching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, "a name of Kubernetes"),
    );
    check.done();
    super("kubernetes", "SystemNamespace", name, args, opts);

    const at = podSecurityVersion === "latest" ? podSecurityVersion : `v${podSecurityVersion}`;
    const labels = Object.fromEntries(
      ["enforce", "audit", "warn"].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, "restricted"],
        [`pod-security.kubernetes.io/${mode}-version`, at],
      ]),
    );
    const made = this.child("namespace", Namespace, { metadata: { name: namespace, labels } });
    const inIt = made.metadata.name;
    const policies = [
      this.child("deny", NetworkPolicy, {
        metadata: { name: "default-deny", namespace: inIt },
        spec: { ...EVERY_POD, policyTypes: ["Ingress", "Egress"] },
      }),
      ...Object.entries<Passing>({ dns: DNS, ...allow }).map(([role, rules]) =>
        this.child(
          "allow",
          NetworkPolicy,
          {
            metadata: { name: `allow-${role}`, namespace: inIt },
            spec: {
              ...EVERY_POD,
              policyTypes: [
                ...(rules.ingress === undefined ? [] : ["Ingress"]),
                ...(rules.egress === undefined ? [] : ["Egress"]),
              ],
              ...rules,
            },
          },
          { role },
        ),
      ),
    ];
    this.closed = pulumi.output(policies.map(({ urn }) => urn)).apply(() => inIt);
    this.registerOutputs({ closed: this.closed });
  }
}
