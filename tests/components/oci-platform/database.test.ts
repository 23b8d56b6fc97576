import { describe, expect, test } from "vitest";
import {
  AUTONOMOUS_ALARMS,
  AutonomousDatabase,
  DatabaseAccess,
  MetricAlarms,
  OciKeys,
  type AutonomousDatabaseArgs,
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
