import * as v from "valibot";
import { GROUP_ROLES } from "../../components/oci-platform/plan/roles";
import { AWS_SUBNET_ROLES, OCI_SUBNET_ROLES, type AwsSubnetRole } from "../environments/plan";
import { defineContract } from "../define/contract";
import type { TypeOf } from "../define/stack";

function byRole<R extends string, S extends v.GenericSchema>(roles: readonly R[], schema: S) {
  return v.strictObject(Object.fromEntries(roles.map((role) => [role, schema])) as Record<R, S>);
}

const perZone = v.strictTuple([v.string(), v.string(), v.string()]);

export const awsNetworkContract = defineContract({
  stack: "aws-network",
  version: 1,
  fields: {
    vpcId: v.string(),
    vpcCidr: v.string(),
    /** Names of the three zones, in the order of every per-zone list. */
    zones: perZone,
    subnetIds: byRole<AwsSubnetRole, typeof perZone>(AWS_SUBNET_ROLES, perZone),
    /** Security group of the interface endpoints. */
    endpointSecurityGroupId: v.string(),
  },
});

/**
 * Roles of network security groups on every OCI site. The bastion has none, since the managed service takes no group; the
 * public load balancers' is in `publicEntry`, where there is one.
 */
export const NSG_ROLES = GROUP_ROLES.filter((role) => role !== "load-balancer-public");
export type NsgRole = (typeof NSG_ROLES)[number];

/** Subnets on every OCI site; the public load balancers' is in `publicEntry`, where there is one. */
export const OCI_SITE_SUBNETS = OCI_SUBNET_ROLES.filter((role) => role !== "load-balancer-public");
export type OciSiteSubnet = (typeof OCI_SITE_SUBNETS)[number];

const text = v.string();

const ociNetworkFields = {
  vcnId: text,
  vcnCidr: text,
  /** Domain under which the network's hosts resolve. */
  domainName: text,
  subnetIds: byRole<OciSiteSubnet, typeof text>(OCI_SITE_SUBNETS, text),
  routeTableIds: byRole<OciSiteSubnet, typeof text>(OCI_SITE_SUBNETS, text),
  nsgIds: byRole<NsgRole, typeof text>(NSG_ROLES, text),
  /** Where public load balancers go; null unless the environment has public ingress. */
  publicEntry: v.nullable(v.strictObject({ subnetId: text, nsgId: text })),
  bastionId: text,
  drgId: text,
  /** Remote peering connection on this site's DRG: the other site's peers with it. */
  remotePeeringId: text,
  /** Log group of the flow logs. */
  logGroupId: text,
  /** The private zone of the site's hosts, the view that it is in, and where resolvers of other networks ask for its names. */
  names: v.strictObject({ zone: text, zoneId: text, viewId: text, listenerAddress: text }),
  /** Availability domains of the region; Dubai and Jeddah have one each. */
  availabilityDomains: v.pipe(v.array(text), v.minLength(1)),
  faultDomains: v.pipe(v.array(text), v.minLength(1)),
};

export const ociNetworkDxbContract = defineContract({
  stack: "oci-network-dxb",
  version: 3,
  fields: ociNetworkFields,
});
export const ociNetworkJedContract = defineContract({
  stack: "oci-network-jed",
  version: 3,
  fields: ociNetworkFields,
});

/** What an OCI network stack promises, whichever the site. */
export type OciNetworkOutputs = TypeOf<typeof ociNetworkDxbContract>;
