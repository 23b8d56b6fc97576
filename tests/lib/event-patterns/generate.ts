/**
 * Patterns and events to compare matchers with, as text: right and wrong ones, in odd spellings, the event made from the
 * pattern so that about half match. Everything follows from a list of choices, so that a pair that shows a fault is made
 * smaller by making its choices smaller.
 */

/** Where choices come from: a number below `limit`. */
export type Draw = (limit: number) => number;

export interface Pair {
  readonly pattern: string;
  readonly event: string;
}

type Filter =
  | { readonly form: "value"; readonly value: Leaf }
  | {
      readonly form: "prefix" | "suffix" | "fold" | "wild";
      readonly wrap: readonly string[];
      readonly text: string;
    }
  | { readonly form: "not"; readonly json: string; readonly texts: readonly string[] }
  | { readonly form: "numeric"; readonly json: string; readonly near: readonly number[] }
  | { readonly form: "cidr"; readonly block: string }
  | { readonly form: "exists"; readonly there: boolean }
  | { readonly form: "broken"; readonly json: string };

type Leaf = { readonly string: string } | { readonly raw: string };

type Node =
  | { readonly kind: "filters"; readonly filters: readonly Filter[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Node])[] }
  | { readonly kind: "or"; readonly branches: readonly Node[] };

const NAMES = ["a", "b", "c", "d", "a.b", "detail", "", "a.", "b..c", "é", "e"];
const UNITS = [...'abAB1*\\"/.? '];
const RARE = [
  "é",
  "É",
  "ß",
  "s",
  "S",
  "İ",
  "i",
  "雨",
  "😀",
  "\ud800",
  "\udc00",
  "ΐ",
  "\u0001",
  "\u2028",
  "K",
  "k",
  "ⱥ",
  "Ⱥ",
];
const ADDRESSES = [
  ...[
    "10.0.0.1",
    "10.0.0.9",
    "10.0.0.15",
    "10.0.1.7",
    "18.52.86.120",
    "255.255.255.255",
    "010.0.0.1",
    "256.1.1.1",
  ],
  ...[
    "::1",
    "::",
    "a00:1::",
    "1:2:3:4:5:6:7:8",
    "::ffff:a00:1",
    "0001:2::8",
    "::ffff:10.0.0.1",
    "1:2:3",
    "12:30",
  ],
];
const BLOCKS = [
  ...["10.0.0.0/24", "10.0.0.0/8", "18.0.0.0/8", "0.0.0.0/0", "10.0.0.1/31", "a00::/16", "::/1", "1:2::/32"],
  ...["10.0.0.0/24/", "10.0.0.0/+8"],
];
const BROKEN_BLOCKS = [
  "10.0.0.1/32",
  "10.0.0.0",
  "10.0.0.0/x",
  "10.0.0.0/-1",
  "::1/128",
  "/8",
  "256.0.0.0/8",
];
const NUMBERS = [
  ...[
    "0",
    "1",
    "2",
    "5",
    "-1",
    "10",
    "12",
    "100",
    "123",
    "0.1",
    "0.3",
    "1.5",
    "-2.25",
    "999.99",
    "1000",
    "1000.01",
  ],
  ...[
    "12345678",
    "305419896",
    "9007199254740993",
    "9007199254740992",
    "12345678901234567890",
    "5000000000.1",
  ],
  ...[
    "1e400",
    "1e-400",
    "5e-324",
    "4.9e-324",
    "1.7976931348623157E308",
    "-1.7976931348623157E308",
    "2e23",
    "1e22",
  ],
  ...["0.30000000000000004", "0.10000000000000001", "1e999999999999", "0e999999999999", "123456789012"],
];
const BROKEN_NUMBERS = ["01", "1.", ".5", "+1", "-", "1e", "NaN", "0x1", "1e+", "--1", "Infinity"];
const LITERALS = ["true", "false", "null"];
const BROKEN_FILTERS = [
  ...[
    '{"prefix":1}',
    '{"prefix":"a","suffix":"b"}',
    "{}",
    '{"regex":"a"}',
    '{"exists":"yes"}',
    '{"exists":null}',
  ],
  ...['{"numeric":[]}', '{"numeric":[">"]}', '{"numeric":["<",5,">",1]}', '{"numeric":[">",5,"<",1]}', "[1]"],
  ...['{"numeric":[">",1,"<",2,3]}', '{"numeric":["=","1"]}', '{"numeric":1}', '{"anything-but":[]}'],
  ...[
    '{"anything-but":[1,"a"]}',
    '{"anything-but":null}',
    '{"anything-but":{"prefix":""}}',
    '{"anything-but":1e400}',
  ],
  ...[
    '{"anything-but":{"prefix":[]}}',
    '{"anything-but":{"wildcard":[]}}',
    '{"anything-but":{"numeric":["=",1]}}',
  ],
  ...[
    '{"wildcard":"a**b"}',
    '{"wildcard":"a\\\\b"}',
    '{"wildcard":1}',
    '{"prefix":{"wildcard":"a"}}',
    '{"cidr":1}',
  ],
  ...[
    '{"equals-ignore-case":["a"]}',
    '{"numeric":[">",1.7976931348623157E308]}',
    '{"numeric":["=",1e400]}',
    '"a',
  ],
];

export function generatePair(draw: Draw): Pair {
  const g = new Choosing(draw);
  const pattern = g.pattern(0);
  let patternText = g.patternText(pattern);
  let eventText = g.eventText(pattern);
  if (g.rarely(40)) patternText = g.damaged(patternText);
  if (g.rarely(40)) eventText = g.damaged(eventText);
  return { pattern: patternText, event: eventText };
}

class Choosing {
  constructor(private readonly draw: Draw) {}

  /** True once in so many times; a choice of 0 is never it, so that smaller choices make plainer pairs. */
  rarely(times: number): boolean {
    return this.draw(times) === times - 1;
  }

  private of<T>(list: readonly T[]): T {
    return list[this.draw(list.length)] as T;
  }

  private many<T>(least: number, most: number, make: (i: number) => T): T[] {
    return Array.from({ length: least + this.draw(most - least + 1) }, (_, i) => make(i));
  }

  private name(): string {
    return NAMES[this.rarely(4) ? this.draw(NAMES.length) : this.draw(4)] ?? "a";
  }

  private word(most = 4): string {
    return this.many(0, most, () => (this.rarely(6) ? this.of(RARE) : this.of(UNITS))).join("");
  }

  private leaf(): Leaf {
    switch (this.draw(8)) {
      case 4:
      case 5:
        return { raw: this.spelling(this.of(NUMBERS)) };
      case 6:
        return { raw: this.rarely(30) ? this.of(BROKEN_NUMBERS) : this.of(LITERALS) };
      case 7:
        return { string: this.of(ADDRESSES) };
      default:
        return { string: this.word() };
    }
  }

  /** The same number, written in another way. */
  private spelling(number: string): string {
    if (/[eE]/.test(number))
      return this.rarely(3) ? number.replace(/e/i, (e) => (e === "e" ? "E" : "e")) : number;
    switch (this.draw(6)) {
      case 3:
        return number.includes(".") ? `${number}0` : `${number}.0`;
      case 4:
        return `${number}e0`;
      case 5:
        return `${number}${number.includes(".") ? "" : ".0"}0E+0`;
      default:
        return number;
    }
  }

  pattern(depth: number): Node {
    const entries = this.many(1, 3, () => this.entry(depth));
    return { kind: "object", entries };
  }

  private entry(depth: number): readonly [string, Node] {
    if (depth < 3 && this.rarely(7)) {
      return [
        "$or",
        { kind: "or", branches: this.many(this.rarely(12) ? 0 : 2, 3, () => this.pattern(depth + 1)) },
      ];
    }
    const name = this.rarely(100) ? this.of(["$or", "prefix", "<"]) : this.name();
    if (depth < 3 && this.rarely(4)) return [name, this.pattern(depth + 1)];
    return [name, { kind: "filters", filters: this.many(this.rarely(80) ? 0 : 1, 3, () => this.filter()) }];
  }

  private filter(): Filter {
    switch (this.draw(16)) {
      case 4:
      case 5:
        return {
          form: "prefix",
          wrap: this.rarely(3) ? ["prefix", "equals-ignore-case"] : ["prefix"],
          text: this.word(),
        };
      case 6:
      case 7:
        return {
          form: "suffix",
          wrap: this.rarely(3) ? ["suffix", "equals-ignore-case"] : ["suffix"],
          text: this.word(),
        };
      case 8:
        return { form: "fold", wrap: ["equals-ignore-case"], text: this.word() };
      case 9:
        return { form: "wild", wrap: ["wildcard"], text: this.wild() };
      case 10:
      case 11:
        return this.not();
      case 12:
        return this.numeric();
      case 13:
        return { form: "exists", there: this.draw(2) === 0 };
      case 14:
        return { form: "cidr", block: this.of(this.rarely(20) ? BROKEN_BLOCKS : BLOCKS) };
      case 15:
        return this.rarely(12)
          ? { form: "broken", json: this.of(BROKEN_FILTERS) }
          : { form: "value", value: this.leaf() };
      default:
        return { form: "value", value: this.leaf() };
    }
  }

  private wild(): string {
    return this.many(1, 4, () =>
      this.draw(3) === 0
        ? "*"
        : this.rarely(12)
          ? this.of(["\\*", "\\\\", this.rarely(6) ? "\\a" : ""])
          : this.word(2).replace(/[*\\]/g, ""),
    )
      .join("")
      .replace(/\*\*+/g, (stars) => (this.rarely(40) ? stars : "*"));
  }

  private not(): Filter {
    const kind = this.of(["", "", "prefix", "suffix", "equals-ignore-case", "wildcard"]);
    if (kind === "" && this.rarely(3)) {
      const numbers = this.many(1, 3, () => this.spelling(this.limit()));
      const json = numbers.length === 1 && this.draw(2) === 0 ? numbers[0] : `[${numbers.join()}]`;
      return { form: "not", json: `{"anything-but":${json}}`, texts: [] };
    }
    const texts = this.many(1, 3, () =>
      kind === "wildcard" ? this.wild() : this.word(2) || (this.rarely(10) ? "" : "a"),
    );
    const quoted = texts.map((text) => this.quoted(text));
    const list = quoted.length === 1 && this.draw(2) === 0 ? quoted[0] : `[${quoted.join()}]`;
    const inner = kind === "" ? list : `{"${kind}":${list}}`;
    return { form: "not", json: `{"anything-but":${inner}}`, texts };
  }

  private numeric(): Filter {
    const one = this.limit();
    const other = this.limit();
    const [low, high] = Number(one) <= Number(other) ? [one, other] : [other, one];
    const near = [Number(low), Number(high)];
    const json =
      this.draw(2) === 0
        ? `["${this.of([">=", ">", "<", "<=", "="])}",${this.spelling(low)}]`
        : `["${this.of([">", ">="])}",${this.spelling(low)},"${this.of(["<", "<="])}",${this.spelling(high)}]`;
    return { form: "numeric", json: `{"numeric":${json}}`, near };
  }

  /** Mostly a number that can be a bound. */
  private limit(): string {
    return this.of(this.rarely(25) ? NUMBERS : NUMBERS.slice(0, 18));
  }

  private quoted(text: string): string {
    const escape = this.rarely(5);
    const units = escape ? text.split("") : [...text];
    const body = units.map((unit) => {
      const lone = unit.length === 1 && /[\ud800-\udfff]/.test(unit);
      if (lone || (escape && this.draw(2) === 0))
        return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
      return JSON.stringify(unit).slice(1, -1);
    });
    return `"${body.join("")}"`;
  }

  private leafText(leaf: Leaf): string {
    return "raw" in leaf ? leaf.raw : this.quoted(leaf.string);
  }

  patternText(node: Node): string {
    switch (node.kind) {
      case "object":
        return `{${node.entries.map(([name, inner]) => `${this.quoted(name)}:${this.patternText(inner)}`).join()}}`;
      case "or":
        return `[${node.branches.map((branch) => this.patternText(branch)).join()}]`;
      case "filters":
        return `[${node.filters.map((filter) => this.filterText(filter)).join()}]`;
    }
  }

  private filterText(filter: Filter): string {
    switch (filter.form) {
      case "value":
        return this.leafText(filter.value);
      case "exists":
        return `{"exists":${filter.there}}`;
      case "cidr":
        return `{"cidr":${JSON.stringify(filter.block)}}`;
      case "not":
      case "numeric":
      case "broken":
        return filter.json;
      case "prefix":
      case "suffix":
      case "fold":
      case "wild":
        return filter.wrap.reduceRight((inner, key) => `{"${key}":${inner}}`, this.quoted(filter.text));
    }
  }

  eventText(node: Node): string {
    return `{${this.entriesText(node).join()}}${this.rarely(60) ? " x" : ""}`;
  }

  /** What an object holds so that the pattern's object probably matches. */
  private entriesText(node: Node): string[] {
    if (node.kind !== "object") return [];
    const entries = node.entries.flatMap(([name, inner]) => this.entryTexts(name, inner));
    if (this.rarely(6)) entries.push(`${this.quoted(this.name())}:${this.anyValue(2)}`);
    if (this.rarely(12)) entries.reverse();
    return entries;
  }

  private entryTexts(name: string, inner: Node): string[] {
    if (inner.kind === "or") {
      const branch = inner.branches[this.draw(Math.max(1, inner.branches.length))];
      return branch === undefined ? [] : this.entriesText(branch);
    }
    if (this.rarely(25)) return [];
    const value = inner.kind === "object" ? this.objectText(inner) : this.fieldText(inner.filters);
    if (value === undefined) return [];
    const parts = name.split(".");
    if (parts.length > 1 && this.draw(2) === 0) {
      return [parts.reduceRight((below, part) => `{${this.quoted(part)}:${below}}`, value).slice(1, -1)];
    }
    return [`${this.quoted(name)}:${value}`];
  }

  private objectText(inner: Node): string {
    const one = () => `{${this.entriesText(inner).join()}}`;
    if (!this.rarely(3)) return one();
    const items = this.many(1, 3, () =>
      this.rarely(8) ? this.anyValue(1) : this.rarely(8) ? `[${one()}]` : one(),
    );
    return `[${items.join()}]`;
  }

  private fieldText(filters: readonly Filter[]): string | undefined {
    if (filters.length === 0) return this.anyValue(1);
    const one = () => (this.rarely(5) ? this.anyValue(1) : this.witness(this.of(filters)));
    const first = one();
    if (!this.rarely(5)) return first;
    return `[${[first, ...this.many(0, 2, one)].filter((item) => item !== undefined).join()}]`;
  }

  /** A value that probably fits; undefined when it is one that should not be there. */
  private witness(filter: Filter): string | undefined {
    switch (filter.form) {
      case "value":
        if ("string" in filter.value) return this.quoted(filter.value.string);
        return /^-?\d/.test(filter.value.raw) ? this.spelling(filter.value.raw) : filter.value.raw;
      case "prefix":
        return this.quoted(this.cased(filter.text, filter.wrap) + this.word(2));
      case "suffix":
        return this.quoted(this.word(2) + this.cased(filter.text, filter.wrap));
      case "fold":
        return this.quoted(this.cased(filter.text, filter.wrap));
      case "wild":
        return this.quoted(
          filter.text.replace(/\\(.)|\*/g, (_, literal?: string) => literal ?? this.word(2)),
        );
      case "not":
        return this.rarely(3) && filter.texts.length > 0
          ? this.quoted(this.of(filter.texts))
          : this.anyValue(0);
      case "numeric": {
        const near = this.of(filter.near);
        const moved = near + this.of([0, 1, -1, 0.01, -0.01]);
        return Number.isFinite(moved) ? this.spelling(String(moved)) : this.of(NUMBERS);
      }
      case "exists":
        return filter.there || this.rarely(6) ? this.anyValue(1) : undefined;
      case "cidr":
        return this.rarely(8) ? this.anyValue(0) : this.quoted(this.of(ADDRESSES));
      case "broken":
        return this.anyValue(1);
    }
  }

  private cased(text: string, wrap: readonly string[]): string {
    if (!wrap.includes("equals-ignore-case")) return text;
    return [...text].map((c) => (this.draw(2) === 0 ? c.toUpperCase() : c.toLowerCase())).join("");
  }

  private anyValue(depth: number): string {
    if (depth > 0 && this.rarely(8)) return `[${this.many(0, 2, () => this.anyValue(depth - 1)).join()}]`;
    if (depth > 0 && this.rarely(8)) {
      return `{${this.many(0, 2, () => `${this.quoted(this.name())}:${this.anyValue(depth - 1)}`).join()}}`;
    }
    return this.leafText(this.leaf());
  }

  /** With one character left out, doubled or put in. */
  damaged(text: string): string {
    const at = this.draw(text.length);
    const inserted = this.of(["", text.charAt(at), ",", "{", "]", "\n", "\u00a0", "1", '"', "\\"]);
    return text.slice(0, at) + inserted + text.slice(this.draw(2) === 0 ? at : at + 1);
  }
}

/** A sequence of choices from a seed (mulberry32), kept for {@link smaller}. */
export function seeded(seed: number): { readonly draw: Draw; readonly choices: number[] } {
  const choices: number[] = [];
  let state = seed >>> 0;
  const draw: Draw = (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const choice = ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
    choices.push(choice);
    return choice;
  };
  return { draw, choices };
}

/** Draws given choices again, and zeros after their end. */
export function replayed(choices: readonly number[]): Draw {
  let at = 0;
  return (limit) => (choices[at++] ?? 0) % limit;
}

/** Every list of choices that is a little smaller: with a few left out, or one made zero or halved. */
export function* smaller(choices: readonly number[]): Generator<number[], void, undefined> {
  for (const length of [16, 8, 4, 2, 1]) {
    for (let at = 0; at + length <= choices.length; at++) {
      yield [...choices.slice(0, at), ...choices.slice(at + length)];
    }
  }
  for (const [at, choice] of choices.entries()) {
    if (choice > 0) yield choices.with(at, 0);
    if (choice > 1) yield choices.with(at, choice >> 1);
  }
}
