import { MysqlDbSystem, type MysqlDbSystemArgs } from "@pulumi/oci/mysql/mysqlDbSystem";
import * as pulumi from "@pulumi/pulumi";
import { Check, matching, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import type { Database, DatabaseNetwork } from "./handle";
import { GROUPS_MAX, LISTENERS, limitFaults } from "./plan";

/** The children of a {@link MysqlDatabase} by key, for `transform`. */
export interface MysqlDatabaseChildren {
  system: MysqlDbSystemArgs;
}

export interface MysqlDatabaseArgs extends ComponentArgs<MysqlDatabaseChildren> {
  /** What it holds, a role word of its name: `orders`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** Availability domain of its primary. */
  readonly availabilityDomain: pulumi.Input<string>;
  /** Where its private endpoint is. It has no other. */
  readonly network: DatabaseNetwork;
  /** OCID of the key that encrypts it, in its region. */
  readonly keyId: pulumi.Input<string>;
  /** OCID of the secret with the administrator's password, for those who connect. */
  readonly adminSecretId: pulumi.Input<string>;
  /**
   * The password itself: the service's API takes no secret in its place. It is marked secret, stands encrypted in the state,
   * and counts at creation only; a rotated one is set in the database.
   */
  readonly adminPassword: pulumi.Input<string>;
  /**
   * Name of the administrator.
   * @default "dbadmin"
   */
  readonly adminUsername?: string;
  /**
   * Shape: `MySQL.` and its ECPUs.
   * @default "MySQL.4"
   */
  readonly shape?: string;
  /**
   * Gigabytes of storage at first, 50 to 131072; it grows by itself up to twice that.
   * @default 100
   */
  readonly storageGb?: number;
  /**
   * Whether there are three instances over fault domains.
   * @default true
   */
  readonly highlyAvailable?: boolean;
  /**
   * Days that daily backups are kept, 1 to 35, each point in time of them included.
   * @default 35
   */
  readonly backupDays?: number;
  /**
   * Whether it is protected from deletion by Pulumi and by the service, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/**
 * A HeatWave MySQL database with a private endpoint only, under a customer key, with a last backup when it goes.
 *
 * Child: `system`.
 *
 * @throws {InputError} with every fault of shape, size, backups and groups.
 * @example
 * new MysqlDatabase("orders", {
 *   naming, tags, role: "orders", compartmentId, availabilityDomain, network: { subnetId, nsgIds: [databaseGroupId] },
 *   keyId: keys.keyIds.data, adminSecretId: admin.secretId, adminPassword: config.requireSecret("mysqlAdmin"),
 * }, { provider: oci });
 */
export class MysqlDatabase extends OciComponent<MysqlDatabaseChildren> implements Database {
  readonly systemId: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port: number = LISTENERS.mysql;
  readonly service: pulumi.Output<string>;
  readonly secretId: pulumi.Output<string>;

  constructor(name: string, args: MysqlDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const { shape = "MySQL.4", storageGb = 100, backupDays = 35, highlyAvailable = true } = args;
    const check = new Check(`MysqlDatabase "${name}"`);
    const limits = [
      { path: "storageGb", value: storageGb, min: 50, max: 131_072, unit: "gigabytes" },
      { path: "backupDays", value: backupDays, min: 1, max: 35, unit: "days" },
      { path: "network.nsgIds", value: args.network.nsgIds.length, min: 1, max: GROUPS_MAX, unit: "groups" },
    ];
    for (const { path, given, allowed } of limitFaults(limits)) check.fault(path, given, allowed);
    check.plain("shape", shape, matching(/^MySQL\.\d+$/, "MySQL. and its ECPUs, MySQL.4"));
    check.done();
    super("oci-platform", "MysqlDatabase", name, args, opts);

    const protect = args.protect ?? true;
    const system = this.child(
      "system",
      MysqlDbSystem,
      {
        compartmentId: args.compartmentId,
        availabilityDomain: args.availabilityDomain,
        displayName: this.physical("oci-display", args.role),
        hostnameLabel: this.physical("oci-dns-label", args.role),
        subnetId: args.network.subnetId,
        nsgIds: [...args.network.nsgIds],
        shapeName: shape,
        isHighlyAvailable: highlyAvailable,
        adminUsername: args.adminUsername ?? "dbadmin",
        adminPassword: pulumi.secret(args.adminPassword),
        dataStorage: {
          dataStorageSizeInGb: storageGb,
          isAutoExpandStorageEnabled: true,
          maxStorageSizeInGbs: storageGb * 2,
        },
        encryptData: { keyGenerationType: "BYOK", keyId: args.keyId },
        secureConnections: { certificateGenerationType: "SYSTEM" },
        backupPolicy: {
          isEnabled: true,
          retentionInDays: backupDays,
          pitrPolicy: { isEnabled: true },
          softDelete: "ENABLED",
        },
        deletionPolicies: [
          {
            isDeleteProtected: protect,
            finalBackup: protect ? "REQUIRE_FINAL_BACKUP" : "SKIP_FINAL_BACKUP",
            automaticBackupRetention: protect ? "RETAIN" : "DELETE",
          },
        ],
      },
      {
        protect,
        retainOnDelete: protect,
        additionalSecretOutputs: ["adminPassword"],
        ignoreChanges: ["adminPassword"],
      },
    );
    this.systemId = system.id;
    this.host = system.ipAddress;
    this.service = pulumi.output("mysql");
    this.secretId = pulumi.output(args.adminSecretId);
    this.registerOutputs({
      systemId: this.systemId,
      host: this.host,
      port: this.port,
      service: this.service,
      secretId: this.secretId,
    });
  }
}
