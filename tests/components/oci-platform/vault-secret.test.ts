import { describe, expect, test } from "vitest";
import { VaultSecret, type VaultSecretArgs } from "../../../components/oci-platform";
import { expiryDaysOf } from "../../../components/oci-platform/secret/plan";
import { NAMING, TAGS, named, recorded } from "../recorded";

const base: VaultSecretArgs = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  role: "orders-db-password",
  description: "ADMIN of the orders database",
  compartmentId: "ocid1.compartment.oc1..security",
  vaultId: "ocid1.vault.oc1.me-dubai-1.v",
  keyId: "ocid1.key.oc1.me-dubai-1.k",
};
const make = (more: Partial<VaultSecretArgs> = {}) =>
  recorded(() => {
    new VaultSecret("orders-db", { ...base, ...more });
  });

describe("VaultSecret", () => {
  test("OP-34 without a value of its own it is generated in the vault: no program and no state has it", async () => {
    const { inputs } = named(await make(), "orders-db-secret");
    expect(inputs).toMatchObject({
      secretName: "acme-dev-dxb-oci-orders-db-password",
      vaultId: base.vaultId,
      keyId: base.keyId,
      enableAutoGeneration: true,
      secretGenerationContext: {
        generationType: "PASSPHRASE",
        generationTemplate: "DBAAS_DEFAULT_PASSWORD",
        passphraseLength: 24,
      },
    });
    expect(inputs).not.toHaveProperty("secretContent");
    expect(inputs["secretRules"]).toEqual([
      { ruleType: "SECRET_REUSE_RULE", isEnforcedOnDeletedSecretVersions: true },
    ]);
  });

  test("OP-34 a value that is given goes in in base 64, marked secret", async () => {
    const { inputs } = named(await make({ content: "hunter2-€" }), "orders-db-secret");
    // The form in which Pulumi's protocol marks what the state encrypts.
    expect(inputs["secretContent"]).toMatchObject({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: { contentType: "BASE64", content: Buffer.from("hunter2-€").toString("base64") },
    });
  });

  test("OP-38 it is rotated every 30 days, and a version outlives the rotation that should replace it", async () => {
    const byDatabase = await make({
      rotation: { target: { databaseId: "ocid1.autonomousdatabase.oc1..d" } },
    });
    const { inputs } = named(byDatabase, "orders-db-secret");
    expect(inputs["rotationConfig"]).toEqual({
      isScheduledRotationEnabled: true,
      rotationInterval: "P30D",
      targetSystemDetails: { targetSystemType: "ADB", adbId: "ocid1.autonomousdatabase.oc1..d" },
    });
    expect(inputs["secretRules"]).toContainEqual({
      ruleType: "SECRET_EXPIRY_RULE",
      secretVersionExpiryInterval: "P45D",
      isSecretContentRetrievalBlockedOnExpiry: false,
    });
    const byFunction = await make({ rotation: { days: 10, target: { functionId: "ocid1.fnfunc.oc1..f" } } });
    expect(named(byFunction, "orders-db-secret").inputs["rotationConfig"]).toMatchObject({
      rotationInterval: "P10D",
      targetSystemDetails: { targetSystemType: "FUNCTION", functionId: "ocid1.fnfunc.oc1..f" },
    });
  });

  test("OP-38 a rotation too long for a rule of the service has none, rather than one that ends too soon", () => {
    expect(expiryDaysOf({ rotationDays: 75, expiryDays: undefined })).toBe(90);
    expect(expiryDaysOf({ rotationDays: 76, expiryDays: undefined })).toBeUndefined();
    expect(expiryDaysOf({ rotationDays: 30, expiryDays: 40 })).toBe(40);
  });

  test("a replica is in the other site's vault, under that site's key", async () => {
    const replica = { region: "me-jeddah-1", vaultId: "ocid1.vault.oc1..j", keyId: "ocid1.key.oc1..j" };
    expect(named(await make({ replica }), "orders-db-secret").inputs["replicationConfig"]).toEqual({
      replicationTargets: [
        { targetRegion: "me-jeddah-1", targetVaultId: replica.vaultId, targetKeyId: replica.keyId },
      ],
    });
  });

  test("faults are said at once, and never with the value", async () => {
    const resources = await recorded(() => {
      const rotation = { days: 30, target: { functionId: "ocid1.fnfunc.oc1..f" } };
      const wrong = () =>
        new VaultSecret("orders-db", { ...base, content: "hunter2", rotation, expiryDays: 30 });
      expect(wrong).toThrow(/expiryDays is 30.*\n.*content is "a value"; allowed: nothing, with rotation/);
      expect(wrong).not.toThrow(/hunter2/);
      expect(
        () => new VaultSecret("orders-db", { ...base, rotation: { ...rotation, days: 361 }, expiryDays: 91 }),
      ).toThrow(/rotation.days is 361.*1 to 360.*\n.*expiryDays is 91.*1 to 90/);
    });
    expect(resources).toEqual([]);
  });
});
