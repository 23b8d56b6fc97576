import { Provider } from "@pulumi/oci/provider";
import { describe, expect, test } from "vitest";
import * as aws from "../../components/aws-platform";
import * as eventing from "../../components/eventing";
import * as oci from "../../components/oci-platform";
import { BucketReplication, StandbyDatabase } from "../../components/recovery";
import { BootstrapCa } from "../../components/vault";
import { NAMING, TAGS, recorded, type Answers } from "./recorded";

const onAws = { naming: NAMING, tags: TAGS };
const onOci = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  role: "orders",
  compartmentId: "ocid1.compartment.oc1..data",
};
const keyArn = "arn:aws:kms:us-east-1:111111111111:key/1";
const events = {
  ...onAws,
  kmsKeyArn: keyArn,
  deadLetterKeyArn: "arn:aws:kms:us-east-1:111111111111:key/2",
  alarmTopicArn: "arn:aws:sns:us-east-1:111111111111:alarms",
};
const network = {
  subnetId: "ocid1.subnet.oc1..db",
  nsgIds: ["ocid1.networksecuritygroup.oc1..db"],
} as const;
const key = { id: "ocid1.key.oc1..k", vaultId: "ocid1.vault.oc1..v" };
const availabilityDomain = "Uocm:ME-DUBAI-1-AD-1";
const provider = (name: string, region: string) => new Provider(name, { region });

/** Outputs that the components read on. */
const ANSWERS: Answers = {
  "aws:kms/key:Key": { keyId: "key-id" },
  "aws:s3/bucket:Bucket": { bucket: "bucket-name" },
  "oci:Psql/dbSystem:DbSystem": { networkDetails: { primaryDbEndpointPrivateIp: "10.65.4.9" } },
  "oci:Mysql/mysqlDbSystem:MysqlDbSystem": { ipAddress: "10.65.4.10" },
};

type Make = (more: { readonly protect?: boolean }) => unknown;

/** Components that keep data, how each is made under the name `a`, and which of its resources keep something. */
const KEEPING: readonly (readonly [component: string, make: Make, keeping: readonly string[]])[] = [
  [
    "DataBucket of AWS",
    (more) => new aws.DataBucket("a", { ...onAws, role: "orders", keyArn, lock: { days: 30 }, ...more }),
    ["bucket", "encryption", "lifecycle", "lock", "ownership", "policy", "public-access", "versioning"],
  ],
  [
    "DataTable",
    (more) =>
      new aws.DataTable("a", {
        ...onAws,
        role: "orders",
        keyArn,
        partitionKey: { name: "id", type: "S" },
        ...more,
      }),
    ["table"],
  ],
  [
    "KeySet",
    (more) => {
      const account = { id: "111111111111", region: "us-east-1" };
      return new aws.KeySet("a", { ...onAws, account, keys: { data: "data" }, ...more });
    },
    ["key-data"],
  ],
  [
    "EventBus",
    (more) => new eventing.EventBus("a", { ...events, sourcePrefix: "com.acme", ...more }),
    ["archive", "dead-letters-queue"],
  ],
  ["ParkingQueue", (more) => new eventing.ParkingQueue("a", { ...events, ...more }), ["queue"]],
  [
    "IdempotencyTable",
    (more) => new eventing.IdempotencyTable("a", { ...onAws, keyArn, archiveDays: 30, ...more }),
    ["table"],
  ],
  [
    "DataBucket of OCI",
    (more) => new oci.DataBucket("a", { ...onOci, namespace: "tenancy", keyId: key.id, ...more }),
    ["bucket", "lifecycle"],
  ],
  [
    "ArchiveBucket",
    (more) =>
      new oci.ArchiveBucket("a", {
        ...onOci,
        namespace: "tenancy",
        keyId: key.id,
        retentionDays: 35,
        ...more,
      }),
    ["bucket", "lifecycle"],
  ],
  [
    "OciKeys",
    (more) =>
      new oci.OciKeys("a", {
        ...onOci,
        keys: ["data"],
        vaultType: "VIRTUAL_PRIVATE",
        replicaRegion: "me-jeddah-1",
        ...more,
      }),
    ["key-data", "replica", "vault"],
  ],
  [
    "VaultSecret",
    (more) =>
      new oci.VaultSecret("a", {
        ...onOci,
        description: "A password",
        vaultId: key.vaultId,
        keyId: key.id,
        ...more,
      }),
    ["secret"],
  ],
  [
    "AutonomousDatabase",
    (more) =>
      new oci.AutonomousDatabase("a", {
        ...onOci,
        network,
        key,
        adminSecretId: "ocid1.vaultsecret.oc1..s",
        ...more,
      }),
    ["database"],
  ],
  [
    "PostgresqlDatabase",
    (more) =>
      new oci.PostgresqlDatabase("a", {
        ...onOci,
        network,
        adminSecretId: "ocid1.vaultsecret.oc1..s",
        ...more,
      }),
    ["system"],
  ],
  [
    "MysqlDatabase",
    (more) =>
      new oci.MysqlDatabase("a", {
        ...onOci,
        network,
        availabilityDomain,
        keyId: key.id,
        adminSecretId: "ocid1.vaultsecret.oc1..s",
        adminPassword: "hunter2",
        ...more,
      }),
    ["system"],
  ],
  [
    "FileShare",
    (more) =>
      new oci.FileShare("a", {
        ...onOci,
        network,
        availabilityDomain,
        keyId: key.id,
        clients: { workers: "10.65.16.0/22" },
        ...more,
      }),
    ["file-system"],
  ],
  [
    "BucketReplication",
    (more) =>
      new BucketReplication("a", {
        ...onOci,
        tier: "critical",
        namespace: "tenancy",
        sourceBucket: "acme-dev-dxb-data-assets",
        sourceRegion: "me-dubai-1",
        standbyRegion: "me-jeddah-1",
        standbyKeyId: key.id,
        keyCompartmentId: "ocid1.compartment.oc1..security",
        policyCompartmentId: "ocid1.compartment.oc1..env",
        providers: {
          source: provider("source", "me-dubai-1"),
          standby: provider("standby", "me-jeddah-1"),
          home: provider("home", "me-dubai-1"),
        },
        ...more,
      }),
    ["replica"],
  ],
  [
    "StandbyDatabase",
    (more) =>
      new StandbyDatabase(
        "a",
        {
          ...onOci,
          tier: "critical",
          primary: { id: "ocid1.autonomousdatabase.oc1.me-dubai-1.p", dbName: "orders" },
          sourceRegion: "me-dubai-1",
          standbyRegion: "me-jeddah-1",
          network,
          key,
          ...more,
        },
        { provider: provider("standby", "me-jeddah-1") },
      ),
    ["standby"],
  ],
];

const namesWhere = async (make: () => unknown, option: "protect" | "retainOnDelete"): Promise<string[]> => {
  const resources = await recorded(() => void make(), ANSWERS);
  return resources.filter((resource) => resource[option]).map(({ name }) => name.replace(/^a-/, ""));
};

describe("what keeps data", () => {
  test.each(KEEPING)("of %s is protected, and is kept when its program drops it", async (_of, make, kept) => {
    expect((await namesWhere(() => make({}), "retainOnDelete")).sort()).toEqual(kept);
    expect(await namesWhere(() => make({}), "protect")).toEqual(expect.arrayContaining([...kept]));
  });

  test.each(KEEPING)("of %s goes where that is asked for", async (_of, make) => {
    expect(await namesWhere(() => make({ protect: false }), "retainOnDelete")).toEqual([]);
    expect(await namesWhere(() => make({ protect: false }), "protect")).toEqual([]);
  });

  test("of BootstrapCa is protected: every certificate below it ends with it", async () => {
    const made = (more: object) => () => new BootstrapCa("a", { ...onAws, ...more });
    expect(await namesWhere(made({}), "protect")).toEqual(["key"]);
    expect(await namesWhere(made({ protect: false }), "protect")).toEqual([]);
  });
});
