/** Which stacks of a change are previewed when: one that only needs something waits for what that hands on. Pure. */
import type { AffectedStack } from "./affected";

/** What is known of a stack: it hands on what is deployed, something else, or can not be previewed. */
export type Outcome = "same" | "differs" | "failed";

export interface Round {
  /** Stacks to preview now, together. */
  readonly run: readonly string[];
  /** Stacks that need no preview: nothing that they need hands on anything else, or something can not be previewed. */
  readonly settled: ReadonlyMap<string, "same" | "failed">;
}

/**
 * The next stacks, of those in the order of their needs.
 *
 * @param decided what is known of stacks; of those that are not looked at nothing needs to be.
 */
export function nextRound(
  stacks: readonly AffectedStack[],
  needsOf: (stack: string) => readonly string[],
  decided: ReadonlyMap<string, Outcome>,
): Round {
  const looked = new Set(stacks.filter(({ because }) => because !== "unchanged").map(({ name }) => name));
  const run = new Set<string>();
  const settled = new Map<string, "same" | "failed">();
  for (const { name, because } of stacks) {
    if (!looked.has(name) || decided.has(name)) continue;
    const needs = needsOf(name).filter((need) => looked.has(need));
    const outcomes = needs.map((need) => decided.get(need) ?? settled.get(need));
    if (outcomes.includes("failed")) settled.set(name, "failed");
    else if (because !== "needs" || outcomes.includes("differs")) {
      if (needs.every((need, index) => outcomes[index] !== undefined || run.has(need))) run.add(name);
    } else if (outcomes.every((outcome) => outcome === "same")) settled.set(name, "same");
  }
  return { run: [...run], settled };
}
