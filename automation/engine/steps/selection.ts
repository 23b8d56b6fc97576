/** `--target` and `--exclude`: which resources take part in an operation. */
import type { OperationOptions } from "../options";
import { dependencyUrns, providerUrnOf } from "../state";
import type { ResourceState } from "../state";
import { Targets } from "./targets";

export class Selection {
  readonly targets: Targets;
  readonly excludes: Targets;
  readonly targetDependents: boolean;
  readonly excludeDependents: boolean;
  /** The targets or excludes, and what was found to depend on them. */
  readonly #targeted: Targets;
  readonly #excluded: Targets;

  constructor(options: OperationOptions) {
    this.targets = new Targets(options.targets);
    this.excludes = new Targets(options.excludes);
    this.targetDependents = options.targetDependents;
    this.excludeDependents = options.excludeDependents;
    this.#targeted = new Targets(options.targets);
    this.#excluded = new Targets(options.excludes);
  }

  /** Whether a resource that a program registers takes part. Those it depends on were asked about before. */
  includes(state: ResourceState): boolean {
    if (this.targets.constrained) return this.#isTargeted(state);
    return !this.#isExcluded(state);
  }

  /** Remembers what was decided about a resource for those that depend on it. */
  decided(state: ResourceState, included: boolean): void {
    if (!included && this.#isExcluded(state)) this.#excluded.add(state.urn);
    else if (included && this.#isTargeted(state)) this.#targeted.add(state.urn);
  }

  #isTargeted(state: ResourceState): boolean {
    if (this.targets.has(state.urn)) return true;
    return this.targetDependents && needs(state, this.#targeted);
  }

  #isExcluded(state: ResourceState): boolean {
    if (this.excludes.names(state.urn)) return true;
    return this.excludeDependents && needs(state, this.#excluded);
  }

  /** The states that a refresh reads again. A resource does not depend on its provider here. */
  refreshed(states: readonly ResourceState[]): ResourceState[] {
    const reached = new Set<string>();
    const reaches = (state: ResourceState, from: Targets): boolean =>
      from.names(state.urn) || [state.parent, ...dependencyUrns(state)].some((urn) => reached.has(urn));
    if (this.excludes.constrained) {
      return states.filter((state) => {
        const excluded = this.excludeDependents
          ? reaches(state, this.excludes)
          : this.excludes.names(state.urn);
        if (excluded) reached.add(state.urn);
        return !excluded;
      });
    }
    return states.filter((state) => {
      const targeted = this.targets.has(state.urn) || (this.targetDependents && reaches(state, this.targets));
      if (targeted) reached.add(state.urn);
      return targeted;
    });
  }
}

/** Whether something of `targets` is an ancestor, a dependency or the provider of `state`. */
function needs(state: ResourceState, targets: Targets): boolean {
  const provider = providerUrnOf(state);
  return (
    (provider !== undefined && targets.names(provider)) ||
    (state.parent !== "" && targets.names(state.parent)) ||
    dependencyUrns(state).some((urn) => targets.names(urn))
  );
}
