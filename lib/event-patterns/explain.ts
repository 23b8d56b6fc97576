import type { Condition } from "./condition";
import { inWords } from "./condition";
import type { Event } from "./event";
import { FieldConditions, State } from "./machine";
import { matches, type Pattern } from "./match";
import type { Alternative } from "./read-pattern";

/** Why an event does not match. */
export interface Mismatch {
  /** The field of the pattern that fails first, by the names that lead to it joined with dots. */
  readonly field: string;
  /** What the event has there, each as it is spelled; none when the field is not there. */
  readonly found: readonly string[];
  /** What would match, in words. */
  readonly wanted: readonly string[];
  /** Set when every field has a value that fits, but no single element of an array has all of them. */
  readonly inDifferentElements?: true;
}

/**
 * Says why an event does not match a pattern, and nothing when it does. Of several ways through `$or`, the one is told
 * of that comes furthest.
 */
export function explain(pattern: Pattern, event: Event): Mismatch | undefined {
  if (matches(pattern, event)) return undefined;
  const tried = pattern.alternatives.map((alternative) => tryAlternative(alternative, event));
  return tried.reduce<Tried | undefined>((best, one) => (best && best.met >= one.met ? best : one), undefined)
    ?.mismatch;
}

interface Tried {
  readonly met: number;
  readonly mismatch: Mismatch;
}

function tryAlternative(alternative: Alternative, event: Event): Tried {
  let met = 0;
  let last: Mismatch = { field: "", found: [], wanted: [] };
  for (const [field, conditions] of alternative) {
    const values = (event.fields.get(field) ?? []).map(({ value }) => value);
    const decide = fieldOf(conditions);
    const found = values.map(({ spelling }) => spelling);
    last = { field, found, wanted: wantedOf(conditions) };
    const absent = values.length === 0 && conditions.some(({ type }) => type === "absent");
    if (!absent && !values.some((value) => decide.of(value).length > 0)) return { met, mismatch: last };
    met++;
  }
  return { met, mismatch: { ...last, inDifferentElements: true } };
}

function fieldOf(conditions: readonly Condition[]): FieldConditions {
  const field = new FieldConditions();
  for (const condition of conditions) {
    if (condition.type !== "absent") field.add(condition, new State());
  }
  return field;
}

/** A number in a pattern is its value and its spelling; only the value is told. */
const wantedOf = (conditions: readonly Condition[]): string[] =>
  conditions
    .filter(({ type }, i) => !(type === "exact" && conditions[i - 1]?.type === "number"))
    .map(inWords);

/** The mismatch in one sentence. */
export function mismatchText({ field, found, wanted, inDifferentElements }: Mismatch): string {
  const what = wanted.join(" or ");
  if (inDifferentElements) {
    return `every field has a value that fits, but no element of an array has all of them, up to ${field}`;
  }
  if (found.length === 0) return `${field} is not there; wanted: ${what}`;
  const shown = found.length > 5 ? [...found.slice(0, 5), `${found.length - 5} more`] : found;
  return `${field} is ${shown.join(", ")}; wanted: ${what}`;
}
