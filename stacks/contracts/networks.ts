import * as v from "valibot";
import {
  AWS_SUBNET_ROLES,
  OCI_SUBNET_ROLES,
  type AwsSubnetRole,
  type OciSubnetRole,
} from "../environments/plan";
import { defineContract } from "../define/contract";

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
 * Roles of network security groups. `workers` and `pods` are also those of the subnets; a role without a group of its
 * own is missing here.
 */
export const NSG_ROLES = [
  "load-balancer",
  "api-gateway",
  "api-endpoint",
  "bastion",
  "database",
  "private-endpoints",
  "functions",
  "runners",
  "workers",
  "pods",
] as const;
export type NsgRole = (typeof NSG_ROLES)[number];

const ociNetworkFields = {
  vcnId: v.string(),
  vcnCidr: v.string(),
  subnetIds: byRole<Exclude<OciSubnetRole, "load-balancer-public">, v.StringSchema<undefined>>(
    OCI_SUBNET_ROLES.filter((role) => role !== "load-balancer-public"),
    v.string(),
  ),
  nsgIds: byRole<NsgRole, v.StringSchema<undefined>>(NSG_ROLES, v.string()),
  drgId: v.string(),
  /** Remote peering connection on this site's DRG: the other site's peers with it. */
  remotePeeringId: v.string(),
  /** Availability domains of the region; Dubai and Jeddah have one each. */
  availabilityDomains: v.pipe(v.array(v.string()), v.minLength(1)),
  faultDomains: v.pipe(v.array(v.string()), v.minLength(1)),
};

export const ociNetworkDxbContract = defineContract({
  stack: "oci-network-dxb",
  version: 1,
  fields: ociNetworkFields,
});
export const ociNetworkJedContract = defineContract({
  stack: "oci-network-jed",
  version: 1,
  fields: ociNetworkFields,
});
