import type { PolicyArgs } from "@pulumi/oci/identity/policy";
import { Policy } from "@pulumi/oci/identity/policy";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, type ComponentArgs } from "../core";
import { atLeastOne } from "./plan";
import type { OneOrMore } from "./args";
import { workloadFaults, workloadStatement, type Workload, type WorkloadGrant } from "./workload";

/** Children of {@link WorkloadIdentity}. */
export interface WorkloadIdentityChildren {
  policy: PolicyArgs;
}

export interface WorkloadIdentityArgs extends ComponentArgs<WorkloadIdentityChildren> {
  /** OCID of the compartment that the policy is attached to: that of the grants, or one above it. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of the cluster that the pods are in. */
  readonly clusterId: pulumi.Input<string>;
  /** Kubernetes namespace of the pods. */
  readonly namespace: string;
  /** Kubernetes service account of the pods. */
  readonly serviceAccount: string;
  /** What the pods may do. */
  readonly grants: OneOrMore<{ readonly [K in keyof WorkloadGrant]: pulumi.Input<WorkloadGrant[K]> }>;
}

/**
 * What the pods of one service account may do in OCI, by their own identity: no user's key is put into the cluster, and
 * no other pod of the node gets anything. Enhanced clusters have workload identities without a switch. Free of charge.
 * Give it the provider of the tenancy's home region, where IAM is written.
 *
 * Children: `policy`.
 *
 * @example
 * new WorkloadIdentity("secrets-store", {
 *   naming, tags, compartmentId, clusterId: cluster.clusterId, namespace: "external-secrets", serviceAccount: "reader",
 *   grants: [{ verb: "read", resources: "secret-bundles", compartmentId: securityCompartmentId }],
 * }, { provider: ociHome });
 */
export class WorkloadIdentity extends Component<WorkloadIdentityChildren> {
  /** The policy itself. */
  readonly policy: Policy;

  /** @throws {InputError} with everything wrong with the arguments. */
  constructor(name: string, args: WorkloadIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("oke", "WorkloadIdentity", name, args, opts);
    const { namespace, serviceAccount } = args;
    const statements = pulumi
      .all([args.clusterId, pulumi.all([...args.grants])])
      .apply(([clusterId, grants]) => {
        const workload: Workload = { clusterId, namespace, serviceAccount };
        return grants.map((grant) => workloadStatement(workload, grant));
      });
    this.policy = this.child("policy", Policy, {
      compartmentId: args.compartmentId,
      name: this.physical("oci-policy", name),
      description: `What ${serviceAccount} of ${namespace} may do`,
      statements,
    });
    this.registerOutputs({ policyId: this.policy.id });
  }
}

function checkArgs(name: string, args: WorkloadIdentityArgs): void {
  const check = new Check(`WorkloadIdentity "${name}"`);
  for (const { path, given, allowed } of workloadFaults(args)) check.fault(path, given, allowed);
  check.plain("grants", args.grants, atLeastOne);
  check.done();
}
