import { DbSystem, type DbSystemArgs } from "@pulumi/oci/psql/dbSystem";
import * as pulumi from "@pulumi/pulumi";
import { Check, matching, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import type { Database, DatabaseNetwork } from "./handle";
import { GROUPS_MAX, LISTENERS, limitFaults } from "./plan";

/** The children of a {@link PostgresqlDatabase} by key, for `transform`. */
export interface PostgresqlDatabaseChildren {
  system: DbSystemArgs;
}

export interface PostgresqlDatabaseArgs extends ComponentArgs<PostgresqlDatabaseChildren> {
  /** What it holds, a role word of its name: `orders`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** Where its private endpoint is. It has no other. */
  readonly network: DatabaseNetwork;
  /** OCID of the secret with the administrator's password, and the version that it is made with. */
  readonly adminSecretId: pulumi.Input<string>;
  /**
   * Version of that secret with which the system is made; a later version is set in the database itself, since the service
   * takes it at creation only.
   * @default "1"
   */
  readonly adminSecretVersion?: pulumi.Input<string>;
  /**
   * Name of the administrator.
   * @default "dbadmin"
   */
  readonly adminUsername?: string;
  /**
   * Major version of PostgreSQL.
   * @default "16"
   */
  readonly version?: string;
  /**
   * Nodes, 1 to 8 (the upper limit is unverified): a primary, and replicas that can be read.
   * @default 2, so that one can be lost
   */
  readonly nodes?: number;
  /**
   * OCPUs of each node, 2 to 64 (unverified); memory follows at 16 GB each.
   * @default 2
   */
  readonly ocpus?: number;
  /**
   * Days that daily backups are kept, 1 to 35.
   * @default 35
   */
  readonly backupDays?: number;
  /**
   * Whether it is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/** Memory of a node by its OCPUs: PostgreSQL guide, "Shapes" (16 GB an OCPU). */
const GB_PER_OCPU = 16;
const MAJOR = matching(/^1[4-9]$/, "a major version such as 16");
/** Ends of a daily backup window: nights in the Gulf, in UTC (this platform's choice). */
const BACKUP_START = "22:00";

/**
 * A PostgreSQL database of OCI with a private endpoint only, over regional storage. It takes no customer key: its storage is
 * encrypted by a key of Oracle. Its password is a secret's OCID here. A deleted one keeps its backups for as long as they
 * would have been kept.
 *
 * Oracle's provider has an open report of a create that could not read the secret
 * (https://github.com/oracle/terraform-provider-oci/issues/2115): whoever deploys must be allowed to read it.
 *
 * Child: `system`.
 *
 * @throws {InputError} with every fault of version, size, backups and groups.
 * @example
 * new PostgresqlDatabase("orders", {
 *   naming, tags, role: "orders", compartmentId, network: { subnetId, nsgIds: [databaseGroupId] },
 *   adminSecretId: admin.secretId,
 * }, { provider: oci });
 */
export class PostgresqlDatabase extends OciComponent<PostgresqlDatabaseChildren> implements Database {
  readonly systemId: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port: number = LISTENERS.postgresql;
  readonly service: pulumi.Output<string>;
  readonly secretId: pulumi.Output<string>;

  constructor(name: string, args: PostgresqlDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const { nodes = 2, ocpus = 2, backupDays = 35, version = "16", protect = true } = args;
    const check = new Check(`PostgresqlDatabase "${name}"`);
    const limits = [
      { path: "nodes", value: nodes, min: 1, max: 8, unit: "nodes" },
      { path: "ocpus", value: ocpus, min: 2, max: 64, unit: "OCPUs" },
      { path: "backupDays", value: backupDays, min: 1, max: 35, unit: "days" },
      { path: "network.nsgIds", value: args.network.nsgIds.length, min: 1, max: GROUPS_MAX, unit: "groups" },
    ];
    for (const { path, given, allowed } of limitFaults(limits)) check.fault(path, given, allowed);
    check.plain("version", version, MAJOR);
    check.done();
    super("oci-platform", "PostgresqlDatabase", name, args, opts);

    const system = this.child(
      "system",
      DbSystem,
      {
        compartmentId: args.compartmentId,
        displayName: this.physical("oci-display", args.role),
        dbVersion: version,
        shape: "PostgreSQL.VM.Standard.E5.Flex",
        instanceCount: nodes,
        instanceOcpuCount: ocpus,
        instanceMemorySizeInGbs: ocpus * GB_PER_OCPU,
        networkDetails: { subnetId: args.network.subnetId, nsgIds: [...args.network.nsgIds] },
        storageDetails: { systemType: "OCI_OPTIMIZED_STORAGE", isRegionallyDurable: true },
        credentials: {
          username: args.adminUsername ?? "dbadmin",
          passwordDetails: {
            passwordType: "VAULT_SECRET",
            secretId: args.adminSecretId,
            secretVersion: args.adminSecretVersion ?? "1",
          },
        },
        managementPolicy: {
          backupPolicy: { kind: "DAILY", backupStart: BACKUP_START, retentionDays: backupDays },
        },
      },
      { protect, retainOnDelete: protect },
    );
    this.systemId = system.id;
    this.host = system.networkDetails.primaryDbEndpointPrivateIp;
    this.service = pulumi.output("postgres");
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
