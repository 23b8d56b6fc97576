/** `--target` and `--replace`: which resources an operation is limited to. */
import { dependents } from "../graph";
import { dependencyUrns, providerUrnOf } from "../state";
import type { ResourceState } from "../state";

export class Targets {
  readonly #literal: Set<string>;
  readonly #patterns: readonly RegExp[];

  constructor(targets: readonly string[]) {
    this.#literal = new Set(targets.filter((target) => !target.includes("*")));
    this.#patterns = targets.filter((target) => target.includes("*")).map(pattern);
  }

  get constrained(): boolean {
    return this.#literal.size > 0 || this.#patterns.length > 0;
  }

  has(urn: string): boolean {
    return !this.constrained || this.#literal.has(urn) || this.#patterns.some((regex) => regex.test(urn));
  }

  names(urn: string): boolean {
    return this.constrained && this.has(urn);
  }

  add(urn: string): void {
    if (this.constrained) this.#literal.add(urn);
  }

  /** Literal targets that no resource of `known` goes by. */
  missing(known: (urn: string) => boolean): string[] {
    return [...this.#literal].filter((urn) => !known(urn));
  }
}

// As the CLI reads them: `**` is anything, `*` anything within one part of the URN.
function pattern(glob: string): RegExp {
  const source = glob
    .split("**")
    .map((part) => part.split("*").map(escape).join("[^:]*"))
    .join(".*");
  return new RegExp(`^${source}$`, "s");
}

function escape(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}

/** What is said of a target that is not there. */
export function targetNotFound(urn: string): string {
  const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
  return `Target '${urn}' could not be found in the stack.${hint}`;
}

/** Whether something of `targets` is an ancestor, a dependency or the provider of `state`. */
export function dependsOnTarget(state: ResourceState, targets: Targets): boolean {
  const provider = providerUrnOf(state);
  return (
    (provider !== undefined && targets.names(provider)) ||
    (state.parent !== "" && targets.names(state.parent)) ||
    dependencyUrns(state).some((urn) => targets.names(urn))
  );
}

/** URNs of the targets among `states` and of everything that depends on them, children included. */
export function withDependents(states: readonly ResourceState[], targets: Targets): Set<string> {
  const found = new Set<string>();
  for (const state of states) {
    if (!targets.names(state.urn) || found.has(state.urn)) continue;
    found.add(state.urn);
    for (const dependent of dependents(states, state, { children: true })) found.add(dependent.urn);
  }
  return found;
}
