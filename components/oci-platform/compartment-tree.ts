import * as identity from "@pulumi/oci/identity";
import type * as pulumi from "@pulumi/pulumi";
import type { CompartmentTreeArgs, CompartmentTreeChildren } from "./args";
import { OciComponent } from "./component";
import { COMPARTMENTS, type CompartmentRole } from "./plan/identity";

const DESCRIPTIONS: Readonly<Record<CompartmentRole, string>> = {
  network: "Networks, gateways, security groups, bastion, flow logs",
  platform: "Clusters, load balancers, API gateways, functions, alarms",
  data: "Databases, buckets, volumes",
  security: "Vaults, keys, secrets, certificates",
};

/**
 * An environment's compartments: one for the environment, and under it one each for network, platform, data and
 * security, so that a grant reaches one matter and nothing else. Compartments are free of charge. Give it the provider of
 * the tenancy's home region, where IAM is written.
 *
 * @example
 * const tree = new CompartmentTree("compartments", { naming, tags, parentId: tenancyId }, { provider: ociHome });
 */
export class CompartmentTree extends OciComponent<CompartmentTreeChildren> {
  /** OCID of the environment's own compartment. */
  readonly environmentId: pulumi.Output<string>;
  /** OCIDs of the compartments under it. */
  readonly ids: Readonly<Record<CompartmentRole, pulumi.Output<string>>>;

  constructor(name: string, args: CompartmentTreeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("oci-platform", "CompartmentTree", name, args, opts);
    const { allowDelete = false } = args;

    const environment = this.createEnvironment(args.parentId, args.naming.env, allowDelete);
    const parts = COMPARTMENTS.map((role) => [role, this.createPart(role, environment, allowDelete).id]);

    this.environmentId = environment.id;
    this.ids = Object.fromEntries(parts) as Record<CompartmentRole, pulumi.Output<string>>;
    this.registerOutputs({ environmentId: this.environmentId, ids: this.ids });
  }

  private createEnvironment(
    parentId: pulumi.Input<string>,
    env: string,
    enableDelete: boolean,
  ): identity.Compartment {
    return this.child("environment", identity.Compartment, {
      compartmentId: parentId,
      name: this.physical("oci-compartment", "environment"),
      description: `Everything of the ${env} environment`,
      enableDelete,
    });
  }

  private createPart(
    role: CompartmentRole,
    environment: identity.Compartment,
    enableDelete: boolean,
  ): identity.Compartment {
    return this.child(
      "part",
      identity.Compartment,
      {
        compartmentId: environment.id,
        name: this.physical("oci-compartment", role),
        description: DESCRIPTIONS[role],
        enableDelete,
      },
      { role, purpose: role },
    );
  }
}
