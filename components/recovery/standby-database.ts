import { AutonomousDatabase, type AutonomousDatabaseArgs } from "@pulumi/oci/database/autonomousDatabase";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, type ComponentArgs } from "../core";
import type { TieredArgs } from "./args";
import { standbyFaults, standbyType } from "./standby-plan";

/** Children of a {@link StandbyDatabase}, as `transform` names them. */
export interface StandbyDatabaseChildren {
  standby: AutonomousDatabaseArgs;
}

export interface StandbyDatabaseArgs extends ComponentArgs<StandbyDatabaseChildren>, TieredArgs {
  /** OCID of the primary database, and its name, which the standby has too. */
  readonly primary: { readonly id: pulumi.Input<string>; readonly dbName: pulumi.Input<string> };
  /** Regions of the two; the component's provider must be one of the standby's. */
  readonly sourceRegion: string;
  readonly standbyRegion: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** A private subnet at the standby site, and groups that say who reaches the database there. */
  readonly network: {
    readonly subnetId: pulumi.Input<string>;
    readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  };
  /**
   * The key that the standby is encrypted with, with its vault: the primary's where that vault is replicated to the
   * standby's region, else one of the standby's own region (that the service takes the latter is unverified).
   */
  readonly key: { readonly id: pulumi.Input<string>; readonly vaultId: pulumi.Input<string> };
  /**
   * Whether it is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/**
 * The standby of an Autonomous Database in another region: a resource of its own, made by a provider of that region with the
 * primary as its source. Its mechanism follows from the tier: Autonomous Data Guard for `critical`, copies of backups for
 * the others. A change of mechanism makes a new standby. It has no password: users and passwords are the primary's.
 *
 * Child: `standby`.
 *
 * @throws {InputError} when both are in one region, or for a tier that is none.
 */
export class StandbyDatabase extends Component<StandbyDatabaseChildren> {
  readonly databaseId: pulumi.Output<string>;
  /** Name of its private endpoint; it answers once the standby has become the primary. */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: StandbyDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`StandbyDatabase "${name}"`);
    for (const { path, given, allowed } of standbyFaults(args)) check.fault(path, given, allowed);
    check.done();
    super("recovery", "StandbyDatabase", name, { ...args, tags: { ...args.tags, DrTier: args.tier } }, opts);
    const protect = args.protect ?? true;
    const standby = this.child(
      "standby",
      AutonomousDatabase,
      {
        source: "CROSS_REGION_DISASTER_RECOVERY",
        sourceId: args.primary.id,
        remoteDisasterRecoveryType: standbyType(args.tier),
        compartmentId: args.compartmentId,
        dbName: args.primary.dbName,
        displayName: this.physical("oci-display", name),
        subnetId: args.network.subnetId,
        nsgIds: [...args.network.nsgIds],
        privateEndpointLabel: args.primary.dbName,
        kmsKeyId: args.key.id,
        vaultId: args.key.vaultId,
      },
      { protect, retainOnDelete: protect },
    );
    this.databaseId = standby.id;
    this.host = standby.privateEndpoint;
    this.registerOutputs({ databaseId: this.databaseId, host: this.host });
  }
}
