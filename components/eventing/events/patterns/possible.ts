import { fits, type Condition } from "../../../../lib/event-patterns";
import { decimalsOf, hasAtMost } from "../decimals";
import { shapes, type JsonSchema } from "../json-schema";
import { canMatch, type Step } from "./regular";

/** Whether some value that a field's schemas allow meets a condition; yes where it can not be told. */
export const isPossible = (nodes: readonly JsonSchema[], condition: Condition): boolean =>
  nodes.flatMap(shapes).some((node) => byValue(node, condition));

/** Whether a path may be missing from an event that the schema allows. */
export function mayBeAbsent(node: JsonSchema, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return false;
  if (node.nullable === true || node.type === "null") return true;
  const options = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (options.length > 0) return options.some((option) => mayBeAbsent(option, path));
  if (node.allOf !== undefined) return node.allOf.every((part) => mayBeAbsent(part, path));
  if (node.type === "array") return (node.minItems ?? 0) === 0 || mayBeAbsent(node.items ?? {}, path);
  const next = Object.hasOwn(node.properties ?? {}, name) ? node.properties?.[name] : undefined;
  return next === undefined || node.required?.includes(name) !== true || mayBeAbsent(next, rest);
}

function byValue(node: JsonSchema, condition: Condition): boolean {
  const values = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (values !== undefined) return values.some((value) => fits(condition, value));
  switch (node.type) {
    case "boolean":
      return [true, false].some((value) => fits(condition, value));
    case "null":
      return fits(condition, null);
    case "number":
    case "integer":
      return byNumber(node, condition);
    case "string":
      return byText(node, condition);
    case "object":
    case "array":
      return false;
    case undefined:
      return node.anyOf === undefined && node.oneOf === undefined && node.allOf === undefined;
  }
}

function byNumber(node: JsonSchema, condition: Condition): boolean {
  // A text filter is about what stands in quotes, but that something is not such a text is true of numbers.
  if ("text" in condition) return !condition.text.includes('"');
  if ("texts" in condition) return true;
  const { minimum = -Infinity, maximum = Infinity } = node;
  const places = node.type === "integer" ? 0 : decimalsOf(node);
  switch (condition.type) {
    case "number": {
      const { value } = condition;
      return value >= minimum && value <= maximum && (places === undefined || hasAtMost(value, places));
    }
    case "numbers": {
      const bottom = Math.max(condition.bottom, minimum);
      const top = Math.min(condition.top, maximum);
      const open = {
        bottom: condition.openBottom && condition.bottom >= minimum,
        top: condition.openTop && condition.top <= maximum,
      };
      if (places === undefined) return bottom < top || (bottom === top && !open.bottom && !open.top);
      const unit = 10 ** places;
      const first = Math.ceil(bottom * unit);
      const last = Math.floor(top * unit);
      return (
        (open.bottom && first === bottom * unit ? first + 1 : first) <=
        (open.top && last === top * unit ? last - 1 : last)
      );
    }
    case "exists":
    case "not-numbers":
      return true;
    case "absent":
    case "addresses":
      return false;
  }
}

function byText({ pattern, minLength = 0, maxLength = Infinity }: JsonSchema, condition: Condition): boolean {
  const like = (steps: readonly Step[]): boolean => {
    const fixed = steps.filter((step) => step !== "any text").length;
    const exact = fixed === steps.length;
    return (
      fixed <= maxLength &&
      (!exact || fixed >= minLength) &&
      (pattern === undefined || canMatch(pattern, steps))
    );
  };
  switch (condition.type) {
    case "exact":
      return condition.text.startsWith('"') && like(letters(condition.text.slice(1, -1)));
    case "any-case":
      return like(inAnyCase(condition.text.slice(1, -1)));
    case "prefix":
      return like([...letters(condition.text.slice(1)), "any text"]);
    case "prefix-any-case":
      return like([...inAnyCase(condition.text.slice(1)), "any text"]);
    case "suffix":
      return like(["any text", ...letters(condition.text.slice(0, -1))]);
    case "suffix-any-case":
      return like(["any text", ...inAnyCase(condition.text.slice(0, -1))]);
    case "wildcard":
      return like(wildcard(condition.text.slice(1, -1)));
    case "number":
    case "numbers":
    case "absent":
      return false;
    case "addresses":
    case "exists":
    case "not-numbers":
    case "not-texts":
    case "not-prefixes":
    case "not-suffixes":
    case "not-any-case":
    case "not-wildcards":
      return true;
  }
}

const letters = (text: string): Step[] => text.split("").map((unit) => [unit]);

const inAnyCase = (text: string): Step[] =>
  text.split("").map((unit) => [unit, unit.toLowerCase(), unit.toUpperCase()]);

const wildcard = (text: string): Step[] =>
  [...text.matchAll(/\\?[^]/g)].map(([part]) => (part === "*" ? "any text" : [part.at(-1) ?? ""]));
