import { describe, expect, test } from "vitest";
import { ArchiveBucket, DataBucket, type DataBucketArgs } from "../../../components/oci-platform";
import { serviceGrants, serviceStatement } from "../../../components/oci-platform/plan/identity";
import { NAMING, TAGS, named, recorded } from "../recorded";

const base: DataBucketArgs = {
  naming: { ...NAMING, site: "dxb" },
  tags: TAGS,
  role: "data",
  compartmentId: "ocid1.compartment.oc1..data",
  namespace: "acme",
  keyId: "ocid1.key.oc1..data",
};
const make = (args: Partial<DataBucketArgs> = {}) =>
  recorded(() => {
    new DataBucket("data", { ...base, ...args });
  });

describe("DataBucket", () => {
  test("OP-33 is private, versioned and under a customer key, and tells of objects where there is a consumer", async () => {
    expect(named(await make(), "data-bucket").inputs).toMatchObject({
      name: "acme-dev-dxb-oci-data",
      accessType: "NoPublicAccess",
      kmsKeyId: base.keyId,
      versioning: "Enabled",
      objectEventsEnabled: false,
    });
    expect(named(await make({ objectEvents: true }), "data-bucket").inputs).toMatchObject({
      objectEventsEnabled: true,
    });
  });

  test("OP-33 old versions and unfinished uploads go in time, current objects never", async () => {
    const rules = named(await make({ previousVersionDays: 30 }), "data-lifecycle").inputs["rules"];
    expect(rules).toMatchObject([
      { target: "previous-object-versions", action: "DELETE", timeAmount: "30", timeUnit: "DAYS" },
      { target: "multipart-uploads", action: "ABORT", timeAmount: "7", timeUnit: "DAYS" },
    ]);
  });

  test("a period out of range is refused before anything is registered", async () => {
    const resources = await recorded(() => {
      expect(() => new DataBucket("data", { ...base, previousVersionDays: 0 })).toThrow(
        /previousVersionDays is 0; allowed: a whole number of days from 1 to 3650/,
      );
    });
    expect(resources).toEqual([]);
  });
});

describe("ArchiveBucket", () => {
  const archive = (
    more: { lockedFrom?: string; deleteAfterRetention?: boolean; retentionDays?: number } = {},
  ) => {
    new ArchiveBucket("backups", { ...base, role: "backups", retentionDays: 35, ...more });
  };

  test("OP-33 has a retention rule and no versions, which the service refuses together", async () => {
    const resources = await recorded(() => {
      archive();
    });
    const { inputs } = named(resources, "backups-bucket");
    expect(inputs).toMatchObject({
      accessType: "NoPublicAccess",
      kmsKeyId: base.keyId,
      versioning: "Disabled",
      retentionRules: [{ displayName: "retention", duration: { timeAmount: "35", timeUnit: "DAYS" } }],
    });
    expect(JSON.stringify(inputs)).not.toContain("timeRuleLocked");
    expect(named(resources, "backups-lifecycle").inputs["rules"]).toMatchObject([{ action: "ABORT" }]);
  });

  test("OP-33 GW-42 is locked from a given time, and objects go a day after their retention", async () => {
    const lockedFrom = "2027-01-15T00:00:00Z";
    const resources = await recorded(() => {
      archive({ lockedFrom, deleteAfterRetention: true });
    });
    expect(named(resources, "backups-bucket").inputs["retentionRules"]).toMatchObject([
      { timeRuleLocked: lockedFrom },
    ]);
    expect(named(resources, "backups-lifecycle").inputs["rules"]).toMatchObject([
      { target: "objects", action: "DELETE", timeAmount: "36" },
      { action: "ABORT" },
    ]);
  });

  test("a period and a time that are none are refused", async () => {
    await recorded(() => {
      expect(() => {
        archive({ retentionDays: 0, lockedFrom: "tomorrow" });
      }).toThrow(/retentionDays is 0.*\n.*lockedFrom is "tomorrow"/);
    });
  });
});

test("Object Storage may carry out lifecycle rules where the data is, and nothing but that", () => {
  const grant = serviceGrants(["me-dubai-1"]).find(({ resources }) => resources === "object-family");
  expect(grant?.in).toBe("data");
  expect(
    grant && serviceStatement(grant, { clusters: "clusters", "node-pools": "pools" }, "ocid1.c"),
  ).toMatch(
    /^Allow service objectstorage-me-dubai-1 to manage object-family in compartment id ocid1.c where any \{request.permission = 'BUCKET_INSPECT', .*'OBJECT_VERSION_DELETE'\}$/,
  );
});
