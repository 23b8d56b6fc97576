/** Roles of subnets: what the address plan has a range for. */
export const SUBNET_ROLES = [
  "load-balancer-public",
  "load-balancer-internal",
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
export type SubnetRole = (typeof SUBNET_ROLES)[number];

/**
 * Roles of network security groups. The bastion has none: the managed service takes no group for its private endpoint
 * (`oci.bastion.BastionArgs` has no such field), so its rules name its subnet instead.
 */
export const GROUP_ROLES = [
  "load-balancer-public",
  "load-balancer",
  "api-gateway",
  "api-endpoint",
  "database",
  "private-endpoints",
  "functions",
  "runners",
  "workers",
  "pods",
] as const;
export type GroupRole = (typeof GROUP_ROLES)[number];

/** The subnet in which each group's interfaces are. */
export const SUBNET_OF: Readonly<Record<GroupRole, SubnetRole>> = {
  "load-balancer-public": "load-balancer-public",
  "load-balancer": "load-balancer-internal",
  "api-gateway": "api-gateway",
  "api-endpoint": "api-endpoint",
  database: "database",
  "private-endpoints": "private-endpoints",
  functions: "functions",
  runners: "runners",
  workers: "workers",
  pods: "pods",
};

/** A network reached through the dynamic routing gateway, by the name its rules and routes call it: `aws`. */
export type Peers = Readonly<Record<string, string>>;

/** All addresses. */
export const WORLD = "0.0.0.0/0";
