/** Who depends on whom in a list of states, which is kept so that a state comes after what it depends on. */
import { allReferences, dependencyUrns, providerUrnOf } from "./state";
import type { ResourceState } from "./state";

/** States that depend on `root`, directly or not, in the order of the list. */
export function dependents(
  states: readonly ResourceState[],
  root: ResourceState,
  options: { readonly ignore?: ReadonlySet<string>; readonly children: boolean },
): ResourceState[] {
  const implicated = new Set([root.urn]);
  const found: ResourceState[] = [];
  for (const candidate of states.slice(states.indexOf(root) + 1)) {
    if (options.ignore?.has(candidate.urn) === true) continue;
    const provider = providerUrnOf(candidate);
    const depends =
      (options.children && implicated.has(candidate.parent)) ||
      (provider !== undefined && implicated.has(provider)) ||
      dependencyUrns(candidate).some((urn) => implicated.has(urn));
    if (depends) {
      found.push(candidate);
      implicated.add(candidate.urn);
    }
  }
  return found;
}

/** States that `root` depends on, what a component among them holds included, and its parent. */
export function dependencies(states: readonly ResourceState[], root: ResourceState): ResourceState[] {
  const earlier = states.slice(0, states.indexOf(root));
  const provider = providerUrnOf(root);
  const needed = new Set([...dependencyUrns(root), ...(provider === undefined ? [] : [provider])]);
  const held = new Set<string>();
  return earlier.filter((state) => {
    const within = held.has(state.parent);
    if ((needed.has(state.urn) && !state.custom) || within) held.add(state.urn);
    return needed.has(state.urn) || within || state.urn === root.parent;
  });
}

/**
 * Orders deletions: each wave may run at once, after the one before it. A state goes when nothing that is still to go
 * depends on it. A component's descendants count as the component where something depends on it.
 */
export function deletionWaves(
  all: readonly ResourceState[],
  doomed: readonly ResourceState[],
): ResourceState[][] {
  const position = new Map(all.map((state, index) => [state, index]));
  const byUrn = new Map<string, ResourceState[]>();
  const childrenOf = new Map<string, ResourceState[]>();
  for (const state of doomed) {
    append(byUrn, state.urn, state);
    if (state.parent !== "") append(childrenOf, state.parent, state);
  }
  const at = (state: ResourceState): number => position.get(state) ?? Number.MAX_SAFE_INTEGER;

  const dependsOn = (state: ResourceState): Set<ResourceState> => {
    const found = new Set<ResourceState>();
    const components = dependencyUrns(state);
    for (const urn of allReferences(state)) {
      for (const target of byUrn.get(urn) ?? []) {
        if (target === state || at(target) > at(state)) continue;
        found.add(target);
        if (!target.custom && components.includes(urn)) addDescendants(target, state, found);
      }
    }
    return found;
  };
  const addDescendants = (
    component: ResourceState,
    before: ResourceState,
    into: Set<ResourceState>,
  ): void => {
    for (const child of childrenOf.get(component.urn) ?? []) {
      if (child === before || into.has(child) || at(child) > at(before)) continue;
      into.add(child);
      addDescendants(child, before, into);
    }
  };

  // A state's depth is one more than the deepest of what it depends on; the deepest go first.
  const depths = new Map<ResourceState, number>();
  const depth = (state: ResourceState): number => {
    const known = depths.get(state);
    if (known !== undefined) return known;
    depths.set(state, 0);
    const deepest = Math.max(-1, ...[...dependsOn(state)].map(depth));
    depths.set(state, deepest + 1);
    return deepest + 1;
  };
  const waves: ResourceState[][] = [];
  for (const state of doomed) (waves[depth(state)] ??= []).push(state);
  return waves.filter((wave) => wave.length > 0).reverse();
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
