import type { Stack, StackDuration } from "../../stacks/define/stack";
import { longestPath, usualSeconds } from "./schedule";
import { upTasks } from "./selection";

/** How long the stacks of a selection take on real clouds, as far as that is known. */
export interface Durations {
  /** In the platform's order; null where nothing is known. */
  readonly stacks: readonly { readonly name: string; readonly duration: StackDuration | null }[];
  /** Seconds that a stack of unknown duration counts as when starts are ordered: the mean of the known ones. */
  readonly unknownCountsAs: number;
  /** The path of stacks that ends last. */
  readonly longestPath: {
    readonly stacks: readonly string[];
    /** Of those whose duration is known. */
    readonly knownSeconds: number;
    /** Names of the others. */
    readonly unknown: readonly string[];
  };
}

export function durationsOf({
  stacks,
}: {
  readonly stacks: readonly Pick<Stack, "name" | "needs" | "duration">[];
}): Durations {
  const tasks = upTasks(stacks);
  const path = longestPath(tasks);
  return {
    stacks: stacks.map(({ name, duration = null }) => ({ name, duration })),
    unknownCountsAs: usualSeconds(tasks),
    longestPath: {
      stacks: path.map(({ name }) => name),
      knownSeconds: path.reduce((sum, { seconds = 0 }) => sum + seconds, 0),
      unknown: path.filter(({ seconds }) => seconds === undefined).map(({ name }) => name),
    },
  };
}
