import { ifKnown } from "./unknown";
import type { StackResource } from "../rule";

const IDENTITIES = ["arn", "id", "url", "name", "bucket"] as const;

/** Whether a text names a resource by its ARN, id, URL or name. */
export function names(text: unknown, target: StackResource): boolean {
  return (
    typeof text === "string" &&
    text !== "" &&
    IDENTITIES.some((key) => ifKnown(() => target.props[key]) === text)
  );
}

/**
 * Whether a property of one resource refers to another: by its value, or because it was computed from the other, which is
 * seen before any value is known and where a provider's outputs do not repeat the id.
 */
export function refersTo(
  from: StackResource,
  property: string,
  read: () => unknown,
  target: StackResource,
): boolean {
  return names(ifKnown(read), target) || from.sources(property).includes(target);
}
