import { beforeAll, describe, expect, test } from "vitest";
import { gatewayContract, recoveryContract } from "../../stacks/contracts/workloads";
import { dev, prod, staging } from "../../stacks/environments";
import { program as gatewayProgram } from "../../stacks/gateway";
import { program } from "../../stacks/recovery";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const needs = {
  foundation: {
    compartmentIds: { data: "c-data", security: "c-security", platform: "c-platform" },
    environmentCompartmentId: "c-env",
    alarmTopicIds: { jed: "t-jed" },
    imagePaths: { jed: {} },
  },
  secrets: {
    ociKeyIds: { dxb: { data: "k-dxb" }, jed: { data: "k-jed" } },
    ociVaultIds: { dxb: "v-dxb", jed: "v-jed" },
    bootstrapCaPem: "CA",
    standbyApiCertificate: { certificateId: "certificate-jed", hostname: "api.example.org" },
  },
  data: {
    ociNamespace: "tenancy",
    ociBucketName: "assets",
    database: { id: "ocid1.autonomousdatabase.oc1.me-dubai-1.d", dbName: "platformabc" },
  },
  standby: {},
  standbyNetwork: {
    subnetIds: { database: "ocid1.subnet.oc1..jed", "api-gateway": "s-gateway" },
    nsgIds: { database: "ocid1.networksecuritygroup.oc1..jed", "api-gateway": "n-gateway" },
    names: { zoneId: "zone-jed", viewId: "view-jed" },
  },
};

describe.each([dev, staging, prod])("recovery in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(recoveryContract, program, env, needs));
  });

  test("the data's bucket is copied to the standby site, under that site's key", () => {
    expect(named(resources, "standby-copy-replica").inputs).toMatchObject({
      compartmentId: "c-data",
      name: `acme-${env.name}-jed-recovery-standby-copy`,
      kmsKeyId: "k-jed",
      definedTags: { "causeway.DrTier": env.recovery.tier, "causeway.Environment": env.name },
    });
    expect(named(resources, "standby-copy-replication").inputs).toMatchObject({
      bucket: "assets",
      destinationRegionName: env.oci.standby,
    });
    expect(outputs["replicationPolicyId"]).toBe("standby-copy-replication-id");
  });

  test("GW-48 a critical tier has a gateway at the standby site, with the same APIs under a shared name", async () => {
    const gateways = resources.filter(({ type }) => type === "oci:ApiGateway/gateway:Gateway");
    if (env.recovery.tier !== "critical") {
      expect([gateways, outputs["standbyGateway"]]).toEqual([[], null]);
      return;
    }
    const [gateway] = gateways as [Recorded];
    expect(gateway.madeBy).toBe("oci-standby");
    expect(gateway.inputs).toMatchObject({
      endpointType: "PRIVATE",
      subnetId: "s-gateway",
      networkSecurityGroupIds: ["n-gateway"],
      certificateId: "certificate-jed",
      caBundles: [{ caBundleId: "standby-gateway-authorities-1-id" }],
    });
    expect(named(resources, "standby-gateway-name-shared").inputs).toMatchObject({
      zoneNameOrId: "standby-gateway-shared-zone-id",
      domain: "api.prod.internal.platform.example.org",
      items: [{ rdata: "10.65.2.15" }],
    });
    expect(named(resources, "standby-gateway-shared-zone").inputs).toMatchObject({ viewId: "view-jed" });

    const names = { zoneId: "zone-dxb", viewId: "view-dxb" };
    const primary = await stackRecorded(gatewayContract, gatewayProgram, env, {
      foundation: { ...needs.foundation, alarmTopicIds: { dxb: "t-dxb" } },
      network: { ...needs.standbyNetwork, names },
      secrets: { ...needs.secrets, apiCertificate: { certificateId: "certificate-dxb" } },
    });
    const said = ({ inputs }: Recorded) => [inputs["pathPrefix"], inputs["specification"]];
    expect(said(named(resources, "standby-status-deployment"))).toEqual(
      said(named(primary.resources, "status-deployment")),
    );
  });

  test("OP-53 the database's standby is at the standby site, by the tier's mechanism, under a key that is there", () => {
    const critical = env.recovery.tier === "critical";
    expect(named(resources, "standby-database-standby").inputs).toMatchObject({
      source: "CROSS_REGION_DISASTER_RECOVERY",
      sourceId: "ocid1.autonomousdatabase.oc1.me-dubai-1.d",
      dbName: "platformabc",
      remoteDisasterRecoveryType: critical ? "ADG" : "BACKUP_BASED",
      subnetId: "ocid1.subnet.oc1..jed",
      kmsKeyId: critical ? "k-dxb" : "k-jed",
      vaultId: critical ? "v-dxb" : "v-jed",
    });
  });

  test("OP-33 backups at the standby site can not be deleted before their time", () => {
    expect(named(resources, "backups-bucket").inputs).toMatchObject({
      kmsKeyId: "k-jed",
      versioning: "Disabled",
      accessType: "NoPublicAccess",
      retentionRules: [
        { duration: { timeAmount: { dev: "7", staging: "14", prod: "35" }[env.class], timeUnit: "DAYS" } },
      ],
    });
  });

  test("each resource is made where it survives what it is for", () => {
    const madeBy = Object.fromEntries(
      resources.filter(({ type }) => !type.startsWith("pulumi:")).map((one) => [one.name, one.madeBy]),
    );
    const isOfGateway = ([name]: readonly [string, ...unknown[]]) => /^standby-(gateway|status)-/.test(name);
    const all = Object.entries(madeBy);
    expect(new Set(all.filter(isOfGateway).map(([, maker]) => maker))).toEqual(
      new Set(env.recovery.tier === "critical" ? ["oci-standby"] : []),
    );
    expect(Object.fromEntries(all.filter((one) => !isOfGateway(one)))).toEqual({
      "standby-copy-grant": "oci-home",
      "standby-copy-replica": "oci-standby",
      "standby-copy-replication": "oci-primary",
      "standby-database-standby": "oci-standby",
      "backups-bucket": "oci-standby",
      "backups-lifecycle": "oci-standby",
      "health-monitor": "oci-standby",
      "app-failover-policy": "oci-standby",
    });
  });

  test("the answers are the names that are probed", () => {
    const names = [`app-dxb.${env.name}.platform.example.org`, `app-jed.${env.name}.platform.example.org`];
    expect(named(resources, "health-monitor").inputs["targets"]).toEqual(names);
    const answers = named(resources, "app-failover-policy").inputs["answers"] as { rdata: string }[];
    expect(answers.map(({ rdata }) => rdata)).toEqual(names);
  });
});

test("an environment without recovery is refused in words", async () => {
  const none = { ...dev, recovery: { ...dev.recovery, tier: "none" } } as const;
  await expect(stackRecorded(recoveryContract, program, none, needs)).rejects.toThrow(
    'recovery.tier is "none"; allowed: one of critical, important, standard',
  );
});
