import type { Condition } from "./condition";
import { inRange } from "./digits";
import { anyCase, encodable, matchesPieces, turnedTwice, wildcardPieces } from "./text";
import { numberBits, type Value } from "./value";

/**
 * Whether a value fits a condition. `asNumber` says that the value is compared as a number: it is one that a double can
 * hold, and some condition on the field is about numbers. No text fits such a value then, nor does a range of addresses.
 */
export type Predicate = (value: Value, asNumber: boolean) => boolean;

/** Whether a condition makes the field's numbers be compared as numbers. */
export const isNumeric = ({ type }: Condition): boolean =>
  type === "number" || type === "numbers" || type === "not-numbers";

/** Turns a condition into the function that decides it. */
export function predicate(condition: Condition): Predicate {
  switch (condition.type) {
    case "exact":
      return (value, asNumber) => !asNumber && value.spelling === condition.text;
    case "number":
      return (value, asNumber) => asNumber && value.number === condition.value;
    case "numbers": {
      const { bottom, openBottom, top, openTop } = condition;
      return ({ number }, asNumber) =>
        asNumber &&
        number !== undefined &&
        (openBottom ? number > bottom : number >= bottom) &&
        (openTop ? number < top : number <= top);
    }
    case "addresses": {
      const { range } = condition;
      return (value, asNumber) =>
        (value.address !== undefined && inRange(value.address, range)) ||
        (!asNumber && inRange(value.text, range));
    }
    case "exists":
      return () => true;
    case "absent":
      return () => false;
    case "not-numbers":
      return ({ number }, asNumber) => !(asNumber && condition.values.some((value) => value === number));
    case "prefix":
    case "suffix":
    case "any-case":
    case "prefix-any-case":
    case "suffix-any-case":
    case "wildcard":
      return textual(condition.type, condition.text);
    case "not-texts":
    case "not-prefixes":
    case "not-suffixes":
    case "not-any-case":
    case "not-wildcards": {
      const kind = NEGATED[condition.type];
      const all = condition.texts.map((text) => textual(kind, text));
      return (value, asNumber) => all.length > 0 && !all.some((fits) => fits(value, asNumber));
    }
  }
}

type Textual = "text" | "prefix" | "suffix" | "any-case" | "prefix-any-case" | "suffix-any-case" | "wildcard";

const NEGATED = {
  "not-texts": "text",
  "not-prefixes": "prefix",
  "not-suffixes": "suffix",
  "not-any-case": "any-case",
  "not-wildcards": "wildcard",
} as const;

function textual(type: Textual, given: string): Predicate {
  const text = encodable(given);
  switch (type) {
    case "text":
      return (value, asNumber) => !asNumber && value.text === text;
    case "prefix":
      return (value, asNumber) => !asNumber && value.text.startsWith(text);
    case "suffix": {
      const suffix = turnedTwice(given);
      return (value, asNumber) => endOf(value, asNumber).endsWith(suffix);
    }
    case "any-case":
      return fits(new RegExp(`^${anyCase(given)}$`, "s"));
    case "prefix-any-case":
      return fits(new RegExp(`^${anyCase(given)}`, "s"));
    case "suffix-any-case": {
      const pattern = new RegExp(`${anyCase(given)}$`, "s");
      return (value, asNumber) => pattern.test(endOf(value, asNumber));
    }
    case "wildcard": {
      const pieces = wildcardPieces(text);
      return (value, asNumber) => !asNumber && Array.isArray(pieces) && matchesPieces(value.text, pieces);
    }
  }
}

const fits =
  (pattern: RegExp): Predicate =>
  (value, asNumber) =>
    !asNumber && pattern.test(value.text);

const endOf = (value: Value, asNumber: boolean): string =>
  asNumber && value.number !== undefined ? numberBits(value.number) : value.text;
