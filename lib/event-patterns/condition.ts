import type { DigitRange } from "./digits";

/**
 * One alternative for a field, as a pattern states it. Texts are in event-ruler's form: a string keeps its quotes,
 * `"abc"`, so that it never equals a number or a literal; a prefix has the first quote only and a suffix the last.
 */
export type Condition =
  | TextCondition
  | { readonly type: "number"; readonly value: number }
  | NumberRange
  | { readonly type: "not-numbers"; readonly values: readonly number[] }
  | AddressRange
  | { readonly type: "exists" | "absent" };

/** What the text of a value has to be like. */
export type TextCondition =
  | {
      readonly type:
        "exact" | "prefix" | "suffix" | "any-case" | "prefix-any-case" | "suffix-any-case" | "wildcard";
      readonly text: string;
    }
  | NotTexts;

/** An address, or all of a block. */
export interface AddressRange {
  readonly type: "addresses";
  readonly range: DigitRange;
}

/** A range of numbers; a bound that is not given is the largest double of its side. */
export interface NumberRange {
  readonly type: "numbers";
  readonly bottom: number;
  readonly openBottom: boolean;
  readonly top: number;
  readonly openTop: boolean;
}

/** `anything-but` of strings: none of the texts may fit in the way that the type says. */
export interface NotTexts {
  readonly type: "not-texts" | "not-prefixes" | "not-suffixes" | "not-any-case" | "not-wildcards";
  readonly texts: readonly string[];
}

export const isText = (condition: Condition): condition is TextCondition =>
  "text" in condition || "texts" in condition;

/** Equal for conditions that are the same to event-ruler, which keeps one of equal ones. */
export function identity(condition: Condition): string {
  if (condition.type === "not-numbers") {
    return JSON.stringify([condition.type, ...condition.values.toSorted((a, b) => a - b)]);
  }
  if ("texts" in condition) return JSON.stringify([condition.type, ...[...new Set(condition.texts)].sort()]);
  return JSON.stringify(condition);
}

/** The condition as a reader of a pattern would say it. */
export function inWords(condition: Condition): string {
  switch (condition.type) {
    case "exact":
      return condition.text;
    case "prefix":
      return `begins with ${condition.text}"`;
    case "suffix":
      return `ends with "${condition.text}`;
    case "any-case":
      return `${condition.text} in any case`;
    case "prefix-any-case":
      return `begins with ${condition.text}" in any case`;
    case "suffix-any-case":
      return `ends with "${condition.text} in any case`;
    case "wildcard":
      return `is like ${condition.text}`;
    case "number":
      return `the number ${condition.value}`;
    case "numbers":
      return rangeInWords(condition);
    case "addresses":
      return `an address of ${condition.range.bottom} to ${condition.range.top}`;
    case "exists":
      return "is there";
    case "absent":
      return "is not there";
    case "not-numbers":
      return `is none of ${condition.values.join(", ")}`;
    case "not-texts":
      return `is none of ${condition.texts.join(", ")}`;
    case "not-prefixes":
      return `begins with none of ${condition.texts.map((text) => `${text}"`).join(", ")}`;
    case "not-suffixes":
      return `ends with none of ${condition.texts.map((text) => `"${text}`).join(", ")}`;
    case "not-any-case":
      return `is none of ${condition.texts.join(", ")} in any case`;
    case "not-wildcards":
      return `is like none of ${condition.texts.join(", ")}`;
  }
}

function rangeInWords({ bottom, openBottom, top, openTop }: NumberRange): string {
  const above = bottom === -Number.MAX_VALUE ? [] : [`${openBottom ? ">" : ">="} ${bottom}`];
  const below = top === Number.MAX_VALUE ? [] : [`${openTop ? "<" : "<="} ${top}`];
  return `a number ${[...above, ...below].join(" and ")}`;
}
