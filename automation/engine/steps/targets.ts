/** `--target` and `--replace`: which resources an operation is limited to. */
import type { Deployment } from "../options";
import { Bail } from "../errors";

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

/** Reports every literal target that is neither in the stack nor `registered`; what is returned is to be thrown. */
export function unknownTargets(
  deployment: Deployment,
  targets: Targets,
  registered?: ReadonlySet<string>,
): Bail | undefined {
  const known = new Set(deployment.previous.map((state) => state.urn));
  const missing = targets.missing((urn) => known.has(urn) || registered?.has(urn) === true);
  for (const urn of missing) {
    const hint = urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
    deployment.error(`Target '${urn}' could not be found in the stack.${hint}`);
  }
  return missing.length > 0 ? new Bail("one or more targets could not be found in the stack") : undefined;
}
