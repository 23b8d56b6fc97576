import { ifKnown } from "./unknown";
import type { StackResource } from "../rule";

const IDENTITIES = ["arn", "id", "url", "name"] as const;

/** Whether a text names a resource by its ARN, id, URL or name. */
export function names(text: unknown, target: StackResource): boolean {
  return (
    typeof text === "string" &&
    text !== "" &&
    IDENTITIES.some((key) => ifKnown(() => target.props[key]) === text)
  );
}

/**
 * Whether a property of one resource refers to another: by value where it is known, by what it was computed from while it
 * is not.
 */
export function refersTo(
  from: StackResource,
  property: string,
  read: () => unknown,
  target: StackResource,
): boolean {
  const value = ifKnown(read);
  if (value !== undefined) return names(value, target);
  return from.sources(property).includes(target);
}
