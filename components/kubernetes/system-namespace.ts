import { Namespace, type NamespaceArgs } from "@pulumi/kubernetes/core/v1/namespace";
import { NetworkPolicy, type NetworkPolicyArgs } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, type ComponentArgs } from "../core";
import { allowanceFaults, closingPolicies, type Allowance } from "./allowances";
import { podSecurityLabels } from "./pod-security";

/** Children of {@link SystemNamespace}, for `transform`. */
export interface SystemNamespaceChildren {
  namespace: NamespaceArgs;
  deny: NetworkPolicyArgs;
  allow: NetworkPolicyArgs;
}

export interface SystemNamespaceArgs extends ComponentArgs<SystemNamespaceChildren> {
  /** Its name in the cluster. */
  readonly namespace: string;
  /** What passes beside cluster DNS, for all pods of it; everything else is denied in both directions. */
  readonly allow: readonly Allowance[];
  /**
   * Kubernetes minor version whose pod security standards count, `1.36`.
   * @default "latest"
   */
  readonly podSecurityVersion?: string;
}

/**
 * The namespace of a controller of the platform itself: its pods meet the restricted pod security standard, and no traffic
 * passes in either direction but DNS and what is named. It has no quota: a controller that can not start for want of one
 * takes the cluster's workloads with it.
 *
 * Children: `namespace`, `deny`, and an `allow` each.
 *
 * @throws {InputError} for a name that is none, and with everything wrong with allowances.
 * @example
 * new SystemNamespace("certificates", { naming, tags, namespace: "cert-manager", allow: [] }, { providers: [kubernetes] });
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
    for (const fault of allowanceFaults("allow", allow)) check.fault(fault.path, fault.given, fault.allowed);
    check.done();
    super("kubernetes", "SystemNamespace", name, args, opts);

    const labels = podSecurityLabels("restricted", podSecurityVersion);
    const made = this.child("namespace", Namespace, { metadata: { name: namespace, labels } });
    const policies = closingPolicies(namespace, allow).map(({ key, name: role, args: policy }) =>
      this.child(key, NetworkPolicy, policy(made.metadata.name), role === undefined ? {} : { role }),
    );
    this.closed = pulumi.output(policies.map(({ urn }) => urn)).apply(() => made.metadata.name);
    this.registerOutputs({ closed: this.closed });
  }
}
