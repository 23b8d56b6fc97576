import { describe, expect, test } from "vitest";
import {
  DataBucket,
  DataTable,
  type DataBucketArgs,
  type DataTableArgs,
} from "../../../components/aws-platform";
import { bucketPolicy, lifecycleRules } from "../../../components/aws-platform/plan/bucket";
import { named } from "../recorded";
import { NAMING, TAGS, inputsOf, registered, statements } from "./registered";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/1";
const base = { naming: NAMING, tags: TAGS, role: "orders", keyArn };
const bucket = (args: Partial<DataBucketArgs> = {}) =>
  registered(() => new DataBucket("orders", { ...base, ...args }));
const table = (args: Partial<DataTableArgs> = {}) =>
  registered(() => new DataTable("orders", { ...base, partitionKey: { name: "id", type: "S" }, ...args }));

describe("bucket policy", () => {
  const policy = statements(bucketPolicy("arn:aws:s3:::b", keyArn));

  test("denies and grants nothing", () => {
    expect(policy.map((statement) => [statement.Sid, statement.Effect])).toEqual([
      ["TlsOnly", "Deny"],
      ["Tls12OrLater", "Deny"],
      ["NoOtherEncryption", "Deny"],
      ["NoOtherKey", "Deny"],
    ]);
  });

  test("plain HTTP and TLS before 1.2 are refused for the bucket and everything in it", () => {
    const [plain, old] = policy;
    for (const statement of [plain, old]) {
      expect(statement).toMatchObject({ Action: "s3:*", Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] });
    }
    expect(plain?.Condition).toEqual({ Bool: { "aws:SecureTransport": "false" } });
    expect(old?.Condition).toEqual({ NumericLessThan: { "s3:TlsVersion": "1.2" } });
  });

  test("an upload that names no key passes, one that names another is refused", () => {
    const header = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    expect(policy[3]?.Condition).toEqual({
      Null: { [header]: "false" },
      StringNotEquals: { [header]: keyArn },
    });
  });
});

describe("DataBucket", () => {
  test("is closed in all four ways, without ACLs, versioned, under its key", async () => {
    const resources = await bucket();
    expect(inputsOf(resources, "orders-bucket")).toMatchObject({
      bucketPrefix: "acme-dev-use1-aws-orders-",
      forceDestroy: false,
    });
    expect(inputsOf(resources, "orders-public-access")).toEqual({
      bucket: "bucket-name",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(inputsOf(resources, "orders-ownership")["rule"]).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
    expect(inputsOf(resources, "orders-versioning")["versioningConfiguration"]).toEqual({
      status: "Enabled",
    });
    expect(inputsOf(resources, "orders-encryption")["rules"]).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    expect(inputsOf(resources, "orders-policy")["policy"]).toBe(
      bucketPolicy(named(resources, "orders-bucket").props["arn"] as string, keyArn),
    );
  });

  test("old versions go in time, current ones never", async () => {
    const resources = await bucket({ noncurrentDays: 30 });
    const rules = inputsOf(resources, "orders-lifecycle")["rules"];
    expect(rules).toEqual(lifecycleRules(30));
    expect(JSON.stringify(rules)).toContain('"noncurrentDays":30');
    expect(inputsOf(await bucket(), "orders-lifecycle")["rules"]).toEqual(lifecycleRules(90));
    expect(JSON.stringify(rules)).not.toContain('"days"');
  });

  test("locks what is put into it for its days, then deletes it, and lets nobody but erasers do so before", async () => {
    const resources = await bucket({ lock: { days: 365 } });
    expect(inputsOf(resources, "orders-bucket")).toMatchObject({
      objectLockEnabled: true,
      forceDestroy: false,
    });
    expect(inputsOf(resources, "orders-lock")).toEqual({
      bucket: "bucket-name",
      rule: { defaultRetention: { mode: "GOVERNANCE", days: 365 } },
    });
    const rules = inputsOf(resources, "orders-lifecycle")["rules"];
    expect(rules).toEqual(lifecycleRules(1, { days: 365 }));
    expect(rules).toContainEqual(expect.objectContaining({ id: "end-of-lock", expiration: { days: 365 } }));
    const kept = (lock: { erasers?: string[] }) =>
      statements(bucketPolicy("arn:aws:s3:::b", keyArn, { days: 365, ...lock })).at(-1);
    expect(kept({})).toEqual({
      Sid: "KeptLocked",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:BypassGovernanceRetention",
      Resource: "arn:aws:s3:::b/*",
    });
    const erasers = ["arn:aws:iam::111111111111:role/eraser"];
    expect(kept({ erasers })?.Condition).toEqual({ ArnNotEquals: { "aws:PrincipalArn": erasers } });
    expect(
      statements(inputsOf(resources, "orders-policy")["policy"] as string).map(({ Sid }) => Sid),
    ).toContain("KeptLocked");
  });

  test("lifts its locks when it is emptied, and is never emptied where nobody may lift them", async () => {
    const emptied = await bucket({ lock: { days: 1 }, protect: false, emptyOnDelete: true });
    expect(inputsOf(emptied, "orders-policy")["policy"]).not.toContain("KeptLocked");
    await registered(() => {
      const lock = { days: 0, mode: "compliance", erasers: ["root"] } as const;
      expect(() => new DataBucket("orders", { ...base, protect: false, emptyOnDelete: true, lock })).toThrow(
        /4 invalid inputs\n {2}lock\.days is 0.*\n {2}lock\.erasers\[0\] is "root".*\n {2}emptyOnDelete is true.*\n {2}lock\.erasers/,
      );
    });
  });

  test("is emptied on deletion only where it is asked for and not protected", async () => {
    const resources = await bucket({ protect: false, emptyOnDelete: true });
    expect(inputsOf(resources, "orders-bucket")["forceDestroy"]).toBe(true);
    await registered(() => {
      const wrong = { ...base, emptyOnDelete: true, noncurrentDays: 0 };
      expect(() => new DataBucket("orders", wrong)).toThrow(
        /2 invalid inputs\n {2}noncurrentDays is 0.*\n {2}emptyOnDelete is true; allowed: false where protect is true/,
      );
    });
  });
});

describe("DataTable", () => {
  test("is encrypted with its key, restorable, and refuses its deletion", async () => {
    const resources = await table();
    expect(inputsOf(resources, "orders-table")).toMatchObject({
      name: "acme-dev-use1-aws-orders",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      deletionProtectionEnabled: true,
    });
    expect(inputsOf(resources, "orders-table")).not.toHaveProperty("ttl");
  });

  test("finds items by the keys of its indexes, each attribute declared once", async () => {
    const waiting = { name: "waiting", type: "S" } as const;
    const sortKey = { name: "at", type: "N" } as const;
    const resources = await table({
      sortKey,
      indexes: [{ name: "waiting", partitionKey: waiting, sortKey }],
    });
    expect(inputsOf(resources, "orders-table")).toMatchObject({
      attributes: [{ name: "id", type: "S" }, sortKey, waiting],
      globalSecondaryIndexes: [
        { name: "waiting", hashKey: "waiting", rangeKey: "at", projectionType: "KEYS_ONLY" },
      ],
    });
    await registered(() => {
      const wrong = { name: "w", partitionKey: { name: "id", type: "N" } as const };
      const args = { ...base, partitionKey: { name: "id", type: "S" } as const, indexes: [wrong, wrong] };
      expect(() => new DataTable("orders", args)).toThrow(
        /indexes\[0\]\.name is "w".*\n.*indexes\[0\]\.partitionKey\.type is "N".*S, as "id".*\n.*indexes\[1\]\.name is "w".*\n.*no other index/,
      );
    });
  });

  test("has a sort key and forgets items where it is asked for", async () => {
    const resources = await table({
      sortKey: { name: "at", type: "N" },
      expiresAt: "ttl",
      protect: false,
    });
    expect(inputsOf(resources, "orders-table")).toMatchObject({
      rangeKey: "at",
      attributes: [
        { name: "id", type: "S" },
        { name: "at", type: "N" },
      ],
      ttl: { enabled: true, attributeName: "ttl" },
      deletionProtectionEnabled: false,
    });
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const resources = await registered(() => {
      const wrong = {
        ...base,
        partitionKey: { name: "", type: "X" as "S" },
        sortKey: { name: "", type: "S" as const },
        expiresAt: "",
        recoveryDays: 36,
      };
      expect(() => new DataTable("orders", wrong)).toThrow(
        /7 invalid inputs\n {2}partitionKey.name.*\n {2}partitionKey.type is "X".*S, N, B\n {2}sortKey.name.*\n {2}sortKey.name.*another.*\n {2}expiresAt.*\n {2}expiresAt.*no key.*\n {2}recoveryDays is 36.*1 to 35/,
      );
    });
    expect(resources).toEqual([]);
  });
});
