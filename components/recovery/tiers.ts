import type { DR_TIERS } from "../core";

/** How fast a workload must be back; `none` is no tier, such a workload has no part in recovery. */
export type RecoveryTier = Exclude<(typeof DR_TIERS)[number], "none">;

/** What a tier promises. */
export interface Objectives {
  /** Longest tolerable outage, in minutes. */
  readonly rtoMinutes: number;
  /** Largest tolerable loss of data, in seconds. */
  readonly rpoSeconds: number;
}

/** The tiers' objectives: docs/requirements/04.md, "Objectives and tiers". "Near zero" loss is a minute of lag. */
export const OBJECTIVES: Readonly<Record<RecoveryTier, Objectives>> = {
  critical: { rtoMinutes: 15, rpoSeconds: 60 },
  important: { rtoMinutes: 4 * 60, rpoSeconds: 60 * 60 },
  standard: { rtoMinutes: 24 * 60, rpoSeconds: 24 * 60 * 60 },
};

/** What is allowed where something other than a tier is given, or undefined when it is one. */
export function tierProblem(tier: string): string | undefined {
  const names = Object.keys(OBJECTIVES);
  return names.includes(tier)
    ? undefined
    : `one of ${names.join(", ")}; what needs no recovery has no part in it`;
}
