/** Reads every resource of a stack again and makes the state what was found. */
import type { Deployment } from "./options";
import { copyState } from "./state";
import type { ResourceState } from "./state";
import type { StepExecutor } from "./steps/executor";
import type { Step } from "./steps/step";
import { Selection } from "./steps/selection";
import { unknownTargets } from "./steps/targets";

export async function refreshStates(deployment: Deployment, executor: StepExecutor): Promise<void> {
  const { previous } = deployment;
  if (previous.length === 0) return;
  const selection = new Selection(deployment.options);
  const unknown =
    unknownTargets(deployment, selection.targets) ?? unknownTargets(deployment, selection.excludes);
  if (unknown !== undefined) throw unknown;
  const steps = selection.refreshed(previous).map((old): Step => ({
    op: "refresh",
    urn: old.urn,
    type: old.type,
    old,
    new: copyState(old),
    logical: false,
  }));
  await Promise.all(steps.map((step) => executor.run([step])));

  const gone = new Set<ResourceState>();
  const next: ResourceState[] = [];
  for (const state of previous) {
    if (!executor.actions.refreshed.has(state)) {
      state.propertyDependencies = withoutEmpty(state.propertyDependencies);
      next.push(state);
      if (!deployment.preview) deployment.snapshot.changed(state);
      continue;
    }
    const now = executor.actions.refreshed.get(state);
    if (now === undefined) {
      gone.add(state);
      if (!deployment.preview) deployment.snapshot.gone(state);
    } else {
      now.propertyDependencies = withoutEmpty(now.propertyDependencies);
      next.push(now);
      if (!deployment.preview) deployment.snapshot.refreshed(state, now);
    }
  }
  deployment.previous = withoutReferences(deployment, next, gone);
  deployment.index();
}

function withoutEmpty(
  dependencies: ResourceState["propertyDependencies"],
): ResourceState["propertyDependencies"] {
  return Object.fromEntries(Object.entries(dependencies).filter(([, urns]) => urns.length > 0));
}

/**
 * What no longer exists can not be depended upon, and is no parent: references to it go with it. An original that waits for
 * its deletion does not stand in for its replacement: it comes after what refers to that.
 */
function withoutReferences(
  deployment: Deployment,
  states: readonly ResourceState[],
  gone: ReadonlySet<ResourceState>,
): ResourceState[] {
  if (gone.size === 0) return [...states];
  const there = new Set<string>();
  const left = (urns: readonly string[]): string[] => urns.filter((urn) => there.has(urn));
  for (const state of states) {
    if (!there.has(state.parent)) state.parent = "";
    state.dependencies = left(state.dependencies);
    state.propertyDependencies = Object.fromEntries(
      Object.entries(state.propertyDependencies).map(([key, urns]) => [key, left(urns)]),
    );
    if (!there.has(state.deletedWith)) state.deletedWith = "";
    state.replaceWith = left(state.replaceWith);
    there.add(state.urn);
    if (!deployment.preview) deployment.snapshot.changed(state);
  }
  return [...states];
}
