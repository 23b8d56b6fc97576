/** What is left to delete once a program has registered everything, and in which order. */
import { deletionWaves } from "../graph";
import type { Deployment } from "../options";
import { allReferences } from "../state";
import type { ResourceState } from "../state";
import type { StepExecutor } from "./executor";
import type { Decisions } from "./decisions";
import { deletable } from "./deletable";
import { kept } from "./left-out";
import { deleteReplaced } from "./step";
import { ensureProvider } from "./replacement";
import type { Step } from "./step";
import type { Selection } from "./selection";

export interface DeletePlan {
  /** States that are not targeted and stay. */
  readonly keep: readonly Step[];
  /** Waves of deletions; one starts when the one before it is over. */
  readonly waves: readonly (readonly Step[])[];
}

export async function planDeletes(
  deployment: Deployment,
  decisions: Decisions,
  selection: Selection,
): Promise<DeletePlan> {
  const { previous } = deployment;
  const allowed = deletable(previous, selection);
  const keep: Step[] = [];
  const doomed = new Map<ResourceState, Step>();
  for (const state of previous) {
    if (!allowed(state.urn)) {
      if (!state.delete && !decisions.operatedOn(state.urn)) {
        keep.push(kept(state));
      }
      continue;
    }
    const step = deleteStep(state, decisions);
    if (step === undefined) continue;
    decisions.deletes.add(state.urn);
    doomed.set(state, step);
    if (state.custom && !state.external) await ensureProvider(deployment, state);
  }
  checkTargeted(deployment, doomed, selection);
  const waves = deletionWaves(previous, [...doomed.keys()]).map((wave) =>
    wave.flatMap((state) => doomed.get(state) ?? []),
  );
  return { keep, waves };
}

/** Runs the plan. What a resource depends on that could not be deleted or changed, or was skipped, stays too. */
export async function runDeletes(
  deployment: Deployment,
  executor: StepExecutor,
  plan: DeletePlan,
): Promise<void> {
  await executor.run(plan.keep);
  const needed = new Set<string>();
  for (const wave of plan.waves) {
    if (executor.stopped) return;
    for (const state of executor.failures.takeStaying()) addReferences(deployment, state, needed);
    const free = wave.filter((step) => !needed.has(step.urn));
    await Promise.all(free.map((step) => executor.run([step])));
  }
}

function addReferences(deployment: Deployment, state: ResourceState, into: Set<string>): void {
  for (const urn of allReferences(state)) {
    if (into.has(urn)) continue;
    into.add(urn);
    const target = deployment.olds.get(urn);
    if (target !== undefined) addReferences(deployment, target, into);
  }
}

function deleteStep(state: ResourceState, decisions: Decisions): Step | undefined {
  if (state.delete) return decisions.condemned.has(state) ? undefined : deleteReplaced(state, false);
  if (decisions.operatedOn(state.urn)) return undefined;
  // Already deleted ahead of a replacement that never came.
  if (state.pendingReplacement) {
    return { op: "remove-pending-replace", urn: state.urn, type: state.type, old: state, logical: false };
  }
  if (decisions.condemned.has(state)) return undefined;
  const op = state.external ? "read-discard" : "delete";
  return { op, urn: state.urn, type: state.type, old: state, logical: true };
}

function checkTargeted(
  deployment: Deployment,
  doomed: ReadonlyMap<ResourceState, Step>,
  { targets, targetDependents }: Selection,
): void {
  if (!targets.constrained || targetDependents) return;
  let bail: Error | undefined;
  for (const state of doomed.keys()) {
    if (targets.has(state.urn)) continue;
    bail = deployment.error(
      `Resource '${state.urn}' will be destroyed but was not specified in --target list.\n` +
        "Either include resource in --target list or pass --target-dependents to proceed.",
      state.urn,
    );
  }
  if (bail === undefined) return;
  deployment.stepFailed = true;
  if (!deployment.preview) throw bail;
}
