import { ClusterRole } from "@pulumi/kubernetes/rbac/v1/clusterRole";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1/clusterRoleBinding";
import type { ClusterRoleArgs } from "@pulumi/kubernetes/rbac/v1/clusterRole";
import type { ClusterRoleBindingArgs } from "@pulumi/kubernetes/rbac/v1/clusterRoleBinding";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentArgs } from "../core";
import { ACCESS_ROLES, NODE_OPERATOR, ROLE_OF, type AccessRole } from "./access-plan";

/** Children of {@link ClusterAccess}. */
export interface ClusterAccessChildren {
  role: ClusterRoleArgs;
  binding: ClusterRoleBindingArgs;
}

export interface ClusterAccessArgs extends ComponentArgs<ClusterAccessChildren> {
  /** OCIDs of the IAM groups that the cluster lets in, by what they do in it. */
  readonly groupIds: Readonly<Record<AccessRole, pulumi.Input<string>>>;
}

/**
 * Who may do what within an OKE cluster: administrators, node operators who look, cordon and drain, and auditors who look.
 * Each is bound to an IAM group by its OCID, as OKE knows groups (OKE guide, "About Access Control and Kubernetes
 * Engine"): a person comes and goes with the group, and nobody is named here. Whoever may only `use` clusters in IAM has
 * no more than this; whoever may `manage` them is an administrator anyway.
 *
 * Children: `role` of node operators, and a `binding` each.
 *
 * @example
 * new ClusterAccess("people", { naming, tags, groupIds }, { providers: [kubernetes] });
 */
export class ClusterAccess extends Component<ClusterAccessChildren> {
  /** Names of the cluster roles, by who has them. */
  readonly roleNames: Readonly<Record<AccessRole, string>> = ROLE_OF;

  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("oke", "ClusterAccess", name, args, opts);
    const operators = this.createRole();
    for (const role of ACCESS_ROLES)
      this.createBinding(role, args.groupIds[role], role === "node-operators" ? [operators] : []);
    this.registerOutputs({ roleNames: this.roleNames });
  }

  private createRole(): ClusterRole {
    return this.child(
      "role",
      ClusterRole,
      { metadata: { name: ROLE_OF["node-operators"] }, rules: [...NODE_OPERATOR] },
      { role: "node-operators" },
    );
  }

  private createBinding(
    role: AccessRole,
    groupId: pulumi.Input<string>,
    dependsOn: pulumi.Resource[],
  ): ClusterRoleBinding {
    return this.child(
      "binding",
      ClusterRoleBinding,
      {
        metadata: { name: role },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: ROLE_OF[role] },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: groupId }],
      },
      { role, dependsOn },
    );
  }
}
