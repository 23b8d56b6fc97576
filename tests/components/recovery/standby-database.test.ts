import { Provider } from "@pulumi/oci/provider";
import { describe, expect, test } from "vitest";
import { StandbyDatabase, type StandbyDatabaseArgs } from "../../../components/recovery";
import { NAMING, TAGS, named, recorded } from "../recorded";

const base: StandbyDatabaseArgs = {
  naming: { ...NAMING, site: "jed" },
  tags: TAGS,
  tier: "critical",
  primary: { id: "ocid1.autonomousdatabase.oc1.me-dubai-1.p", dbName: "orders" },
  sourceRegion: "me-dubai-1",
  standbyRegion: "me-jeddah-1",
  compartmentId: "ocid1.compartment.oc1..data",
  network: { subnetId: "ocid1.subnet.oc1..j", nsgIds: ["ocid1.networksecuritygroup.oc1..j"] },
  key: { id: "ocid1.key.oc1..k", vaultId: "ocid1.vault.oc1..v" },
};
const make = (more: Partial<StandbyDatabaseArgs> = {}) =>
  recorded(() => {
    const provider = new Provider("standby", { region: "me-jeddah-1" });
    new StandbyDatabase("orders", { ...base, ...more }, { provider });
  });

describe("StandbyDatabase", () => {
  test("OP-53, DR-10 is a resource of the standby's provider, with the primary as source and its name", async () => {
    const { inputs, madeBy } = named(await make(), "orders-standby");
    expect(madeBy).toBe("standby");
    expect(inputs).toMatchObject({
      source: "CROSS_REGION_DISASTER_RECOVERY",
      sourceId: base.primary.id,
      remoteDisasterRecoveryType: "ADG",
      dbName: "orders",
      subnetId: base.network.subnetId,
      nsgIds: base.network.nsgIds,
      kmsKeyId: base.key.id,
      definedTags: { "causeway.DrTier": "critical" },
    });
    for (const key of ["adminPassword", "secretId"]) expect(inputs).not.toHaveProperty(key);
  });

  test.each([
    ["critical", "ADG"],
    ["important", "BACKUP_BASED"],
    ["standard", "BACKUP_BASED"],
  ] as const)("DR-10 tier %s takes %s", async (tier, type) => {
    const { inputs } = named(await make({ tier }), "orders-standby");
    expect(inputs["remoteDisasterRecoveryType"]).toBe(type);
  });

  test("OP-53 is refused in the primary's own region, and without a tier", async () => {
    await recorded(() => {
      expect(
        () => new StandbyDatabase("orders", { ...base, tier: "none" as never, standbyRegion: "me-dubai-1" }),
      ).toThrow(/tier is "none".*\n.*standbyRegion is "me-dubai-1"; allowed: another region/);
    });
  });
});
