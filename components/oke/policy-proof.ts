import { Deployment, type DeploymentArgs } from "@pulumi/kubernetes/apps/v1/deployment";
import { CronJob, type CronJobArgs } from "@pulumi/kubernetes/batch/v1/cronJob";
import { Job, type JobArgs } from "@pulumi/kubernetes/batch/v1/job";
import { Service, type ServiceArgs } from "@pulumi/kubernetes/core/v1/service";
import { NetworkPolicy, type NetworkPolicyArgs } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, type ComponentArgs } from "../core";
import { SystemNamespace } from "../kubernetes";
import {
  LISTENER,
  PROOF_IMAGE,
  PROOF_PORTS,
  SIDE,
  connectingPod,
  listeningPod,
  proofPolicies,
} from "./policy-proof-plan";

/** Children of {@link PolicyProof}, for `transform`. */
export interface PolicyProofChildren {
  policy: NetworkPolicyArgs;
  listener: DeploymentArgs;
  service: ServiceArgs;
  proof: JobArgs;
  watch: CronJobArgs;
}

export interface PolicyProofArgs extends ComponentArgs<PolicyProofChildren> {
  /** What enforces policies, {@link PolicyEngine.running}: another one is proven anew. */
  readonly engine: pulumi.Input<string>;
  /**
   * Image of both sides, with its digest: where nodes can not reach registry.k8s.io, that of a mirror.
   * @default PROOF_IMAGE
   */
  readonly image?: string;
  /**
   * Kubernetes minor version whose pod security standards count, `1.36`.
   * @default "latest"
   */
  readonly podSecurityVersion?: string;
}

/** Namespace of the proof: its pods have no certificates, and nothing else is in it. */
const NAMESPACE = "policy-proof";
/** Seconds in which a proof succeeds or has failed; Pulumi itself waits no longer than 600 for a job. */
const DEADLINE = 600;

/**
 * Proves that network policies are enforced, in a namespace of its own: a job makes the one connection that policies allow
 * and is refused the two that one side's policy denies. The deployment waits for it and fails where it does, as where no
 * engine runs; what must not run unprotected depends on `proven`. Once an hour the same is tried again, so that an engine
 * that is lost later shows as a failed job.
 *
 * Children: `policy` (two), `listener`, `service`, `proof`, `watch`; its namespace is a `SystemNamespace`.
 *
 * @throws {InputError} for an image without a digest.
 * @example
 * const { proven } = new PolicyProof("proof", { naming, tags, engine: engine.running }, { providers: [kubernetes] });
 */
export class PolicyProof extends Component<PolicyProofChildren> {
  /** The engine that was proven; known when the proof is done. */
  readonly proven: pulumi.Output<string>;

  constructor(name: string, args: PolicyProofArgs, opts?: pulumi.ComponentResourceOptions) {
    const { engine, image = PROOF_IMAGE, podSecurityVersion, naming, tags } = args;
    const check = new Check(`PolicyProof "${name}"`);
    check.plain("image", image, matching(/@sha256:[0-9a-f]{64}$/, "an image with its digest, name@sha256:…"));
    check.done();
    super("oke", "PolicyProof", name, args, opts);
    const { closed } = new SystemNamespace(
      `${name}-namespace`,
      {
        naming,
        tags,
        namespace: NAMESPACE,
        allow: [],
        ...(podSecurityVersion === undefined ? {} : { podSecurityVersion }),
      },
      { parent: this },
    );
    const policies = Object.entries(proofPolicies()).map(([role, spec]) =>
      this.child(
        "policy",
        NetworkPolicy,
        { metadata: { name: `allow-${role}`, namespace: closed }, spec },
        { role },
      ),
    );
    const listener = this.listen(closed, image);
    const template = connectingPod(image, engine);
    const job = { backoffLimit: 0, activeDeadlineSeconds: DEADLINE, template };
    const proof = this.child(
      "proof",
      Job,
      { metadata: { name: "proof", namespace: closed }, spec: job },
      { dependsOn: [...policies, ...listener] },
    );
    this.child(
      "watch",
      CronJob,
      {
        metadata: { name: "watch", namespace: closed },
        spec: { schedule: "17 * * * *", concurrencyPolicy: "Forbid", jobTemplate: { spec: job } },
      },
      { dependsOn: [proof] },
    );
    this.proven = pulumi.all([engine, proof.id]).apply(([proven]) => proven);
    this.registerOutputs({ proven: this.proven });
  }

  private listen(namespace: pulumi.Output<string>, image: string): pulumi.Resource[] {
    const selector = { [SIDE]: "listening" };
    const metadata = { name: LISTENER, namespace };
    return [
      this.child("listener", Deployment, {
        metadata,
        spec: { replicas: 1, selector: { matchLabels: selector }, template: listeningPod(image) },
      }),
      this.child("service", Service, {
        metadata,
        spec: {
          selector,
          ports: Object.entries(PROOF_PORTS).map(([port, number]) => ({
            name: port.toLowerCase(),
            port: number,
          })),
        },
      }),
    ];
  }
}
