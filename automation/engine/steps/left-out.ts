/** What becomes of resources that the operation is not to touch: `--target` and `--exclude` leave them as they are. */
import type { Deployment } from "../options";
import { allReferences, copyState } from "../state";
import type { ResourceState } from "../state";
import type { Decisions } from "./decisions";
import type { Registration, Step } from "./step";

/** A resource that is left out stays as it is, with what it depends on; a new one is not made. */
export function leaveOut(
  deployment: Deployment,
  decisions: Decisions,
  registration: Registration,
  old: ResourceState | undefined,
  now: ResourceState,
): Step[] {
  decisions.sames.add(now.urn);
  if (old === undefined) {
    decisions.skippedCreates.add(now.urn);
    return [
      { op: "same", urn: now.urn, type: now.type, new: now, logical: true, registration, skipped: true },
    ];
  }
  if (old.provider !== "" && !deployment.providers.has(old.provider)) {
    throw new Error(
      `provider ${old.provider} for resource ${now.urn} has not been registered yet, this is due to a change of ` +
        "providers mixed with --target. Change your program back to the original providers",
    );
  }
  const steps: Step[] = [];
  const keep = (state: ResourceState, by?: Registration): void => {
    if (state.delete) return;
    decisions.seen.add(state.urn);
    decisions.sames.add(state.urn);
    for (const urn of allReferences(state)) {
      const before = deployment.olds.get(urn);
      if (before !== undefined && !decisions.hasStep(urn) && !decisions.operatedOn(urn)) keep(before);
    }
    steps.push(kept(state, by));
  };
  keep(old, registration);
  return steps;
}

/** The step of a state that stays as it is. */
export function kept(state: ResourceState, registration?: Registration): Step {
  return {
    op: "same",
    urn: state.urn,
    type: state.type,
    old: state,
    new: copyState(state),
    logical: true,
    ...(registration === undefined ? {} : { registration }),
  };
}

/** Nothing may be made that depends on a resource which was left out. */
export function checkNothingMissing(
  deployment: Deployment,
  decisions: Decisions,
  steps: readonly Step[],
): void {
  for (const step of steps) {
    if (step.new === undefined || step.skipped === true) continue;
    const missing = allReferences(step.new).find((urn) => decisions.skippedCreates.has(urn));
    if (missing === undefined) continue;
    const bail = deployment.error(
      `Resource '${step.urn}' depends on '${missing}' which was was not specified in --target list.`,
      step.urn,
    );
    if (!deployment.preview) throw bail;
    deployment.stepFailed = true;
    decisions.skippedCreates.delete(missing);
  }
}
