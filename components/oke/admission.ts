import {
  ValidatingAdmissionPolicy,
  type ValidatingAdmissionPolicyArgs,
} from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicy";
import {
  ValidatingAdmissionPolicyBinding,
  type ValidatingAdmissionPolicyBindingArgs,
} from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicyBinding";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentArgs } from "../core";
import { balancerPolicy } from "./admission-plan";

/** Children of {@link BalancerAdmission}, for `transform`. */
export interface BalancerAdmissionChildren {
  policy: ValidatingAdmissionPolicyArgs;
  binding: ValidatingAdmissionPolicyBindingArgs;
}

export interface BalancerAdmissionArgs extends ComponentArgs<BalancerAdmissionChildren> {
  /**
   * Whether balancers may be public; each then says what it is.
   * @default false
   */
  readonly publicBalancers?: boolean;
}

const NAME = "oke-balancers";

/**
 * Holds every Service of type LoadBalancer in an OKE cluster to what `oracleBalancer` writes, whoever makes it: internal, in
 * a named subnet, with named groups, without rules of OKE's, and of one mode for ever, since OKE ignores a change. The API
 * server refuses the rest, in all namespaces, by a policy of Kubernetes itself; no webhook can be down.
 *
 * Children: `policy`, `binding`.
 *
 * @example
 * new BalancerAdmission("balancers", { naming, tags }, { providers: [kubernetes] });
 */
export class BalancerAdmission extends Component<BalancerAdmissionChildren> {
  /** Name of the policy; known when it is in force. */
  readonly policyName: pulumi.Output<string>;

  constructor(name: string, args: BalancerAdmissionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("oke", "BalancerAdmission", name, args, opts);
    const policy = this.child("policy", ValidatingAdmissionPolicy, {
      metadata: { name: NAME },
      spec: balancerPolicy(args.publicBalancers ?? false),
    });
    const binding = this.child("binding", ValidatingAdmissionPolicyBinding, {
      metadata: { name: NAME },
      spec: { policyName: policy.metadata.name, validationActions: ["Deny"] },
    });
    this.policyName = binding.metadata.name;
    this.registerOutputs({ policyName: this.policyName });
  }
}
