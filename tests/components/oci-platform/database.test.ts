import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import {
  AUTONOMOUS_ALARMS,
  AutonomousDatabase,
  DatabaseAccess,
  MetricAlarms,
  MysqlDatabase,
  OciKeys,
  PostgresqlDatabase,
  type AutonomousDatabaseArgs,
  type Database,
} from "../../../components/oci-platform";
import { serviceOf } from "../../../components/oci-platform/database/plan";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place = { naming: { ...NAMING, site: "dxb" }, tags: TAGS };
const base: AutonomousDatabaseArgs = {
  ...place,
  role: "orders",
  compartmentId: "ocid1.compartment.oc1..data",
  network: { subnetId: "ocid1.subnet.oc1..db", nsgIds: ["ocid1.networksecuritygroup.oc1..db"] },
  key: { id: "ocid1.key.oc1..k", vaultId: "ocid1.vault.oc1..v" },
  adminSecretId: "ocid1.vaultsecret.oc1..admin",
};
const make = (more: Partial<AutonomousDatabaseArgs> = {}) =>
  recorded(() => {
    new AutonomousDatabase("orders", { ...base, ...more });
  });

describe("AutonomousDatabase", () => {
  test("OP-31 has a private endpoint in its group, a customer key, a secret for a password and backups for 60 days", async () => {
    const { inputs } = named(await make(), "orders-database");
    expect(inputs).toMatchObject({
      subnetId: base.network.subnetId,
      nsgIds: base.network.nsgIds,
      kmsKeyId: base.key.id,
      vaultId: base.key.vaultId,
      secretId: base.adminSecretId,
      backupRetentionPeriodInDays: 60,
      computeModel: "ECPU",
      computeCount: 2,
      isMtlsConnectionRequired: false,
    });
    for (const key of ["adminPassword", "whitelistedIps", "cpuCoreCount", "isAccessControlEnabled"])
      expect(inputs).not.toHaveProperty(key);
    expect(inputs["dbName"]).toMatch(/^[a-z][a-z0-9]{0,29}$/);
    expect(inputs["privateEndpointLabel"]).toBe(inputs["dbName"]);
  });

  test("OP-31 every fault of sizes is said at once, before anything is registered", async () => {
    const resources = await recorded(() => {
      const wrong = {
        ecpus: 1,
        storageTb: 0,
        backupDays: 61,
        workload: "OLAP" as "DW",
        network: { subnetId: "s", nsgIds: ["1", "2", "3", "4", "5", "6"] as never },
      };
      expect(() => new AutonomousDatabase("orders", { ...base, ...wrong })).toThrow(
        /ecpus is 1.*2 to 512.*\n.*storageTb is 0.*\n.*backupDays is 61.*1 to 60.*\n.*nsgIds is 6.*\n.*workload is "OLAP"/,
      );
    });
    expect(resources).toEqual([]);
  });

  test("OP-32 its service is that of short transactions over the TLS that clients speak", () => {
    const profile = (consumerGroup: string, tlsAuthentication: string) => ({
      consumerGroup,
      tlsAuthentication,
      value: `(description=(connect_data=(service_name=x_${consumerGroup}_${tlsAuthentication})))`,
    });
    const all = ["LOW", "TP"].flatMap((group) => [profile(group, "SERVER"), profile(group, "MUTUAL")]);
    expect(serviceOf(all, false)).toBe("x_TP_SERVER");
    expect(serviceOf(all, true)).toBe("x_TP_MUTUAL");
    expect(serviceOf([profile("LOW", "SERVER")], false)).toBe("x_LOW_SERVER");
    expect(serviceOf([profile("TP", "MUTUAL")], false)).toBe("");
  });
});

describe("the other engines", () => {
  const common = {
    ...place,
    role: "orders",
    compartmentId: "ocid1.compartment.oc1..data",
    network: base.network,
    adminSecretId: base.adminSecretId,
  };
  const postgresql = (more: object = {}) => new PostgresqlDatabase("orders", { ...common, ...more });
  const mysql = (more: object = {}) =>
    new MysqlDatabase("orders", {
      ...common,
      availabilityDomain: "Uocm:ME-DUBAI-1-AD-1",
      keyId: "ocid1.key.oc1..k",
      adminPassword: "hunter2",
      ...more,
    });
  const answers = {
    "oci:Psql/dbSystem:DbSystem": { networkDetails: { primaryDbEndpointPrivateIp: "10.65.4.9" } },
    "oci:Mysql/mysqlDbSystem:MysqlDbSystem": { ipAddress: "10.65.4.10" },
  };

  test("OP-32 PostgreSQL has a private endpoint in its group, its password by the secret's OCID, and daily backups", async () => {
    const resources = await recorded(() => {
      postgresql();
    }, answers);
    const { inputs } = named(resources, "orders-system");
    expect(inputs).toMatchObject({
      networkDetails: { subnetId: base.network.subnetId, nsgIds: base.network.nsgIds },
      credentials: {
        passwordDetails: { passwordType: "VAULT_SECRET", secretId: base.adminSecretId, secretVersion: "1" },
      },
      storageDetails: { isRegionallyDurable: true },
      instanceCount: 2,
      managementPolicy: { backupPolicy: { kind: "DAILY", retentionDays: 35 } },
    });
    expect(JSON.stringify(inputs)).not.toMatch(/"password"/);
  });

  test("OP-32 MySQL has a private endpoint in its group, a customer key, and a password that the state encrypts", async () => {
    const resources = await recorded(() => {
      mysql();
    }, answers);
    const { inputs } = named(resources, "orders-system");
    expect(inputs).toMatchObject({
      subnetId: base.network.subnetId,
      nsgIds: base.network.nsgIds,
      encryptData: { keyGenerationType: "BYOK", keyId: "ocid1.key.oc1..k" },
      backupPolicy: { isEnabled: true, retentionInDays: 35, pitrPolicy: { isEnabled: true } },
      deletionPolicies: [{ isDeleteProtected: true, finalBackup: "REQUIRE_FINAL_BACKUP" }],
      // The form in which Pulumi's protocol marks what the state encrypts.
      adminPassword: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" },
    });
  });

  test("OP-32 all engines are reached by the same four things", async () => {
    const handles: Database[] = [];
    await recorded(() => {
      handles.push(new AutonomousDatabase("oracle", base), postgresql(), mysql());
    }, answers);
    expect(handles.map(({ port }) => port)).toEqual([1521, 5432, 3306]);
    const known = await Promise.all(
      handles.map(
        ({ host, secretId }) =>
          new Promise<unknown[]>((resolve) => {
            pulumi.all([host, secretId]).apply((values) => {
              resolve(values);
            });
          }),
      ),
    );
    expect(known).toEqual([
      ["orders.adb.me-dubai-1.oraclecloud.com", base.adminSecretId],
      ["10.65.4.9", base.adminSecretId],
      ["10.65.4.10", base.adminSecretId],
    ]);
  });

  test("OP-32 every fault is said at once, and never with the password", async () => {
    await recorded(() => {
      expect(() => postgresql({ nodes: 0, ocpus: 1, backupDays: 36, version: "13" })).toThrow(
        /nodes is 0.*\n.*ocpus is 1.*\n.*backupDays is 36.*\n.*version is "13"/,
      );
      const wrong = () => mysql({ storageGb: 49, backupDays: 0, shape: "VM.Standard" });
      expect(wrong).toThrow(/storageGb is 49.*\n.*backupDays is 0.*\n.*shape is "VM.Standard"/);
      expect(wrong).not.toThrow(/hunter2/);
    });
  });
});

test("OP-31 databases may use their keys, the vault may set their passwords, and nobody else gets anything", async () => {
  const resources = await recorded(() => {
    new DatabaseAccess("databases", {
      ...place,
      compartmentId: "ocid1.c..env",
      databasesId: "ocid1.c..data",
      securityId: "ocid1.c..security",
    });
  });
  const statements = named(resources, "databases-policy").inputs["statements"] as string[];
  expect(statements).toHaveLength(3);
  for (const statement of statements) expect(statement).toMatch(/where all \{request\.principal\.type = '/);
  expect(statements.join("\n")).not.toMatch(/manage|secret-bundles|in tenancy/);
});

test("OP-45 alarms ring for a busy database, for one that fills up and for one that is away", async () => {
  const resources = await recorded(() => {
    new MetricAlarms("database", {
      ...place,
      compartmentId: "ocid1.c..data",
      topicId: "ocid1.onstopic.oc1..t",
      alarms: AUTONOMOUS_ALARMS,
    });
  });
  const query = (role: string) => named(resources, `database-alarm-${role}`).inputs["query"];
  expect(query("database-cpu")).toBe("CpuUtilization[5m].mean() > 80");
  expect(query("database-storage")).toBe("StorageUtilization[1h].max() > 85");
  expect(named(resources, "database-alarm-database-away").inputs["severity"]).toBe("CRITICAL");
});

describe("a vault whose keys are needed elsewhere", () => {
  const keys = (vaultType: "DEFAULT" | "VIRTUAL_PRIVATE") => () => {
    new OciKeys("keys", {
      ...place,
      compartmentId: "ocid1.c..security",
      keys: ["data"],
      vaultType,
      replicaRegion: "me-jeddah-1",
    });
  };
  test("OP-34 is replicated there", async () => {
    const resources = await recorded(keys("VIRTUAL_PRIVATE"));
    expect(named(resources, "keys-replica").inputs).toMatchObject({ replicaRegion: "me-jeddah-1" });
  });
  test("OP-34 must be a virtual private one", async () => {
    await recorded(() => {
      expect(keys("DEFAULT")).toThrow(/replicaRegion is "me-jeddah-1"; allowed: none/);
    });
  });
});
