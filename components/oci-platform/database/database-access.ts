import { Policy, type PolicyArgs } from "@pulumi/oci/identity/policy";
import * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import { accessStatements } from "./access-plan";

/** The children of a {@link DatabaseAccess} by key, for `transform`. */
export interface DatabaseAccessChildren {
  policy: PolicyArgs;
}

export interface DatabaseAccessArgs extends ComponentArgs<DatabaseAccessChildren> {
  /** OCID of the compartment that the policy is attached to: one above the other two. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of the compartment of the databases. */
  readonly databasesId: pulumi.Input<string>;
  /** OCID of the compartment of their keys and secrets. */
  readonly securityId: pulumi.Input<string>;
}

/**
 * Lets the Autonomous Databases of a compartment use their keys, and the vault set a rotated password in them. Give it the
 * provider of the tenancy's home region, and make databases `dependsOn` it.
 *
 * Child: `policy`.
 *
 * @example
 * const access = new DatabaseAccess("databases", {
 *   naming, tags, compartmentId: environmentId, databasesId: compartments.data, securityId: compartments.security,
 * }, { provider: ociHome });
 */
export class DatabaseAccess extends OciComponent<DatabaseAccessChildren> {
  constructor(name: string, args: DatabaseAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("oci-platform", "DatabaseAccess", name, args, opts);
    this.child("policy", Policy, {
      compartmentId: args.compartmentId,
      name: this.physical("oci-policy", name),
      description: "Lets databases use their keys, and the vault set rotated passwords",
      statements: pulumi
        .all([args.databasesId, args.securityId])
        .apply(([databases, security]) => accessStatements({ databases, security })),
    });
    this.registerOutputs({});
  }
}
