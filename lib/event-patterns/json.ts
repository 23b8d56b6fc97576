/**
 * JSON as EventBridge's matcher reads it: names that repeat and the spelling of every number are kept, and what follows
 * the document is not looked at. The limits are those of Jackson 2.21's `StreamReadConstraints`, which event-ruler 2.0.1
 * leaves at their defaults.
 */

/** A value, and the offset in the text where it begins. */
export type Json = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral;

export interface JsonObject {
  readonly kind: "object";
  readonly at: number;
  /** In the order of the text; a name may repeat. */
  readonly entries: readonly JsonEntry[];
}

export interface JsonEntry {
  readonly name: string;
  readonly at: number;
  readonly value: Json;
  /** The offset behind the value. */
  readonly end: number;
}

export interface JsonArray {
  readonly kind: "array";
  readonly at: number;
  readonly items: readonly Json[];
}

export interface JsonString {
  readonly kind: "string";
  readonly at: number;
  readonly value: string;
}

export interface JsonNumber {
  readonly kind: "number";
  readonly at: number;
  /** As it is spelled: `1`, `1.0` and `1e0` differ. */
  readonly text: string;
}

export interface JsonLiteral {
  readonly kind: "literal";
  readonly at: number;
  readonly text: "true" | "false" | "null";
}

/** Text that is not JSON, or no object. */
export class JsonFault extends Error {
  constructor(
    readonly what: string,
    /** Offset in the text. */
    readonly at: number,
    text: string,
  ) {
    super(`${placeOf(text, at)}: ${what}`);
    this.name = "JsonFault";
  }
}

/** Levels of objects and arrays in one another. */
const MAX_DEPTH = 1000;
/** Digits of one number, those of the exponent included. */
const MAX_DIGITS = 1000;
/** Characters of one name. */
const MAX_NAME = 50_000;

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/**
 * The object that a text begins with.
 *
 * @param what names the text in the message: `the event`.
 * @throws {JsonFault} when the text does not begin with an object.
 */
export function readObject(text: string, what: string): JsonObject {
  const reader = new Reader(text);
  const value = reader.value(0);
  if (value.kind !== "object") throw new JsonFault(`${what} must be a JSON object`, value.at, text);
  return value;
}

/** A member of an object, with its value as the text has it. */
export interface RawMember {
  readonly name: string;
  readonly value: Json;
  /** The value's own piece of the text. */
  readonly text: string;
}

/**
 * The members of an object that is all of a text, each value cut out unread.
 *
 * @throws {JsonFault} when the text is anything but one object.
 */
export function readMembers(text: string): RawMember[] {
  const reader = new Reader(text);
  // The object around them counts for nothing in how deep the values are nested.
  const value = reader.value(-1);
  if (value.kind !== "object") throw new JsonFault("an object is expected", value.at, text);
  reader.end();
  return value.entries.map(({ name, value: member, end }) => ({
    name,
    value: member,
    text: text.slice(member.at, end),
  }));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Jackson looks a hexadecimal digit up by its low byte alone, so `\u001İ`, of U+0130, is `\u0010`. */
const lowBytes = (digits: string): string =>
  digits.replace(/[^]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) & 0xff));

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The first code that a string may hold unescaped. */
const PRINTABLE = 0x20;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The next value, after any white space. */
  value(depth: number): Json {
    this.skipSpace();
    const at = this.at;
    const first = this.text[at];
    if (first === "{") return this.object(depth + 1);
    if (first === "[") return this.array(depth + 1);
    return first === '"' ? { kind: "string", at, value: this.string() } : this.scalar();
  }

  /** Refuses what follows. */
  end(): void {
    this.skipSpace();
    if (this.at < this.text.length) this.fail("nothing more is expected");
  }

  private object(depth: number): JsonObject {
    const start = this.open(depth);
    const entries: JsonEntry[] = [];
    if (this.is("}")) return { kind: "object", at: start, entries };
    do {
      this.skipSpace();
      const at = this.at;
      if (this.text[at] !== '"') this.fail("a name in double quotes is expected");
      const name = this.string();
      if (name.length > MAX_NAME) this.fail(`a name has at most ${MAX_NAME} characters`, at);
      if (!this.is(":")) this.fail("a colon is expected");
      const value = this.value(depth);
      entries.push({ name, at, value, end: this.at });
    } while (this.is(","));
    if (!this.is("}")) this.fail("a comma or } is expected");
    return { kind: "object", at: start, entries };
  }

  private array(depth: number): JsonArray {
    const at = this.open(depth);
    const items: Json[] = [];
    if (this.is("]")) return { kind: "array", at, items };
    do items.push(this.value(depth));
    while (this.is(","));
    if (!this.is("]")) this.fail("a comma or ] is expected");
    return { kind: "array", at, items };
  }

  private open(depth: number): number {
    if (depth > MAX_DEPTH) this.fail(`objects and arrays are nested at most ${MAX_DEPTH} deep`);
    return this.at++;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return;
      this.at++;
    }
  }

  /** What a string is made of up to its end or its next escape; control characters have to be escaped. */
  private plain(): string {
    const start = this.at;
    let code = this.text.charCodeAt(this.at);
    // Behind the text's end the code is not a number, and less than nothing.
    while (code >= PRINTABLE && code !== QUOTE && code !== BACKSLASH) code = this.text.charCodeAt(++this.at);
    return this.text.slice(start, this.at);
  }

  private scalar(): JsonNumber | JsonLiteral {
    const at = this.at;
    const literal = this.take(LITERAL);
    if (literal !== "") return { kind: "literal", at, text: literal as JsonLiteral["text"] };
    const text = this.take(NUMBER);
    if (text === "")
      this.fail(at < this.text.length ? "a JSON value is expected" : "the text ends too early");
    if (text.length > MAX_DIGITS && text.replace(/[^\d]/g, "").length > MAX_DIGITS) {
      this.fail(`a number has at most ${MAX_DIGITS} digits`, at);
    }
    return { kind: "number", at, text };
  }

  private string(): string {
    this.at++;
    let value = this.plain();
    while (!this.ends('"')) {
      if (this.at >= this.text.length) this.fail("a string has no end");
      if (!this.ends("\\")) this.fail("a control character in a string must be escaped");
      value += this.escaped() + this.plain();
    }
    return value;
  }

  private escaped(): string {
    const letter = this.text[this.at++] ?? "";
    if (letter === "u") {
      const digits = lowBytes(this.text.slice(this.at, this.at + 4));
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail("\\u is followed by four hexadecimal digits");
      this.at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    return ESCAPES[letter] ?? this.fail("no such escape", this.at - 2);
  }

  /** Whether the next character after white space is this one; it is taken then. */
  private is(character: string): boolean {
    this.skipSpace();
    return this.ends(character);
  }

  private ends(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private take(pattern: RegExp): string {
    const start = this.at;
    pattern.lastIndex = start;
    if (!pattern.test(this.text)) return "";
    this.at = pattern.lastIndex;
    return this.text.slice(start, this.at);
  }

  private fail(what: string, at = this.at): never {
    throw new JsonFault(what, at, this.text);
  }
}
