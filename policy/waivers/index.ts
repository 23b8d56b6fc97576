import type { Waiver } from "./waiver";

/** The waivers of this platform, oldest first. Each names a rule, a stack, a resource, a reason, an owner and an end. */
export const WAIVERS: readonly Waiver[] = [];
