import type { Condition } from "../condition";
import type { Event, FieldValue } from "../event";
import { isNumeric, predicate } from "../evaluate";
import { interplay, isJoint } from "../machine";
import type { Pattern } from "../match";
import type { Value } from "../value";

/** What one field must be like for an alternative of a rule. */
export interface FieldTest {
  readonly name: string;
  readonly conditions: readonly Condition[];
  /** Whether the field may as well be missing. */
  readonly absent: boolean;
  /** Whether a value is looked at as each condition says; otherwise only the rule's own machine knows, and any will do. */
  readonly decided: boolean;
  fits(value: Value): boolean;
}

/** One alternative of one rule: an event that does not meet it is not matched by way of it. */
export interface Requirement {
  /** The rule, by its number. */
  readonly rule: number;
  readonly fields: readonly FieldTest[];
  /** Whether an event that meets it, with no value in an array, is matched; otherwise the rule's own machine decides. */
  readonly exact: boolean;
  /** Whether the rule's fields can have an empty name among their parts. */
  readonly emptyNames: boolean;
}

/** The alternatives of a rule. */
export function requirementsOf(rule: number, { alternatives, machine }: Pattern): Requirement[] {
  const single = alternatives.length === 1;
  const emptyNames = machine.parts.has("");
  const undecided = new Set(namesOf(alternatives).filter((name) => interplay(textsOf(alternatives, name))));
  return alternatives.map((alternative) => {
    const fields = [...alternative].map(([name, conditions]) =>
      fieldTest(name, conditions, !undecided.has(name), single),
    );
    return { rule, fields, exact: single && fields.every(({ decided }) => decided), emptyNames };
  });
}

type Alternatives = Pattern["alternatives"];

const namesOf = (alternatives: Alternatives): string[] => [
  ...new Set(alternatives.flatMap((fields) => [...fields.keys()])),
];

const textsOf = (alternatives: Alternatives, name: string) =>
  alternatives.flatMap((fields) => (fields.get(name) ?? []).filter(isJoint));

/**
 * @param alone whether the conditions are all that the rule has on the field. Whether a number is compared as one depends on
 * the others too; where they are not known, it is enough that it fits in either way.
 */
function fieldTest(
  name: string,
  conditions: readonly Condition[],
  decided: boolean,
  alone: boolean,
): FieldTest {
  const tests = conditions.map(predicate);
  const numeric = conditions.some(isNumeric);
  const either = (value: Value) =>
    tests.some((test) => test(value, false) || (value.number !== undefined && test(value, true)));
  const asItIs = (value: Value) => {
    const asNumber = numeric && value.number !== undefined;
    return tests.some((test) => test(value, asNumber));
  };
  return {
    name,
    conditions,
    absent: conditions.some(({ type }) => type === "absent"),
    decided,
    fits: decided ? (alone ? asItIs : either) : () => true,
  };
}

/** How an event meets a requirement; `in an array` leaves it to the rule's machine which elements go together. */
export type Meeting = "not" | "plainly" | "in an array";

export function meeting({ fields, emptyNames }: Requirement, event: Event): Meeting {
  let inArray = false;
  for (const field of fields) {
    const values = event.fields.get(field.name);
    const met = values === undefined ? "nothing" : fieldMeeting(field, values, emptyNames);
    if (met === "in an array") inArray = true;
    else if (met === "not" || (met === "nothing" && !field.absent)) return "not";
  }
  return inArray ? "in an array" : "plainly";
}

function fieldMeeting(
  field: FieldTest,
  values: readonly FieldValue[],
  emptyNames: boolean,
): Meeting | "nothing" {
  let seen = false;
  let fits = false;
  let inArray = false;
  for (const { value, membership, emptyName } of values) {
    if (emptyName && !emptyNames) continue;
    seen = true;
    inArray ||= membership.length > 0;
    fits ||= field.fits(value);
  }
  if (!seen) return "nothing";
  // Beside other places, a value in an array may count as missing.
  if (inArray && (fits || field.absent)) return "in an array";
  return fits ? "plainly" : "not";
}
