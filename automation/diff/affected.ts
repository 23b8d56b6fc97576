import { isDeepStrictEqual } from "node:util";
import type { Description } from "./description";
import type { StackDiff } from "./model";

export type Because = StackDiff["because"];

/** A stack of either revision, and why it is looked at. */
export interface AffectedStack {
  readonly name: string;
  readonly because: Because;
}

/** A revision's platform, and the digest of what a stack's program is made of; undefined where it can not be told. */
export interface Described {
  readonly description: Description;
  fingerprint(stack: string): string | undefined;
}

/**
 * The stacks of an environment, base and head together, in the head's order and then those that it lost; a stack is
 * looked at when its program, its environment or anything that it needs differs.
 */
export function affected(base: Described, head: Described, env: string): readonly AffectedStack[] {
  const [before, after] = [base, head].map(({ description }) => description.environments[env]);
  const old = new Set(before?.stacks);
  const kept = new Set(after?.stacks);
  const settings =
    !isDeepStrictEqual(before?.settings, after?.settings) ||
    !isDeepStrictEqual(before?.rehearsalConfig, after?.rehearsalConfig);
  const found = new Map<string, Because>();
  for (const stack of head.description.stacks.filter(({ name }) => kept.has(name))) {
    const needs = Object.values(stack.needs).map((need) => found.get(need.stack));
    found.set(
      stack.name,
      !old.has(stack.name)
        ? "new"
        : differs(base, head, stack.name)
          ? "program"
          : settings
            ? "environment"
            : needs.some((why) => why !== undefined && why !== "unchanged")
              ? "needs"
              : "unchanged",
    );
  }
  const gone = base.description.stacks.filter(({ name }) => old.has(name) && !kept.has(name));
  return [
    ...[...found].map(([name, because]) => ({ name, because })),
    ...gone.map(({ name }): AffectedStack => ({ name, because: "gone" })),
  ];
}

function differs(base: Described, head: Described, name: string): boolean {
  const [one, other] = [base, head].map(({ description }) =>
    description.stacks.find((stack) => stack.name === name),
  );
  const fingerprint = head.fingerprint(name);
  if (fingerprint === undefined || fingerprint !== base.fingerprint(name)) return true;
  return !isDeepStrictEqual([one?.needs, one?.outputs], [other?.needs, other?.outputs]);
}

/** Stacks that the base is deployed with, so that the ones that are looked at have what they need. */
export function withNeeds(description: Description, names: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(names);
  for (const stack of [...description.stacks].reverse()) {
    if (!all.has(stack.name)) continue;
    for (const need of Object.values(stack.needs)) all.add(need.stack);
  }
  return all;
}
