import {
  AutonomousDatabase as Autonomous,
  type AutonomousDatabaseArgs as AutonomousArgs,
} from "@pulumi/oci/database/autonomousDatabase";
import * as pulumi from "@pulumi/pulumi";
import { Check, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import type { Database, DatabaseNetwork } from "./handle";
import { LISTENERS, autonomousFaults, serviceOf, type Workload } from "./plan";

/** The children of an {@link AutonomousDatabase} by key, for `transform`. */
export interface AutonomousDatabaseChildren {
  database: AutonomousArgs;
}

export interface AutonomousDatabaseArgs extends ComponentArgs<AutonomousDatabaseChildren> {
  /** What it holds, a role word of its name: `orders`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** Where its private endpoint is. It has no other. */
  readonly network: DatabaseNetwork;
  /** The key that encrypts it, with its vault. The database must be allowed to use it: `DatabaseAccess` does that. */
  readonly key: { readonly id: pulumi.Input<string>; readonly vaultId: pulumi.Input<string> };
  /** OCID of the secret with the password of ADMIN; `VaultSecret` has one. There is no argument for the password itself. */
  readonly adminSecretId: pulumi.Input<string>;
  /**
   * ECPUs, 2 to 512.
   * @default 2
   */
  readonly ecpus?: number;
  /**
   * Whether it takes up to three times its ECPUs under load, which are charged by the hour.
   * @default true
   */
  readonly autoScale?: boolean;
  /**
   * Terabytes of storage, 1 to 383.
   * @default 1
   */
  readonly storageTb?: number;
  /**
   * What runs on it: `OLTP`, `DW`, `AJD` or `APEX`.
   * @default "OLTP"
   */
  readonly workload?: Workload;
  /**
   * Version of Oracle Database.
   * @default "26ai", which the service recommends for new ones beside 19c (OCI Database API, `dbVersion`)
   */
  readonly version?: string;
  /**
   * Days that automatic backups are kept, 1 to 60.
   * @default 60
   */
  readonly backupDays?: number;
  /**
   * Whether clients need a certificate of their own from the database's wallet, on port 1522. Without it they verify the
   * server by its public certificate, on port 1521.
   * @default false
   */
  readonly mutualTls?: boolean;
  /**
   * Whether it is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/**
 * An Autonomous Database on shared infrastructure, with a private endpoint only, under a customer key. The password of ADMIN
 * is a secret's OCID here and a value in the vault alone. A deleted database can not be brought back; its backups go with it.
 * Charged by ECPU hours and storage.
 *
 * Oracle's provider has an open report of a create with `secretId` that failed, on dedicated infrastructure
 * (https://github.com/oracle/terraform-provider-oci/issues/2561): `transform` lets you give `adminPassword` instead.
 *
 * Child: `database`.
 *
 * @throws {InputError} with every fault of size, backups and groups.
 * @example
 * const orders = new AutonomousDatabase("orders", {
 *   naming, tags, role: "orders", compartmentId, network: { subnetId, nsgIds: [databaseGroupId] },
 *   key: { id: keys.keyIds.data, vaultId: keys.vaultId }, adminSecretId: admin.secretId,
 * }, { provider: oci });
 */
export class AutonomousDatabase extends OciComponent<AutonomousDatabaseChildren> implements Database {
  readonly databaseId: pulumi.Output<string>;
  /** Its name, which a standby has to have too. */
  readonly dbName: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port: number;
  readonly service: pulumi.Output<string>;
  readonly secretId: pulumi.Output<string>;

  constructor(name: string, args: AutonomousDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const { ecpus = 2, storageTb = 1, workload = "OLTP", backupDays = 60, mutualTls = false } = args;
    const check = new Check(`AutonomousDatabase "${name}"`);
    const plain = { ecpus, storageTb, workload, backupDays, groups: args.network.nsgIds.length };
    for (const { path, given, allowed } of autonomousFaults(plain)) check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "AutonomousDatabase", name, args, opts);

    const protect = args.protect ?? true;
    const dbName = this.physical("oci-database", args.role);
    const database = this.child(
      "database",
      Autonomous,
      {
        compartmentId: args.compartmentId,
        dbName,
        displayName: this.physical("oci-display", args.role),
        dbWorkload: workload,
        dbVersion: args.version ?? "26ai",
        licenseModel: "LICENSE_INCLUDED",
        computeModel: "ECPU",
        computeCount: ecpus,
        isAutoScalingEnabled: args.autoScale ?? true,
        dataStorageSizeInTbs: storageTb,
        backupRetentionPeriodInDays: backupDays,
        secretId: args.adminSecretId,
        kmsKeyId: args.key.id,
        vaultId: args.key.vaultId,
        subnetId: args.network.subnetId,
        nsgIds: [...args.network.nsgIds],
        privateEndpointLabel: dbName,
        isMtlsConnectionRequired: mutualTls,
      },
      { protect, retainOnDelete: protect },
    );
    this.databaseId = database.id;
    this.dbName = database.dbName;
    this.host = database.privateEndpoint;
    this.port = mutualTls ? LISTENERS.oracleMutual : LISTENERS.oracle;
    this.service = database.connectionStrings.apply((strings) =>
      serviceOf(strings[0]?.profiles ?? [], mutualTls),
    );
    this.secretId = pulumi.output(args.adminSecretId);
    this.registerOutputs({
      databaseId: this.databaseId,
      dbName: this.dbName,
      host: this.host,
      port: this.port,
      service: this.service,
      secretId: this.secretId,
    });
  }
}
