/** What failed steps hold up in an operation that goes on. */
import { dependencyUrns } from "../state";
import type { ResourceState } from "../state";
import type { Step } from "./step";

export class Failures {
  /** URNs of what failed, and of what was skipped for it. */
  readonly #held = new Set<string>();
  readonly #staying: ResourceState[] = [];

  failed(step: Step): void {
    this.#hold(step);
    if (step.new !== undefined) step.registration?.done(step.new, "failed");
  }

  /** The steps that can be done; the others are answered as skipped. A provider that failed holds nothing up. */
  unaffected(steps: readonly Step[]): Step[] {
    if (this.#held.size === 0) return [...steps];
    return steps.filter((step) => {
      const subject = step.new ?? step.old;
      if (subject === undefined || !this.#holdsUp(subject)) return true;
      this.#hold(step);
      if (step.new !== undefined) step.registration?.done(step.new, "skipped");
      return false;
    });
  }

  /** Old states that stay for a failure and were not handed out yet: what they depend on has to stay too. */
  takeStaying(): ResourceState[] {
    return this.#staying.splice(0);
  }

  #hold({ urn, old }: Step): void {
    this.#held.add(urn);
    if (old !== undefined) this.#staying.push(old);
  }

  #holdsUp(state: ResourceState): boolean {
    return [state.parent, ...dependencyUrns(state)].some((urn) => this.#held.has(urn));
  }
}
