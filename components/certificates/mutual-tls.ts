import {
  ValidatingAdmissionPolicy,
  type ValidatingAdmissionPolicyArgs,
} from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicy";
import {
  ValidatingAdmissionPolicyBinding,
  type ValidatingAdmissionPolicyBindingArgs,
} from "@pulumi/kubernetes/admissionregistration/v1/validatingAdmissionPolicyBinding";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, type ComponentArgs } from "../core";
import { admissionPlans, type AdmissionPlan } from "./mutual-tls-plan";

/** Children of {@link MutualTls}, for `transform`. */
export interface MutualTlsChildren {
  policy: ValidatingAdmissionPolicyArgs;
  binding: ValidatingAdmissionPolicyBindingArgs;
}

export interface MutualTlsArgs extends ComponentArgs<MutualTlsChildren> {
  /** Namespaces whose services speak mutual TLS to each other and nothing else. */
  readonly namespaces: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /** Trust domain of the SPIFFE ids. */
  readonly trustDomain: string;
  /**
   * Account of cert-manager's controller.
   * @default "system:serviceaccount:cert-manager:cert-manager", as its chart names it
   */
  readonly certificateManager?: string;
}

/**
 * Mutual TLS of a namespace's services, enforced at the API server: no pod without the certificate of its own service
 * account or with another's, no Service with a port in plain text, no certificate with a name of somebody else. Policies of
 * Kubernetes itself (admissionregistration.k8s.io/v1, stable since 1.30): no webhook that can be down. They fail closed.
 *
 * Encryption and the check of the other side are the services' own: `peer.ts` has both for Node. Why no mesh does it, says
 * the README.
 *
 * Children: a `policy` and a `binding` each for workloads, services, certificates, requests.
 */
export class MutualTls extends Component<MutualTlsChildren> {
  constructor(name: string, args: MutualTlsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { trustDomain, certificateManager = "system:serviceaccount:cert-manager:cert-manager" } = args;
    const check = new Check(`MutualTls "${name}"`);
    // Both are written into expressions: nothing that could end a string there.
    check.plain(
      "trustDomain",
      trustDomain,
      matching(/^[a-z0-9.-]{1,253}$/, "a name like those of DNS, dev.acme"),
    );
    check.plain(
      "certificateManager",
      certificateManager,
      matching(/^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$/, "system:serviceaccount:NAMESPACE:NAME"),
    );
    check.done();
    super("certificates", "MutualTls", name, args, opts);
    for (const [role, plan] of Object.entries(admissionPlans(trustDomain, certificateManager)))
      this.enforce(role, plan, args.namespaces);
    this.registerOutputs({});
  }

  private enforce(role: string, plan: AdmissionPlan, namespaces: readonly pulumi.Input<string>[]): void {
    const { apiGroup, apiVersion, judged, validations } = plan;
    const policy = this.child(
      "policy",
      ValidatingAdmissionPolicy,
      {
        metadata: { name: `mutual-tls-${role}` },
        spec: {
          failurePolicy: "Fail",
          matchConstraints: {
            resourceRules: Object.entries(judged).map(([resource, operations]) => ({
              apiGroups: [apiGroup],
              apiVersions: [apiVersion],
              resources: [resource],
              operations: [...operations],
            })),
          },
          validations: validations.map((one) => ({ ...one, reason: "Forbidden" })),
        },
      },
      { role },
    );
    this.child(
      "binding",
      ValidatingAdmissionPolicyBinding,
      {
        metadata: { name: `mutual-tls-${role}` },
        spec: {
          policyName: policy.metadata.name,
          validationActions: ["Deny"],
          matchResources: {
            // The label that Kubernetes itself sets: no owner of a namespace can take it off.
            namespaceSelector: {
              matchExpressions: [
                { key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces] },
              ],
            },
          },
        },
      },
      { role },
    );
  }
}
