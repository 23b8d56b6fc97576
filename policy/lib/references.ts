import { ifKnown } from "./unknown";
import { names } from "./relations";
import type { StackResource } from "../rule";

/** A property of a resource that names another resource. */
export interface Reference {
  readonly of: StackResource;
  readonly property: string;
  /** Reads the value; throws while it is not known. */
  readonly read: () => unknown;
}

/** The text, while it is known and not empty. */
export function textOf({ read }: Reference): string | undefined {
  const value = ifKnown(read);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Whether two properties name one resource: as texts that mean the same, because both were computed from it, or because one
 * was computed from what the other names.
 */
export function meetIn(
  a: Reference,
  b: Reference,
  types: readonly string[],
  meaning: (text: string) => string = (text) => text,
): boolean {
  const [first, second] = [textOf(a), textOf(b)];
  if (first !== undefined && second !== undefined && meaning(first) === meaning(second)) return true;
  const origins = ({ of, property }: Reference) =>
    of.sources(property).filter((source) => types.includes(source.type));
  const others = origins(b);
  return (
    origins(a).some((source) => others.includes(source) || names(second, source)) ||
    others.some((source) => names(first, source))
  );
}
