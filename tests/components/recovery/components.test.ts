import { Provider } from "@pulumi/oci/provider";
import { describe, expect, test } from "vitest";
import {
  BucketReplication,
  HealthMonitor,
  TrafficSteering,
  type BucketReplicationArgs,
  type HealthMonitorArgs,
  type TrafficSteeringArgs,
} from "../../../components/recovery";
import { NAMING, TAGS, named, recorded } from "../recorded";

const place = {
  naming: { ...NAMING, site: "jed" },
  tags: TAGS,
  tier: "important",
  compartmentId: "ocid1.compartment.oc1..data",
} as const;

function replication(more: Partial<BucketReplicationArgs> = {}): void {
  new BucketReplication("assets", {
    ...place,
    namespace: "tenancy",
    sourceBucket: "acme-dev-dxb-data-assets",
    sourceRegion: "me-dubai-1",
    standbyRegion: "me-jeddah-1",
    standbyKeyId: "ocid1.key.oc1.me-jeddah-1.k",
    keyCompartmentId: "ocid1.compartment.oc1..security",
    policyCompartmentId: "ocid1.compartment.oc1..env",
    providers: {
      source: new Provider("source", { region: "me-dubai-1" }),
      standby: new Provider("standby", { region: "me-jeddah-1" }),
      home: new Provider("home", { region: "me-dubai-1" }),
    },
    ...more,
  });
}

function monitor(more: Partial<HealthMonitorArgs> = {}): void {
  new HealthMonitor("health", {
    ...place,
    targets: ["203.0.113.10", "198.51.100.10"],
    host: "app.example.org",
    ...more,
  });
}

function steering(more: Partial<TrafficSteeringArgs> = {}): void {
  new TrafficSteering("app", {
    ...place,
    endpoints: { primary: { address: "203.0.113.10" }, standby: { address: "198.51.100.10" } },
    monitorId: "ocid1.httpmonitor.oc1..m",
    ...more,
  });
}

describe("bucket replication", () => {
  test("DR-19, OP-50 the replica comes first, in the standby region under its key, then the replication", async () => {
    const resources = await recorded(() => {
      replication();
    });
    const { inputs, madeBy } = named(resources, "assets-replica");
    expect(madeBy).toBe("standby");
    expect(inputs).toMatchObject({
      name: "acme-dev-jed-recovery-assets",
      kmsKeyId: "ocid1.key.oc1.me-jeddah-1.k",
      accessType: "NoPublicAccess",
      versioning: "Disabled",
      definedTags: { "causeway.DrTier": "important" },
    });
    const policy = named(resources, "assets-replication");
    expect(policy.madeBy).toBe("source");
    expect(policy.inputs).toMatchObject({
      bucket: "acme-dev-dxb-data-assets",
      destinationBucketName: "acme-dev-jed-recovery-assets",
      destinationRegionName: "me-jeddah-1",
    });
    expect(resources.indexOf(policy)).toBe(resources.length - 1);
  });

  test("OP-50 the service's permission is written in the home region and names both buckets", async () => {
    const resources = await recorded(() => {
      replication();
    });
    const { inputs, madeBy } = named(resources, "assets-grant");
    expect(madeBy).toBe("home");
    const [statement] = inputs["statements"] as string[];
    expect(statement).toContain("objectstorage-me-dubai-1 to manage object-family in compartment id ocid1.c");
    expect(statement).toContain("target.bucket.name='acme-dev-dxb-data-assets'");
    expect(statement).toContain("target.bucket.name='acme-dev-jed-recovery-assets'");
  });

  test("refuses a replica in the source's own region, and no tier", async () => {
    await recorded(() => {
      expect(() => replication({ standbyRegion: "me-dubai-1" })).toThrow(
        'standbyRegion is "me-dubai-1"; allowed: another region than sourceRegion',
      );
      expect(() => replication({ tier: "none" as "standard" })).toThrow('tier is "none"; allowed: one of');
    });
  });
});

describe("health monitor", () => {
  test("DR-23 asks every site for /health over HTTPS, every 30 s, from three places", async () => {
    const resources = await recorded(() => {
      monitor();
    });
    expect(named(resources, "health-monitor").inputs).toMatchObject({
      targets: ["203.0.113.10", "198.51.100.10"],
      protocol: "HTTPS",
      port: 443,
      path: "/health",
      intervalInSeconds: 30,
      timeoutInSeconds: 10,
      headers: { Host: "app.example.org" },
      vantagePointNames: ["aws-fra", "azr-ord", "goo-chs"],
      isEnabled: true,
    });
  });

  test("names every fault at once", async () => {
    await recorded(() => {
      expect(() => monitor({ targets: [] as never, path: "health", vantagePoints: ["a"] })).toThrow(
        /targets is 0.*\n.*path is "health".*\n.*vantagePoints/,
      );
    });
  });
});

describe("traffic steering", () => {
  test("DR-21 the standby's answer is disabled until the runbook enables it", async () => {
    const resources = await recorded(() => {
      steering();
    });
    const { inputs } = named(resources, "app-policy");
    expect(inputs).toMatchObject({
      template: "FAILOVER",
      ttl: 30,
      healthCheckMonitorId: "ocid1.httpmonitor.oc1..m",
      answers: [
        { name: "primary", rtype: "A", rdata: "203.0.113.10", isDisabled: false },
        { name: "dr", rtype: "A", rdata: "198.51.100.10", isDisabled: true },
      ],
    });
    expect(resources).toHaveLength(1);
  });

  test("attaches the names that it is given", async () => {
    const resources = await recorded(() => {
      steering({ attachments: { app: { zoneId: "ocid1.dns-zone.oc1..z", domainName: "app.example.org" } } });
    });
    expect(named(resources, "app-attachment-app").inputs).toMatchObject({
      steeringPolicyId: "app-policy-id",
      zoneId: "ocid1.dns-zone.oc1..z",
      domainName: "app.example.org",
    });
  });

  test("refuses malformed endpoints, names and a long TTL, all at once", async () => {
    await recorded(() => {
      expect(() =>
        steering({
          endpoints: { primary: { address: "app.example.org" }, standby: { hostname: "203.0.113.9" } },
          ttlSeconds: 300,
          attachments: { app: { zoneId: "z", domainName: "app" } },
        }),
      ).toThrow(/ttlSeconds is 300.*\n.*primary\.address.*\n.*standby\.hostname.*\n.*app\.domainName/);
    });
  });
});
