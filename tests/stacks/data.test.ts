import { beforeAll, describe, expect, test } from "vitest";
import { dataContract } from "../../stacks/contracts/workloads";
import { program } from "../../stacks/data";
import { dev, prod, staging } from "../../stacks/environments";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const keys = (site: string) => ({
  data: `${site}-data`,
  events: `${site}-events`,
  clusters: `${site}-clusters`,
  logs: `${site}-logs`,
});
const needs = {
  foundation: {
    compartmentIds: { network: "c-network", platform: "c-platform", data: "c-data", security: "c-security" },
    environmentCompartmentId: "c",
    tagNamespaceId: "t",
    flowLogRoleArn: "r",
    alarmTopicIds: { dxb: "ocid1.onstopic.oc1.me-dubai-1.t", jed: "ocid1.onstopic.oc1.me-jeddah-1.t" },
  },
  secrets: {
    awsKeyArns: keys("aws"),
    ociVaultIds: { dxb: "v", jed: "v" },
    ociKeyIds: { dxb: keys("dxb"), jed: keys("jed") },
    bootstrapCaPem: "pem",
    bootstrapCaKeyPem: "pem",
    apiCertificate: { certificateId: "c", hostname: "api.example.org" },
    standbyApiCertificate: null,
    databaseSecrets: { adminId: "ocid1.vaultsecret.oc1..first", username: "u", password: "p" },
  },
  network: {
    subnetIds: { database: "ocid1.subnet.oc1..database" },
    nsgIds: { database: "ocid1.networksecuritygroup.oc1..database" },
  },
};
const answers = {
  "aws:s3/bucket:Bucket": { bucket: "made-by-s3" },
  "oci:ObjectStorage/getNamespace:getNamespace": { namespace: "acmetenancy" },
};

describe.each([dev, staging, prod])("data in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(dataContract, program, env, needs, answers));
  });

  test("everything is under the environment's own key for data", () => {
    const rules = named(resources, "aws-bucket-encryption").inputs["rules"];
    expect(JSON.stringify(rules)).toContain('"kmsMasterKeyId":"aws-data"');
    expect(named(resources, "processed-events-table").inputs["serverSideEncryption"]).toMatchObject({
      kmsKeyArn: "aws-data",
    });
    expect(named(resources, "oci-bucket-bucket").inputs).toMatchObject({
      kmsKeyId: "dxb-data",
      compartmentId: "c-data",
      namespace: "acmetenancy",
    });
  });

  test("buckets are emptied and tables deleted only where the environment allows it", () => {
    expect(named(resources, "aws-bucket-bucket").inputs["forceDestroy"]).toBe(env.protection.emptyBuckets);
    expect(named(resources, "processed-events-table").inputs["deletionProtectionEnabled"]).toBe(
      env.protection.data,
    );
  });

  test("OP-31 the database is in its subnet and group, under the key for data, with the secret's OCID for a password", () => {
    const database = named(resources, "database-database");
    expect(database.madeBy).toBe("oci-primary");
    expect(database.inputs).toMatchObject({
      compartmentId: "c-data",
      subnetId: "ocid1.subnet.oc1..database",
      nsgIds: ["ocid1.networksecuritygroup.oc1..database"],
      kmsKeyId: "dxb-data",
      vaultId: "v",
      secretId: "ocid1.vaultsecret.oc1..first",
      isAutoScalingEnabled: env.class === "prod",
    });
    expect(database.inputs["backupRetentionPeriodInDays"]).toBeGreaterThanOrEqual(
      env.class === "prod" ? 30 : 7,
    );
    expect(JSON.stringify(resources)).not.toMatch(/adminPassword/);
  });

  test("OP-38 the vault sets a new password of ADMIN every 30 days, readable at the other site too", () => {
    expect(named(resources, "database-admin-secret").inputs).toMatchObject({
      enableAutoGeneration: true,
      rotationConfig: {
        isScheduledRotationEnabled: true,
        rotationInterval: "P30D",
        targetSystemDetails: { targetSystemType: "ADB", adbId: "database-database-id" },
      },
      replicationConfig: {
        replicationTargets: [{ targetRegion: env.oci.standby, targetVaultId: "v", targetKeyId: "jed-data" }],
      },
    });
  });

  test("OP-45 the database's alarms ring at its site's topic", () => {
    for (const role of ["cpu", "storage", "away"])
      expect(named(resources, `database-alarm-database-${role}`).inputs["destinations"]).toEqual([
        "ocid1.onstopic.oc1.me-dubai-1.t",
      ]);
  });

  test("the outputs name what was made", () => {
    expect(outputs).toMatchObject({
      awsBucketName: "made-by-s3",
      ociNamespace: "acmetenancy",
      ociBucketName: `acme-${env.name}-dxb-oci-data`,
      tableName: `acme-${env.name}-use1-eventing-processed-events`,
      database: { id: "database-database-id", port: 1521, adminSecretId: "database-admin-secret-id" },
    });
  });
});
