import { ifKnown } from "./unknown";
import { parseUrn } from "./urn";
import type { Finding, Resource } from "../rule";

/** What a rule says of inputs that it can not read: refused, for what can not be judged may be anything. */
export function misfit(rule: string, error: unknown, resource?: Resource): string {
  const what = resource === undefined ? "the stack" : titleOf(resource);
  const why = error instanceof Error ? error.message : String(error);
  return (
    `${what}: ${rule} can not judge it: a property has another form than its type says (${why}). ` +
    "Compare the inputs with the documentation of the type."
  );
}

/** By the type that the program has written. */
const titleOf = ({ urn, name }: Resource): string => `${parseUrn(urn).type} "${name}"`;

const LONGEST_VALUE = 120;

/** The finding as text: resource, property, value, what is wrong, what to do. */
export function messageOf(finding: Finding): string {
  const { resource, path, problem, remedy } = finding;
  return `${titleOf(resource)}: ${path} ${shown(finding)}: ${problem}. ${remedy}`;
}

function shown({ value, withheld }: Finding): string {
  if (withheld === true) return "has a value that is withheld here";
  if (value === undefined || value === null) return "is not set";
  const text = ifKnown(() => JSON.stringify(value));
  if (text === undefined) return "has a value that is not wholly known here";
  return `is ${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}`;
}
