import type { JsonSchema } from "./json-schema";

/** The most characters of a double in JSON, as `-1.7976931348623157e+308`. */
const NUMBER = 24;

/** The most bytes of one UTF-16 unit in JSON, as `\u001f`; a schema of visible ASCII needs one, or two where it is escaped. */
const ANY_UNIT = 6;
const ASCII_UNIT = 2;

/** Bytes of an instant with nanoseconds and an offset, in quotes. */
const INSTANT = 37;

/** The largest that a detail can be, and the paths of what has no bound. */
export interface Size {
  /** Bytes of the JSON text, without what is unbounded. */
  readonly bytes: number;
  readonly unbounded: readonly string[];
}

/** An upper bound of the JSON text that a schema allows; fields that it does not declare are not counted. */
export function largest(node: JsonSchema, path = "detail"): Size {
  const options = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (options.length > 0) return widest(options.map((option) => largest(option, path)));
  if (node.allOf !== undefined) return sum(node.allOf.map((part) => largest(part, path)));
  const values = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (values !== undefined) {
    return bounded(Math.max(...values.map((value) => Buffer.byteLength(JSON.stringify(value)))));
  }
  switch (node.type) {
    case "object":
      return object(node, path);
    case "array":
      return array(node, path);
    case "string":
      return string(node, path);
    case "number":
    case "integer":
      return bounded(NUMBER);
    case "boolean":
      return bounded("false".length);
    case "null":
      return bounded("null".length);
    case undefined:
      return { bytes: 0, unbounded: [path] };
  }
}

function object({ properties = {}, additionalProperties }: JsonSchema, path: string): Size {
  const members = Object.entries(properties).map(([name, child]) => {
    const { bytes, unbounded } = largest(child, `${path}.${name}`);
    return { bytes: bytes + Buffer.byteLength(JSON.stringify(name)) + ":,".length, unbounded };
  });
  const open = typeof additionalProperties === "object" ? [{ bytes: 0, unbounded: [`${path}.*`] }] : [];
  return sum([bounded("{}".length), ...members, ...open]);
}

function array({ items = {}, maxItems }: JsonSchema, path: string): Size {
  if (maxItems === undefined) return { bytes: 0, unbounded: [path] };
  const { bytes, unbounded } = largest(items, `${path}[]`);
  return { bytes: "[]".length + maxItems * (bytes + ",".length), unbounded };
}

function string({ maxLength, pattern, format }: JsonSchema, path: string): Size {
  if (maxLength !== undefined) {
    return bounded('""'.length + maxLength * (isAscii(pattern) ? ASCII_UNIT : ANY_UNIT));
  }
  return format === "date-time" ? bounded(INSTANT) : { bytes: 0, unbounded: [path] };
}

/** Whether a pattern covers the whole text and names its characters, all of them visible ASCII. */
function isAscii(pattern = ""): boolean {
  const inner = /^\^([ -~]*)\$$/.exec(pattern)?.[1];
  // Of the escapes, those of digits, word characters and punctuation.
  const plain = inner?.replaceAll(/\\(?:[dw]|[^A-Za-z0-9])/g, "");
  return plain !== undefined && !/\\|\[\^|[.|]/.test(plain);
}

const bounded = (bytes: number): Size => ({ bytes, unbounded: [] });

const sum = (sizes: readonly Size[]): Size => ({
  bytes: sizes.reduce((total, { bytes }) => total + bytes, 0),
  unbounded: sizes.flatMap(({ unbounded }) => unbounded),
});

const widest = (sizes: readonly Size[]): Size => ({
  bytes: Math.max(...sizes.map(({ bytes }) => bytes)),
  unbounded: sizes.flatMap(({ unbounded }) => unbounded),
});
