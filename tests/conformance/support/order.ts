/** The part of the order of steps that is no accident: of steps on one resource, and on two of which one needs the other. */
import type { Outcome } from "./engines";

interface Resource {
  readonly urn: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly deletedWith?: string;
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/** URN of a reference to a provider, `<urn>::<id>`. */
const providerUrn = (reference: string): string => reference.slice(0, reference.lastIndexOf("::"));

/**
 * Pairs of names of which one needs the other, either way around, without the stack itself, which everything needs. A
 * component is done when its outputs are registered, which its children do not wait for: it is apart.
 */
function related(states: readonly unknown[], withParents: boolean): Set<string> {
  const pairs = new Set<string>();
  for (const state of states as readonly Resource[]) {
    const needs = [
      ...(state.dependencies ?? []),
      ...(withParents && state.parent !== undefined ? [state.parent] : []),
      ...(state.provider === undefined ? [] : [providerUrn(state.provider)]),
      ...(state.deletedWith === undefined ? [] : [state.deletedWith]),
    ].filter((urn) => !urn.includes("::pulumi:pulumi:Stack::"));
    for (const need of needs) {
      pairs.add(`${nameOf(state.urn)} ${nameOf(need)}`);
      pairs.add(`${nameOf(need)} ${nameOf(state.urn)}`);
    }
  }
  return pairs;
}

const isDelete = (step: string): boolean => step.startsWith("delete");

/**
 * `create a, then create b` for each two steps whose order is given, sorted: registrations follow what the program says
 * now, deletes what the state said before.
 */
export function givenOrder(outcome: Outcome, stateBefore: readonly unknown[]): readonly string[] {
  // What a failure cuts off depends on what else had been done by then.
  if (!outcome.succeeded) return [];
  const before = related(stateBefore, true);
  const after = related(outcome.state, false);
  const resource = (step: string): string => step.slice(step.indexOf(" ") + 1);
  return outcome.steps
    .flatMap((first, index) =>
      outcome.steps
        .slice(index + 1)
        .filter((then) => {
          const [a, b] = [resource(first), resource(then)];
          if (a === b) return !a.startsWith("trial-");
          return (isDelete(first) || isDelete(then) ? before : after).has(`${a} ${b}`);
        })
        .map((then) => `${first}, then ${then}`),
    )
    .toSorted();
}
