import { runtimeFailure } from "../failure";
import type { Json } from "../json";

type Kind = "String" | "Numeric" | "Boolean" | "Timestamp";

/** RFC 3339 as the language profiles it: an upper-case T, and an upper-case Z where there is no numeric offset. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970 of a timestamp, or undefined when the text is none. */
export function timestamp(value: Json): number | undefined {
  if (typeof value !== "string" || !TIMESTAMP.test(value)) return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const BY_KIND: Readonly<Record<Kind, (value: Json) => string | number | boolean | undefined>> = {
  String: (value) => (typeof value === "string" ? value : undefined),
  Numeric: (value) => (typeof value === "number" ? value : undefined),
  Boolean: (value) => (typeof value === "boolean" ? value : undefined),
  Timestamp: timestamp,
};

type Comparable = string | number | boolean;

const ORDER: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  GreaterThan: (a, b) => a > b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThanEquals: (a, b) => a >= b,
};

/** A comparison of two values; of values of another type it is false (states-language.net, "Choice State"). */
interface Comparison {
  readonly holds: (value: Json, against: Json) => boolean;
  /** Whether a definition may hold `against` as it stands. */
  readonly takes: (against: unknown) => boolean;
}

const ordered = (kind: Kind, order: string): Comparison => ({
  holds: (value, against) => {
    const [a, b] = [BY_KIND[kind](value), BY_KIND[kind](against)];
    return a !== undefined && b !== undefined && (ORDER[order]?.(a, b) ?? false);
  },
  takes: (against) => BY_KIND[kind](against as Json) !== undefined,
});

const comparisons: Record<string, Comparison> = {
  BooleanEquals: ordered("Boolean", "Equals"),
  StringMatches: {
    holds: (value, against) =>
      typeof value === "string" && typeof against === "string" && wildcard(against).test(value),
    takes: (against) => typeof against === "string",
  },
};
for (const kind of ["String", "Numeric", "Timestamp"] as const) {
  for (const order of Object.keys(ORDER)) comparisons[`${kind}${order}`] = ordered(kind, order);
}

/** Comparisons with a value of the definition, or, with `Path` behind the name, one of the data. StringMatches has no such form. */
export const COMPARISONS: Readonly<Record<string, Comparison>> = comparisons;

/** Tests of one value; each takes true or false. */
export const TYPE_TESTS: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  IsPresent: (value) => value !== undefined,
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === "string",
  IsNumeric: (value) => typeof value === "number",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => value !== undefined && timestamp(value) !== undefined,
};

/** `*` stands for any characters, `\*` and `\\` for themselves. @throws {StateFailure} on any other backslash. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\(.?)|\*|[\s\S]/gu, (part, escaped: string | undefined) => {
    if (part === "*") return "[\\s\\S]*";
    if (!part.startsWith("\\")) return literal(part);
    if (escaped === "*" || escaped === "\\") return literal(escaped);
    throw runtimeFailure(
      `StringMatches '${pattern}': a backslash may only stand before * or another backslash`,
    );
  });
  return new RegExp(`^${source}$`, "u");
}

function literal(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
