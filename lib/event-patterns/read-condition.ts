import { addressDigits, cidrRange, oneAddress } from "./address";
import type { Condition, NotTexts } from "./condition";
import { comparable } from "./decimal";
import type { Json, JsonObject } from "./json";
import { encodable, wildcardPieces } from "./text";

/** Where a fault is said: below the alternative that is read. */
export type Refuse = (json: Json, allowed: string, below?: string) => undefined;

/**
 * The conditions that one alternative of a field stands for; a number stands for two, its value and its spelling.
 * Undefined when it is refused.
 *
 * @param older the grammar that event-ruler falls back to; it knows fewer forms of `anything-but`.
 */
export function readConditions(json: Json, older: boolean, refuse: Refuse): Condition[] | undefined {
  switch (json.kind) {
    case "string": {
      const address = addressDigits(json.value);
      if (address !== undefined) return [{ type: "addresses", range: oneAddress(address) }];
      return [{ type: "exact", text: `"${json.value}"` }];
    }
    case "number": {
      const value = comparable(json.text);
      const spelling: Condition = { type: "exact", text: json.text };
      return value === undefined ? [spelling] : [{ type: "number", value }, spelling];
    }
    case "literal":
      return [{ type: "exact", text: json.text }];
    case "array":
      return refuse(json, "text, a number, true, false, null or a filter in braces, not a list in the list");
    case "object": {
      const condition = readFilter(json, older, refuse);
      return condition && [condition];
    }
  }
}

const FILTERS = [
  "prefix",
  "suffix",
  "equals-ignore-case",
  "wildcard",
  "anything-but",
  "numeric",
  "exists",
  "cidr",
];

function readFilter(json: JsonObject, older: boolean, refuse: Refuse): Condition | undefined {
  const [entry, second] = json.entries;
  if (entry === undefined || second !== undefined) {
    return refuse(json, `exactly one of ${FILTERS.join(", ")} in braces`);
  }
  const { name, value } = entry;
  const text = () => (value.kind === "string" ? value.value : refuse(value, "text", name));
  switch (name) {
    case "exactly":
      return map(text(), (given) => ({ type: "exact", text: `"${given}"` }));
    case "prefix":
      return value.kind === "object"
        ? map(anyCaseOf(value, name, refuse), (given) => ({ type: "prefix-any-case", text: `"${given}` }))
        : map(text(), (given) => ({ type: "prefix", text: `"${given}` }));
    case "suffix":
      return value.kind === "object"
        ? map(anyCaseOf(value, name, refuse), (given) => ({ type: "suffix-any-case", text: `${given}"` }))
        : map(text(), (given) => ({ type: "suffix", text: `${given}"` }));
    case "equals-ignore-case":
      return map(text(), (given) => ({ type: "any-case", text: `"${given}"` }));
    case "wildcard":
      return map(text(), (given) => readWildcard(given, value, name, refuse));
    case "cidr":
      return map(text(), (given) => {
        const range = cidrRange(given);
        return typeof range === "string" ? refuse(value, range, name) : { type: "addresses", range };
      });
    case "exists":
      if (value.kind === "literal" && value.text !== "null") {
        return { type: value.text === "true" ? "exists" : "absent" };
      }
      return refuse(value, "true or false", name);
    case "numeric":
      return readNumeric(value, refuse);
    case "anything-but":
      return readAnythingBut(value, older, refuse);
    default:
      return refuse(json, `one of ${FILTERS.join(", ")} in braces`);
  }
}

function map<T, R>(value: T | undefined, then: (value: T) => R | undefined): R | undefined {
  return value === undefined ? undefined : then(value);
}

function anyCaseOf(json: JsonObject, filter: string, refuse: Refuse): string | undefined {
  const [entry, second] = json.entries;
  if (second === undefined && entry?.name === "equals-ignore-case" && entry.value.kind === "string") {
    return entry.value.value;
  }
  return refuse(json, `text, or { "equals-ignore-case": text }`, filter);
}

function readWildcard(given: string, json: Json, at: string, refuse: Refuse): Condition | undefined {
  const pieces = wildcardPieces(encodable(`"${given}"`));
  return typeof pieces === "string" ? refuse(json, pieces, at) : { type: "wildcard", text: `"${given}"` };
}

/** `[operator, number]`, or two of them as a lower and an upper bound. */
function readNumeric(json: Json, refuse: Refuse): Condition | undefined {
  const fault = () =>
    refuse(
      json,
      `[operator, number] with one of < <= = > >=, or a range such as [">=", 100, "<", 500] whose first number is ` +
        "the smaller; each number one that a double can hold",
      "numeric",
    );
  const parts = json.kind === "array" ? json.items : [];
  const [operator, limit, second, end] = parts.map((part) =>
    part.kind === "number" ? comparable(part.text) : part.kind === "string" ? part.value : undefined,
  );
  if (typeof operator !== "string" || typeof limit !== "number") return fault();
  const open = !operator.endsWith("=");
  if (parts.length === 4) {
    const range = ["<", "<="].includes(String(second)) && [">", ">="].includes(operator);
    if (!range || typeof end !== "number" || limit >= end) return fault();
    return { type: "numbers", bottom: limit, openBottom: open, top: end, openTop: second === "<" };
  }
  if (parts.length !== 2) return fault();
  const least = -Number.MAX_VALUE;
  const most = Number.MAX_VALUE;
  if (operator === "=") return { type: "number", value: limit };
  if (operator === ">" || operator === ">=") {
    return { type: "numbers", bottom: limit, openBottom: open, top: most, openTop: false };
  }
  if (operator === "<" || operator === "<=") {
    return { type: "numbers", bottom: least, openBottom: false, top: limit, openTop: open };
  }
  return fault();
}

const NOT: Readonly<Record<string, { type: NotTexts["type"]; before: string; after: string }>> = {
  prefix: { type: "not-prefixes", before: '"', after: "" },
  suffix: { type: "not-suffixes", before: "", after: '"' },
  "equals-ignore-case": { type: "not-any-case", before: '"', after: '"' },
  wildcard: { type: "not-wildcards", before: '"', after: '"' },
};

function readAnythingBut(json: Json, older: boolean, refuse: Refuse): Condition | undefined {
  if (json.kind === "object") return readNot(json, older, refuse);
  const items = json.kind === "array" ? json.items : [json];
  const texts = items.flatMap((item) => (item.kind === "string" ? [`"${item.value}"`] : []));
  const numbers = items.flatMap((item) => (item.kind === "number" ? (comparable(item.text) ?? []) : []));
  if (items.length > 0 && texts.length === items.length) return { type: "not-texts", texts };
  if (items.length > 0 && numbers.length === items.length) return { type: "not-numbers", values: numbers };
  return refuse(
    json,
    "text or a list of texts, a number or a list of numbers that a double can hold, or one of " +
      `{ ${Object.keys(NOT).join(" }, { ")} } with text or texts`,
    "anything-but",
  );
}

function readNot(json: JsonObject, older: boolean, refuse: Refuse): Condition | undefined {
  const [entry, second] = json.entries;
  const kind = entry && Object.hasOwn(NOT, entry.name) ? NOT[entry.name] : undefined;
  const at = `anything-but.${entry?.name ?? ""}`;
  if (entry === undefined || kind === undefined || second !== undefined) {
    return refuse(json, `exactly one of ${Object.keys(NOT).join(", ")} in braces`, "anything-but");
  }
  const { name, value } = entry;
  const items = value.kind === "array" ? value.items : [value];
  const texts = items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
  if (texts.length < items.length) return refuse(value, "text or a list of texts", at);
  if ((name === "prefix" || name === "suffix") && texts.includes("")) {
    return refuse(value, "text that is not empty", at);
  }
  if (older && (name === "wildcard" || (value.kind === "array" && name !== "equals-ignore-case"))) {
    return refuse(
      value,
      "text, or for equals-ignore-case a list of texts, beside a field that is named $or",
      at,
    );
  }
  const framed = texts.map((text) => `${kind.before}${text}${kind.after}`);
  if (name === "wildcard") {
    const faults = framed
      .map((text) => wildcardPieces(encodable(text)))
      .filter((one) => typeof one === "string");
    if (faults[0] !== undefined) return refuse(value, faults[0], at);
  }
  return { type: kind.type, texts: framed };
}
