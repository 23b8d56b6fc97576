import { DaemonSet, type DaemonSetArgs } from "@pulumi/kubernetes/apps/v1/daemonSet";
import { ServiceAccount, type ServiceAccountArgs } from "@pulumi/kubernetes/core/v1/serviceAccount";
import { ClusterRole, type ClusterRoleArgs } from "@pulumi/kubernetes/rbac/v1/clusterRole";
import {
  ClusterRoleBinding,
  type ClusterRoleBindingArgs,
} from "@pulumi/kubernetes/rbac/v1/clusterRoleBinding";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, oneOf, type ComponentArgs } from "../core";
import {
  AGENT,
  AGENT_NAMESPACE,
  AGENT_RULES,
  BACKENDS,
  ENGINE_IMAGE,
  agentSpec,
  type Backend,
} from "./policy-engine-plan";

/** Children of {@link PolicyEngine}, for `transform`. */
export interface PolicyEngineChildren {
  account: ServiceAccountArgs;
  role: ClusterRoleArgs;
  binding: ClusterRoleBindingArgs;
  agent: DaemonSetArgs;
}

export interface PolicyEngineArgs extends ComponentArgs<PolicyEngineChildren> {
  /**
   * Image of the agent, with its digest: where nodes can not reach quay.io, that of a mirror.
   * @default ENGINE_IMAGE
   */
  readonly image?: string;
  /**
   * How rules are written on the nodes: `NFT` for Oracle Linux 8, which `NodePool` chooses; `Auto` for other images.
   * @default "NFT"
   */
  readonly backend?: Backend;
}

/**
 * What enforces network policies on OKE: without it they are stored and do nothing. Calico in policy-only mode beside the
 * VCN-native plugin, as Oracle documents it: the agent on every node, and no network plugin, Typha or controller of
 * Calico's. Up to 50 nodes, from where on its publisher wants Typha.
 *
 * Its definitions must be in the cluster first (CO-06): depend on the chart `crd.projectcalico.org.v1`. That it works,
 * `PolicyProof` shows.
 *
 * Children: `account`, `role`, `binding`, `agent`.
 *
 * @throws {InputError} for an image without a digest.
 * @example
 * const engine = new PolicyEngine("policies", { naming, tags }, { providers: [kubernetes], dependsOn: definitions });
 */
export class PolicyEngine extends Component<PolicyEngineChildren> {
  /** Image of the agent, which is there when this is known. */
  readonly running: pulumi.Output<string>;

  constructor(name: string, args: PolicyEngineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { image = ENGINE_IMAGE, backend = "NFT" } = args;
    const check = new Check(`PolicyEngine "${name}"`);
    check.plain("image", image, matching(/@sha256:[0-9a-f]{64}$/, "an image with its digest, name@sha256:…"));
    check.plain("backend", backend, oneOf(...BACKENDS));
    check.done();
    super("oke", "PolicyEngine", name, args, opts);
    const at = { name: AGENT, namespace: AGENT_NAMESPACE };
    const account = this.child("account", ServiceAccount, { metadata: at });
    const role = this.child("role", ClusterRole, { metadata: { name: AGENT }, rules: [...AGENT_RULES] });
    const binding = this.child("binding", ClusterRoleBinding, {
      metadata: { name: AGENT },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: AGENT_NAMESPACE }],
    });
    const agent = this.child(
      "agent",
      DaemonSet,
      { metadata: { ...at, labels: { "k8s-app": AGENT } }, spec: agentSpec(image, backend) },
      { dependsOn: [binding] },
    );
    this.running = agent.id.apply(() => image);
    this.registerOutputs({ running: this.running });
  }
}
