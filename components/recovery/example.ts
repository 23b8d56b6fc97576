import { Provider } from "@pulumi/oci/provider";
import * as pulumi from "@pulumi/pulumi";
import { BucketReplication, HealthMonitor, TrafficSteering } from "./index";

const config = new pulumi.Config();
const place = {
  naming: { org: "acme", env: "dev", site: "jed" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "important",
    ManagedBy: "pulumi",
  },
  tier: "important",
  compartmentId: config.require("compartmentId"),
} as const;
const primary = new Provider("primary", { region: "me-dubai-1" });
const standby = new Provider("standby", { region: "me-jeddah-1" });

// A shop's pictures in two regions, and its name on the one that serves.
const pictures = new BucketReplication("pictures", {
  ...place,
  namespace: config.require("namespace"),
  sourceBucket: config.require("bucket"),
  sourceRegion: "me-dubai-1",
  standbyRegion: "me-jeddah-1",
  standbyKeyId: config.require("standbyKeyId"),
  keyCompartmentId: place.compartmentId,
  policyCompartmentId: place.compartmentId,
  providers: { source: primary, standby, home: primary },
});
const [here, there] = ["203.0.113.10", "198.51.100.10"];
const health = new HealthMonitor(
  "health",
  { ...place, targets: [here, there], host: "shop.acme.example" },
  { provider: standby },
);
const steering = new TrafficSteering(
  "shop",
  {
    ...place,
    endpoints: { primary: { address: here }, standby: { address: there } },
    monitorId: health.monitorId,
    protect: false,
  },
  { provider: standby },
);

export const replica = pictures.replicaName;
export const steeringPolicyId = steering.policyId;
