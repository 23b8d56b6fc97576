import type { Fault } from "../core";

/** A value that a field of an event may have. */
export type PatternValue = string | number | boolean | null;

/** `<`, `<=`, `=`, `>` or `>=`. */
export type NumericOperator = "<" | "<=" | "=" | ">" | ">=";

/** One comparison, or a lower and an upper bound: `[">=", 100]`, `[">", 0, "<=", 5]`. */
export type NumericCondition =
  readonly [NumericOperator, number] | readonly [">" | ">=", number, "<" | "<=", number];

/** What one field is matched with; a list of them matches when any one does. */
export type Matcher =
  | PatternValue
  | { readonly prefix: string }
  | { readonly exists: boolean }
  | { readonly numeric: NumericCondition };

/** One or more alternatives. */
export type OneOf<M> = readonly [M, ...M[]];

/** Fields of the detail: all that are named must match. Nesting follows the event; a list in the event matches when any of its items does. */
export interface DetailPattern {
  readonly [field: string]: OneOf<Matcher> | DetailPattern;
}

/** Alternatives for a field that is always text. */
export type TextMatcher = string | { readonly prefix: string };

/**
 * What a rule reacts to. `source` and `detail-type` are required: a rule without them reacts to facts that its author
 * has never seen.
 *
 * @example
 * { source: ["com.acme.orders"], "detail-type": ["Order Created"], detail: { totalAmount: [{ numeric: [">=", 1000] }] } }
 */
export interface EventPattern {
  /** Who says it, `com.acme.orders`. */
  readonly source: OneOf<TextMatcher>;
  /** What happened, `Order Created`. */
  readonly "detail-type": OneOf<TextMatcher>;
  /**
   * Conditions on the event's own data.
   * @default any detail
   */
  readonly detail?: DetailPattern;
  /**
   * 12-digit ids of the accounts it is put from.
   * @default any account that may put events
   */
  readonly account?: OneOf<TextMatcher>;
  /**
   * Regions it is put in.
   * @default any region
   */
  readonly region?: OneOf<TextMatcher>;
  /**
   * ARNs that the event is about.
   * @default any
   */
  readonly resources?: OneOf<TextMatcher>;
}

/** EventBridge User Guide, "Amazon EventBridge quotas", Event pattern size (adjustable). */
const MAX_CHARACTERS = 2048;

/** EventBridge User Guide, "Comparison operators for use in event patterns", Numeric matching. */
const NUMERIC_BOUND = 5e9;

const ENVELOPE = ["source", "detail-type", "detail", "account", "region", "resources"] as const;
const REQUIRED: readonly string[] = ["source", "detail-type"];
const OPERATORS: readonly unknown[] = ["<", "<=", "=", ">", ">="];

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * Everything wrong with the form of a pattern, before the service is asked; none when it is right. It takes any value,
 * since patterns are also read from files.
 */
export function patternFaults(pattern: unknown, path = "pattern"): Fault[] {
  if (!isObject(pattern)) {
    return [{ path, given: pattern, allowed: "an object with source, detail-type and conditions on detail" }];
  }
  const faults: Fault[] = REQUIRED.filter((field) => pattern[field] === undefined).map((field) => ({
    path: `${path}.${field}`,
    given: undefined,
    allowed: "a list of one or more values; a rule names both source and detail-type",
  }));
  for (const [field, value] of Object.entries(pattern)) {
    const at = `${path}.${field}`;
    if (value === undefined) continue;
    if (!(ENVELOPE as readonly string[]).includes(field)) {
      faults.push({ path: at, given: value, allowed: `one of the fields ${ENVELOPE.join(", ")}` });
    } else if (field === "detail") faults.push(...fieldsFaults(value, at));
    else faults.push(...listFaults(value, at, textFaults));
  }
  const text = JSON.stringify(pattern);
  if (text.length > MAX_CHARACTERS) {
    faults.push({
      path,
      given: `${text.length} characters`,
      allowed: `at most ${MAX_CHARACTERS} characters as JSON; split the rule in two`,
    });
  }
  return faults;
}

function fieldsFaults(value: unknown, path: string): Fault[] {
  if (Array.isArray(value)) return listFaults(value, path, matcherFaults);
  if (!isObject(value) || Object.keys(value).length === 0) {
    const allowed = "an object with at least one field, or a list of one or more values";
    return [{ path, given: value, allowed }];
  }
  return Object.entries(value).flatMap(([field, inner]) => fieldsFaults(inner, `${path}.${field}`));
}

function listFaults(value: unknown, path: string, each: (item: unknown, path: string) => Fault[]): Fault[] {
  if (!Array.isArray(value) || value.length === 0) {
    return [{ path, given: value, allowed: "a list of one or more values, in square brackets" }];
  }
  return value.flatMap((item, i) => each(item, `${path}[${i}]`));
}

function textFaults(item: unknown, path: string): Fault[] {
  if (typeof item === "string" && item !== "") return [];
  if (isObject(item) && Object.keys(item).join() === "prefix") return prefixFaults(item["prefix"], path);
  return [{ path, given: item, allowed: "text that is not empty, or { prefix: text }" }];
}

function matcherFaults(item: unknown, path: string): Fault[] {
  if (item === null || typeof item === "string" || typeof item === "boolean") return [];
  if (typeof item === "number") {
    return Number.isFinite(item) ? [] : [{ path, given: String(item), allowed: "a finite number" }];
  }
  const entries = isObject(item) ? Object.entries(item) : [];
  const [key, operand] = entries.length === 1 ? (entries[0] as [string, unknown]) : [];
  if (key === "prefix") return prefixFaults(operand, path);
  if (key === "numeric") return numericFaults(operand, `${path}.numeric`);
  if (key === "exists") {
    if (typeof operand === "boolean") return [];
    return [{ path: `${path}.exists`, given: operand, allowed: "true or false" }];
  }
  const allowed = "text, a number, true, false, null, or exactly one of { prefix }, { exists }, { numeric }";
  return [{ path, given: item, allowed }];
}

function prefixFaults(prefix: unknown, path: string): Fault[] {
  if (typeof prefix === "string" && prefix !== "") return [];
  return [{ path: `${path}.prefix`, given: prefix, allowed: "text that is not empty" }];
}

function numericFaults(condition: unknown, path: string): Fault[] {
  const parts: readonly unknown[] = Array.isArray(condition) ? condition : [];
  const [first, low, second, high] = parts;
  const single = parts.length === 2 && OPERATORS.includes(first) && inBounds(low);
  const range =
    parts.length === 4 &&
    (first === ">" || first === ">=") &&
    (second === "<" || second === "<=") &&
    inBounds(low) &&
    inBounds(high) &&
    low < high;
  if (single || range) return [];
  const allowed =
    `[operator, number] with one of ${OPERATORS.join(" ")}, or a range such as [">=", 100, "<", 500] ` +
    `whose first number is the smaller; numbers from -${NUMERIC_BOUND} to ${NUMERIC_BOUND}`;
  return [{ path, given: condition, allowed }];
}

function inBounds(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= NUMERIC_BOUND;
}
