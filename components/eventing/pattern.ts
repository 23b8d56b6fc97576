import type { Fault } from "../../lib/fault";
import { PatternError, compilePattern } from "../../lib/event-patterns";

/** A value that a field of an event may have. */
export type PatternValue = string | number | boolean | null;

/** `<`, `<=`, `=`, `>` or `>=`. */
export type NumericOperator = "<" | "<=" | "=" | ">" | ">=";

/** One comparison, or a lower and an upper bound: `[">=", 100]`, `[">", 0, "<=", 5]`. */
export type NumericCondition =
  readonly [NumericOperator, number] | readonly [">" | ">=", number, "<" | "<=", number];

/** Text, in the case given or in any. */
export type AnyCase = string | { readonly "equals-ignore-case": string };

/** One text, or a list of them. */
export type Texts = string | OneOf<string>;

/** What a field must not be; it must be there. */
export type AnythingBut =
  | Texts
  | number
  | OneOf<number>
  | { readonly prefix: Texts }
  | { readonly suffix: Texts }
  | { readonly "equals-ignore-case": Texts }
  | { readonly wildcard: Texts };

/** What a text is matched with. */
export type TextFilter =
  | { readonly prefix: AnyCase }
  | { readonly suffix: AnyCase }
  | { readonly "equals-ignore-case": string }
  | { readonly wildcard: string }
  | { readonly "anything-but": AnythingBut };

/** What one field is matched with; a list of them matches when any one does. */
export type Matcher =
  | PatternValue
  | TextFilter
  | { readonly exists: boolean }
  | { readonly numeric: NumericCondition }
  | { readonly cidr: string };

/** One or more alternatives. */
export type OneOf<M> = readonly [M, ...M[]];

/**
 * Fields of the detail: all that are named must match. Nesting follows the event; a list in the event matches when any
 * of its items does. Under the name `$or` stands a list of two or more objects, of which one must match.
 */
export interface DetailPattern {
  readonly [field: string]:
    OneOf<Matcher> | DetailPattern | readonly [DetailPattern, DetailPattern, ...DetailPattern[]];
}

/** Alternatives for a field that is always text. */
export type TextMatcher = string | TextFilter;

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

/** EventBridge User Guide, "Amazon EventBridge quotas", Event pattern size (adjustable), read 2026-11. */
const MAX_CHARACTERS = 2048;

/** EventBridge User Guide, "Comparison operators for use in event patterns", Numeric matching, read 2026-11. */
const NUMERIC_BOUND = 5e9;

const ENVELOPE = ["source", "detail-type", "detail", "account", "region", "resources"] as const;
const REQUIRED: readonly string[] = ["source", "detail-type"];

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * Everything wrong with a rule's pattern, before the service is asked; none when it is right. It takes any value, since
 * patterns are also read from files. What EventBridge's own matcher would refuse is refused, and beyond it what can not
 * be meant: a rule without source or detail-type, a field that no event has, a filter of nothing.
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
    if (!(ENVELOPE as readonly string[]).includes(field)) {
      faults.push({ path: at, given: value, allowed: `one of the fields ${ENVELOPE.join(", ")}` });
    } else faults.push(...leafFaults(value, at, field !== "detail"));
  }
  const text = JSON.stringify(pattern);
  if (text.length > MAX_CHARACTERS) {
    faults.push({
      path,
      given: `${text.length} characters`,
      allowed: `at most ${MAX_CHARACTERS} characters as JSON; split the rule in two`,
    });
  }
  return withoutRepeats([...faults, ...syntaxFaults(text, path)]);
}

function syntaxFaults(text: string, path: string): readonly Fault[] {
  try {
    const { alternatives } = compilePattern(text, path);
    // EventBridge then takes $or for a field's name.
    if (!alternatives.some((fields) => [...fields.keys()].some((name) => name.split(".").includes("$or"))))
      return [];
    return [
      { path, given: "$or", allowed: "two or more objects in $or, no field of which has a filter's name" },
    ];
  } catch (error) {
    if (error instanceof PatternError) return error.faults;
    throw error;
  }
}

/** One fault a place is enough. */
const withoutRepeats = (faults: readonly Fault[]): Fault[] =>
  faults.filter(({ path }, i) => !faults.slice(0, i).some((other) => other.path === path));

/** What the service's matcher takes, though nobody can mean it; JSON has no way to write the first two. */
function leafFaults(value: unknown, path: string, textOnly: boolean): Fault[] {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return [{ path, given: String(value), allowed: "a finite number" }];
  }
  if (value === undefined && path.endsWith("]")) {
    return [{ path, given: value, allowed: "a value; leave the entry out" }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, i) => [
      ...(textOnly ? textFaults(item, `${path}[${i}]`) : []),
      ...leafFaults(item, `${path}[${i}]`, false),
    ]);
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    const at = `${path}.${field}`;
    if (inner === "" && (field === "prefix" || field === "suffix")) {
      return [{ path: at, given: inner, allowed: "text that is not empty" }];
    }
    if (field === "numeric" && Array.isArray(inner)) return boundFaults(inner, at);
    return leafFaults(inner, at, false);
  });
}

const TEXT_FILTERS = ["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but"];

function textFaults(item: unknown, path: string): Fault[] {
  if (typeof item === "string" && item !== "") return [];
  const [filter] = isObject(item) ? Object.keys(item) : [];
  if (filter !== undefined && TEXT_FILTERS.includes(filter)) return [];
  return [{ path, given: item, allowed: `text that is not empty, or a filter: ${TEXT_FILTERS.join(", ")}` }];
}

function boundFaults(condition: readonly unknown[], path: string): Fault[] {
  const wrong = condition.some((part) => typeof part === "number" && !(Math.abs(part) <= NUMERIC_BOUND));
  if (!wrong) return [];
  return [{ path, given: condition, allowed: `numbers from -${NUMERIC_BOUND} to ${NUMERIC_BOUND}` }];
}
