import type { Checked } from "../doctor";

/** What was looked at in the order in which faults are usual: docs/requirements/10.md, GW-49. */
export const CHECKS = [
  "state",
  "routes",
  "security groups",
  "backends",
  "authorities",
  "tokens",
  "limits",
  "logs",
  "names",
  "certificate",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** One thing that was looked at, and the resource that it is about. */
export interface Finding extends Checked {
  readonly check: CheckName;
  /** `gateway: oci:ApiGateway/gateway:Gateway "gateway-gateway"`. */
  readonly resource: string;
}

/** Something that is wrong, or may be. */
export type Fault = Omit<Finding, "check" | "state"> & { readonly state: "warning" | "failed" };

export const failed = (resource: string, seen: string, remedy: string): Fault => ({
  state: "failed",
  resource,
  seen,
  remedy,
});
export const warning = (resource: string, seen: string, remedy: string): Fault => ({
  state: "warning",
  resource,
  seen,
  remedy,
});
