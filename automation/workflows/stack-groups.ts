import type { Platform } from "../../stacks/define/platform";
import { neededBy } from "../deploy/selection";

/** Stacks that one job brings up, in the platform's order. */
export interface StackGroups {
  /** Through the clouds' public APIs alone: a hosted runner does. */
  readonly hosted: readonly string[];
  /** What talks to a private endpoint, and what comes after it: a runner of the site's own. */
  readonly inside: readonly string[];
}

/** Splits the stacks of an environment by which runner can bring them up. */
export function stackGroups({ stacks, environments }: Platform, environment: string): StackGroups {
  const env = environments[environment];
  if (env === undefined) throw new Error(`the platform has no environment ${environment}`);
  const hosted: string[] = [];
  const inside: string[] = [];
  for (const stack of stacks.filter((one) => one.includedIn(env))) {
    const late = stack.reaches !== undefined || neededBy(stack).some((name) => inside.includes(name));
    (late ? inside : hosted).push(stack.name);
  }
  return { hosted, inside };
}
