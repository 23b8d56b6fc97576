import type { EnforcementLevel } from "@pulumi/policy";

/** Rule ids with their levels; a rule that is not listed is disabled. */
export type Pack = Readonly<Record<string, EnforcementLevel>>;
