import type { Fault } from "../core";
import { tierProblem, type RecoveryTier } from "./tiers";

/** How changes reach a standby database: OCI Database API, `remoteDisasterRecoveryType`. */
export type StandbyType = "ADG" | "BACKUP_BASED";

/**
 * The mechanism that a tier takes (docs/requirements/04.md, DR-10): changes are sent on at once for `critical`; for the
 * others backups are copied, which costs less and loses more.
 */
export function standbyType(tier: RecoveryTier): StandbyType {
  return tier === "critical" ? "ADG" : "BACKUP_BASED";
}

/** Everything wrong with where a standby is to be. */
export function standbyFaults(args: {
  readonly tier: string;
  readonly sourceRegion: string;
  readonly standbyRegion: string;
}): Fault[] {
  const faults: Fault[] = [];
  const tier = tierProblem(args.tier);
  if (tier !== undefined) faults.push({ path: "tier", given: args.tier, allowed: tier });
  if (args.standbyRegion === args.sourceRegion)
    faults.push({
      path: "standbyRegion",
      given: args.standbyRegion,
      allowed: `another region than sourceRegion, ${args.sourceRegion}, with which it would be lost`,
    });
  return faults;
}
