import { describe, expect, test } from "vitest";
import * as pulumi from "@pulumi/pulumi";
import { LogArchive } from "../../../components/oci-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const archive = {
  bucketName: pulumi.output("acme-dev-dxb-oci-logs"),
  namespace: pulumi.output("tenancy"),
  compartmentId: pulumi.output("ocid1.compartment.oc1..data"),
  retentionDays: 400,
  lockedFrom: "2027-01-15T00:00:00Z",
};
const log = { compartmentId: "ocid1.compartment.oc1..platform", logGroupId: "ocid1.loggroup.oc1..gateway" };

class Home extends pulumi.ProviderResource {
  constructor() {
    super("oci", "home", {});
  }
}
const build = (more: object = {}) =>
  recorded(() => {
    new LogArchive("api-logs", {
      naming: { ...NAMING, site: "dxb" },
      tags: TAGS,
      compartmentId: "ocid1.compartment.oc1..platform",
      policyCompartmentId: "ocid1.compartment.oc1..env",
      home: new Home(),
      logs: [log],
      archive,
      ...more,
    });
  });

describe("GW-42 LogArchive", () => {
  test("copies a log group to a bucket", async () => {
    expect(named(await build(), "api-logs-connector").inputs).toMatchObject({
      state: "ACTIVE",
      source: { kind: "logging", logSources: [log] },
      target: { kind: "objectStorage", bucket: "acme-dev-dxb-oci-logs", namespace: "tenancy" },
    });
  });

  test("the connectors of one compartment may write to that one bucket, and to nothing else", async () => {
    const grant = named(await build(), "api-logs-grant");
    expect(grant.madeBy).toBe("home");
    const [text] = grant.inputs["statements"] as [string];
    expect(text).toBe(
      "Allow any-user to manage objects in compartment id ocid1.compartment.oc1..data where all " +
        "{request.principal.type = 'serviceconnector', " +
        "request.principal.compartment.id = 'ocid1.compartment.oc1..platform', " +
        "target.bucket.name = 'acme-dev-dxb-oci-logs'}",
    );
  });

  test("refuses an archive without a lock, and one that keeps logs no longer than the service itself", async () => {
    const made = build({ archive: { ...archive, retentionDays: 180, lockedFrom: undefined } });
    await expect(made).rejects.toThrow(
      /archive\.retentionDays is 180; allowed: more than the 180 days[^]*archive\.lockedFrom/,
    );
  });
});
