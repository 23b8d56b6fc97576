import type { Environment } from "./environments";

/** Whether the keys of the primary OCI site can be used at the standby one: where data is critical. */
export function isReplicated({ recovery }: Environment): boolean {
  return recovery.tier === "critical";
}
