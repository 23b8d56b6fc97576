/** Which states `--target` and `--exclude` leave to be deleted. */
import { dependencies, dependents } from "../graph";
import { allReferences } from "../state";
import type { ResourceState } from "../state";
import type { Selection } from "./selection";

/** Whether the resource of a URN may be deleted. */
export function deletable(states: readonly ResourceState[], selection: Selection): (urn: string) => boolean {
  if (selection.targets.constrained) {
    const doomed = withDependents(states, (urn) => selection.targets.names(urn));
    return (urn) => doomed.has(urn);
  }
  if (selection.excludes.constrained) {
    const spared = closure(
      states,
      (urn) => selection.excludes.names(urn),
      (state) => [
        ...dependencies(states, state),
        ...(selection.excludeDependents ? dependents(states, state, { children: true }) : []),
      ],
    );
    return (urn) => !spared.has(urn);
  }
  return () => true;
}

/** URNs of what `names` names, and of what depends on that: a state comes after everything it refers to. */
function withDependents(states: readonly ResourceState[], names: (urn: string) => boolean): Set<string> {
  const found = new Set<string>();
  for (const state of states) {
    if (names(state.urn) || allReferences(state).some((urn) => found.has(urn))) found.add(state.urn);
  }
  return found;
}

/** URNs of the states that `names` names and of everything that `next` leads to from there. */
function closure(
  states: readonly ResourceState[],
  names: (urn: string) => boolean,
  next: (state: ResourceState) => readonly ResourceState[],
): Set<string> {
  const found = new Set<string>();
  const frontier = states.filter((state) => names(state.urn));
  for (let state = frontier.shift(); state !== undefined; state = frontier.shift()) {
    if (found.has(state.urn)) continue;
    found.add(state.urn);
    frontier.push(...next(state));
  }
  return found;
}
