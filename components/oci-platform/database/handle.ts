import type * as pulumi from "@pulumi/pulumi";

/** How a database is reached, whichever the engine. */
export interface Database {
  /** Name of its private endpoint, as the network resolves it. */
  readonly host: pulumi.Output<string>;
  /** TCP port of its listener. */
  readonly port: number;
  /** What is connected to there: a service of an Oracle database, or the database of another engine. */
  readonly service: pulumi.Output<string>;
  /** OCID of the secret with its administrator's password. The password itself is nowhere in the program. */
  readonly secretId: pulumi.Output<string>;
}

/** Where a database's private endpoint is. */
export interface DatabaseNetwork {
  /** OCID of a private subnet for databases. */
  readonly subnetId: pulumi.Input<string>;
  /** OCIDs of the security groups that say who reaches it, 1 to 5. */
  readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
}
