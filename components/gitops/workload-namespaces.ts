import { LimitRange } from "@pulumi/kubernetes/core/v1/limitRange";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota";
import { ServiceAccountPatch } from "@pulumi/kubernetes/core/v1/serviceAccountPatch";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component } from "../core";
import { closingPolicies, podSecurityLabels } from "../kubernetes";
import type {
  WorkloadNamespace,
  WorkloadNamespacesArgs,
  WorkloadNamespacesChildren,
} from "./namespaces-args";
import { CONTAINER_DEFAULTS, namespaceFaults, quotaLimits } from "./namespaces-plan";

/**
 * Namespaces that workloads are put into, each closed from the start: pods must meet a pod security standard, all of
 * them together stay within a quota, containers that name no resources get some, no traffic passes in either direction
 * but DNS and what is named, and the default account gives its token to nobody.
 *
 * Network policies only act where an engine enforces them: on EKS the network plugin does when its add-on says so; OKE
 * needs an engine of its own (`PolicyEngine`), without which the policies are accepted and do nothing.
 *
 * Children, for each namespace: `namespace`, `quota`, `limits`, `default-account`, `deny`, and an `allow` for each
 * allowance. `default-account` patches the account that Kubernetes makes with a namespace, so the provider must apply on the
 * server's side, as it does by default (`enableServerSideApply`).
 *
 * @example
 * new WorkloadNamespaces("shop", {
 *   naming, tags,
 *   namespaces: { workloads: { name: "production", quota: { cpu: "27", memory: "108Gi" } } },
 * }, { providers: [kubernetes] });
 */
export class WorkloadNamespaces extends Component<WorkloadNamespacesChildren> {
  /** Names in the cluster, by role. A name is known when its namespace is closed. */
  readonly names: Readonly<Record<string, pulumi.Output<string>>>;

  /** @throws {InputError} with everything wrong with the arguments. */
  constructor(name: string, args: WorkloadNamespacesArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("gitops", "WorkloadNamespaces", name, args, opts);
    this.names = Object.fromEntries(
      Object.entries(args.namespaces).map(([role, namespace]) => [
        role,
        this.createNamespace(role, namespace, args.podSecurityVersion ?? "latest"),
      ]),
    );
    this.registerOutputs({ names: this.names });
  }

  private createNamespace(
    role: string,
    { name, quota, podSecurity = "restricted", allow = [], labels = {} }: WorkloadNamespace,
    version: string,
  ): pulumi.Output<string> {
    const created = this.child(
      "namespace",
      Namespace,
      { metadata: { name, labels: { ...labels, ...podSecurityLabels(podSecurity, version) } } },
      { role },
    );
    const namespace = created.metadata.name;
    const closed: pulumi.Resource[] = [
      this.child(
        "quota",
        ResourceQuota,
        { metadata: { name: "workloads", namespace }, spec: { hard: quotaLimits(quota) } },
        { role },
      ),
      this.child(
        "limits",
        LimitRange,
        {
          metadata: { name: "workloads", namespace },
          spec: {
            limits: [
              {
                type: "Container",
                default: CONTAINER_DEFAULTS.limits,
                defaultRequest: CONTAINER_DEFAULTS.requests,
              },
            ],
          },
        },
        { role },
      ),
      // Kubernetes makes the account itself: the provider creates nothing that is there (its release 4.29.0, issue 2926).
      this.child(
        "default-account",
        ServiceAccountPatch,
        { metadata: { name: "default", namespace }, automountServiceAccountToken: false },
        { role },
      ),
      ...closingPolicies(name, allow).map(({ key, name: policy, args }) =>
        this.child(key, NetworkPolicy, args(namespace), {
          role: policy === undefined ? role : `${role}-${policy}`,
        }),
      ),
    ];
    return pulumi.output(closed.map((resource) => resource.urn)).apply(() => namespace);
  }
}

function checkArgs(name: string, { namespaces, podSecurityVersion }: WorkloadNamespacesArgs): void {
  const check = new Check(`WorkloadNamespaces "${name}"`);
  const names = new Set<string>();
  for (const [role, namespace] of Object.entries(namespaces)) {
    for (const { path, given, allowed } of namespaceFaults(`namespaces.${role}`, namespace))
      check.fault(path, given, allowed);
    if (names.has(namespace.name))
      check.fault(`namespaces.${role}.name`, namespace.name, "a name that no other namespace has");
    names.add(namespace.name);
  }
  if (podSecurityVersion !== undefined) {
    check.plain("podSecurityVersion", podSecurityVersion, (version) =>
      /^(latest|\d+\.\d+)$/.test(version)
        ? undefined
        : 'a Kubernetes minor version such as 1.36, or "latest"',
    );
  }
  check.done();
}
