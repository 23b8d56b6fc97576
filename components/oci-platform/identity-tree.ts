import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import { Check, matching } from "../core";
import type { IdentityTreeArgs, IdentityTreeChildren } from "./args";
import { OciComponent } from "./component";
import {
  GROUPS,
  machinesRule,
  grantStatement,
  grantsOf,
  serviceGrants,
  serviceStatement,
  type Grant,
  type Group,
  type Machine,
  type Place,
  type ServiceGrant,
} from "./plan/identity";

const DESCRIPTIONS: Readonly<Record<Group, string>> = {
  "cluster-admins": "Pipelines and people who make and change Kubernetes clusters",
  "network-admins": "Pipelines and people who change networks and load balancers",
  "node-operators": "People who reach nodes and run what is on them",
  "api-platform": "Pipelines and people who make and change API gateways",
  "api-publishers": "Pipelines and people who publish APIs on gateways",
  "image-publishers": "Pipelines that push images of applications",
  deployers: "Pipelines and people who change the rest of the platform",
  auditors: "People who look at what exists and what was done",
};

const MACHINE_DESCRIPTIONS: Readonly<Record<Machine, string>> = {
  clusters: "The environment's Kubernetes clusters",
  "node-pools": "The environment's node pools",
};

/**
 * Who may do what in an environment: groups of cluster administrators, network administrators, node operators, of those
 * who run API gateways and who publish on them, who push images, deployers and auditors, a dynamic group each of its
 * clusters and node pools, and a policy each. Every statement names a compartment of the environment and its group with the
 * identity domain; none holds for the tenancy. Free of charge. Give it the provider of the tenancy's home region, where IAM
 * is written.
 *
 * @example
 * const people = new IdentityTree("identity", {
 *   naming, tags, tenancyId, environmentId: tree.environmentId, compartmentIds: tree.ids, regions: ["me-dubai-1"],
 * }, { provider: ociHome });
 */
export class IdentityTree extends OciComponent<IdentityTreeChildren> {
  /** OCID of each group. */
  readonly groupIds: Readonly<Record<Group, pulumi.Output<string>>>;
  /** Name of the dynamic group of the environment's clusters, as policies name it. */
  readonly clustersName: pulumi.Output<string>;

  readonly #places: pulumi.Output<Readonly<Record<Place, string>>>;

  /** @throws {InputError} when a region is malformed. */
  constructor(name: string, args: IdentityTreeArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args.regions);
    super("oci-platform", "IdentityTree", name, args, opts);
    this.#places = pulumi
      .all([args.environmentId, args.compartmentIds])
      .apply(([environment, compartments]) => ({ environment, ...compartments }));

    const groups = GROUPS.map((role) => {
      const group = this.createGroup(role, args.tenancyId);
      this.createGroupPolicy(role, group, args.environmentId);
      return [role, group.id] as const;
    });
    const names = {
      clusters: this.createMachines("clusters", args.tenancyId).name,
      "node-pools": this.createMachines("node-pools", args.tenancyId).name,
    };
    this.createServicePolicy(serviceGrants(args.regions), names, args.environmentId);

    this.groupIds = Object.fromEntries(groups) as Record<Group, pulumi.Output<string>>;
    this.clustersName = names.clusters;
    this.registerOutputs({ groupIds: this.groupIds, clustersName: this.clustersName });
  }

  private createGroup(role: Group, tenancyId: pulumi.Input<string>): identity.Group {
    return this.child(
      "group",
      identity.Group,
      { compartmentId: tenancyId, name: this.physical("oci-group", role), description: DESCRIPTIONS[role] },
      { role, purpose: role },
    );
  }

  private createGroupPolicy(
    role: Group,
    group: identity.Group,
    environmentId: pulumi.Input<string>,
  ): identity.Policy {
    const grants: readonly Grant[] = grantsOf(role);
    const statements = pulumi
      .all([group.name, this.#places])
      .apply(([groupName, places]) => grants.map((g) => grantStatement(g, groupName, places[g.in])));
    return this.createPolicy(role, `What ${role} may do`, statements, environmentId);
  }

  private createMachines(machine: Machine, tenancyId: pulumi.Input<string>): identity.DynamicGroup {
    return this.child(
      "dynamic-group",
      identity.DynamicGroup,
      {
        compartmentId: tenancyId,
        name: this.physical("oci-group", machine),
        description: MACHINE_DESCRIPTIONS[machine],
        matchingRule: this.#places.apply(({ platform }) => machinesRule(machine, platform)),
      },
      { role: machine, purpose: machine },
    );
  }

  private createServicePolicy(
    grants: readonly ServiceGrant[],
    groupNames: Readonly<Record<Machine, pulumi.Output<string>>>,
    environmentId: pulumi.Input<string>,
  ): identity.Policy {
    const statements = pulumi
      .all([groupNames.clusters, groupNames["node-pools"], this.#places])
      .apply(([clusters, pools, places]) => {
        const names = { clusters, "node-pools": pools };
        return grants.map((g) => serviceStatement(g, names, places[g.in]));
      });
    return this.createPolicy("services", "What services and clusters may do", statements, environmentId);
  }

  private createPolicy(
    role: string,
    description: string,
    statements: pulumi.Output<string[]>,
    compartmentId: pulumi.Input<string>,
  ): identity.Policy {
    return this.child(
      "policy",
      identity.Policy,
      { compartmentId, name: this.physical("oci-policy", role), description, statements },
      { role, purpose: role },
    );
  }
}

function check(name: string, regions: readonly string[]): void {
  const inputs = new Check(`IdentityTree "${name}"`);
  const region = matching(/^[a-z]{2}-[a-z]+-\d$/, "an OCI region such as me-dubai-1");
  regions.forEach((value, i) => inputs.plain(`regions[${i}]`, value, region));
  inputs.done();
}
