/** A finding that is accepted for a time. It never switches a rule off: the finding is reported with the reason. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Name of the stack; `*` stands for any characters. */
  readonly stack: string;
  /** The resource as `type::name`; `*` stands for any characters. */
  readonly resource: string;
  /** Why the finding is acceptable, and until what changes. */
  readonly reason: string;
  /** Who answers for it: a person or a team. */
  readonly owner: string;
  /** Last day it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/**
 * Whether `text` matches `pattern`, in which `*` stands for any characters. An expression made of the pattern would try every way
 * to part a text that does not match; here each piece is looked for once.
 */
export function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

const FIELDS = [
  "rule",
  "stack",
  "resource",
  "reason",
  "owner",
  "expires",
] as const satisfies (keyof Waiver)[];

/** Fields that a waiver, which comes as configuration, lacks or has in a form that says nothing. */
export function faultyFields(waiver: Partial<Record<keyof Waiver, unknown>>): (keyof Waiver)[] {
  return FIELDS.filter((field) => {
    const value = waiver[field];
    if (typeof value !== "string" || value.trim() === "") return true;
    return field === "expires" && !/^\d{4}-\d{2}-\d{2}$/.test(value);
  });
}

/** Whether a waiver is whole and its last day has not passed; dates in this form sort as text. */
export function holds(waiver: Waiver, today: string): boolean {
  return faultyFields(waiver).length === 0 && today <= waiver.expires;
}
