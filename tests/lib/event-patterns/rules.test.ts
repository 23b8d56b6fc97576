import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  JsonFault,
  compilePattern,
  compileRules,
  matches,
  readEvent,
  type Pattern,
} from "../../../lib/event-patterns";
import { generatePair, seeded } from "./generate";

/** What a text is read as; undefined when it is refused. */
function read<T>(reader: (text: string) => T, text: string): T | undefined {
  try {
    return reader(text);
  } catch {
    return undefined;
  }
}

/** Pairs with odd patterns of every kind, malformed ones left out, over few names, so that rules share much. */
function generated(seed: number, count: number): { patterns: Pattern[]; events: string[] } {
  const { draw } = seeded(seed);
  const pairs = Array.from({ length: count }, () => generatePair(draw));
  const patterns = pairs.map(({ pattern }) => read(compilePattern, pattern));
  return {
    patterns: patterns.filter((pattern) => pattern !== undefined),
    events: pairs.map(({ event }) => event).filter((event) => read(readEvent, event) !== undefined),
  };
}

/** How many pairs of an event and a rule match; the rules together and one by one must say the same. */
function compared(patterns: readonly Pattern[], events: readonly string[]): number {
  const rules = compileRules(patterns.map((pattern, i) => [i, pattern] as const));
  let count = 0;
  for (const text of events) {
    const event = readEvent(text);
    const oneByOne = patterns.flatMap((pattern, i) => (matches(pattern, event) ? [i] : []));
    expect(rules.of(event)).toEqual(oneByOne);
    expect(rules.ofText(text)).toEqual(oneByOne);
    count += oneByOne.length;
  }
  return count;
}

const leaf = fc.oneof(
  fc.constantFrom("a", "ab", "b", "10.0.0.1", ""),
  fc.integer({ min: -2, max: 6 }),
  fc.constantFrom(1.5, 2.25, true, null),
);
const condition = fc.oneof(
  { weight: 3, arbitrary: leaf },
  fc.constantFrom<object>(
    { prefix: "a" },
    { prefix: "ab" },
    { suffix: "b" },
    { wildcard: "a*" },
    { "equals-ignore-case": "AB" },
    { exists: true },
    { exists: false },
    { "anything-but": ["a", "b"] },
    { "anything-but": [1, 2] },
    { numeric: [">", 1] },
    { numeric: [">=", 0, "<", 3] },
    { numeric: ["<=", 2] },
    { numeric: ["=", 2] },
    { cidr: "10.0.0.0/8" },
  ),
);
const name = fc.constantFrom("x", "y", "z");
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
const flat = fc.dictionary(name, conditions, { minKeys: 1 });
const nested = fc.oneof(flat, fc.record({ x: flat }), fc.record({ list: flat, y: conditions }));
const pattern = fc.oneof(
  { weight: 3, arbitrary: nested },
  fc.record({ $or: fc.tuple(nested, nested), y: conditions }),
);
const fields = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })));
const event = fc.oneof(
  fields,
  fc.record({ x: fields }),
  fc.record({ list: fc.array(fields, { maxLength: 3 }), y: leaf }),
);

describe("many rules together", () => {
  it("answer as each rule alone does, for odd patterns and events of every kind", () => {
    let matched = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const { patterns, events } = generated(seed, 60);
      matched += compared(patterns, events);
    }
    expect(matched).toBeGreaterThan(2_000);
  });

  it("answer as each rule alone does, for patterns that share names and values", () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 10, maxLength: 60 }),
        fc.array(event, { minLength: 5, maxLength: 10 }),
        (patterns, events) => {
          compared(
            patterns.map((one) => compilePattern(JSON.stringify(one))),
            events.map((one) => JSON.stringify(one)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("answer as each rule alone does where conditions on one field change each other", () => {
    const wildcards = [
      { x: [{ wildcard: "*b" }, { "equals-ignore-case": "e" }] },
      { $or: [{ x: [{ wildcard: "*b" }] }, { x: [{ "equals-ignore-case": "e" }], y: [1] }] },
      // As numbers are compared here, a suffix is looked for in the bits of this one, which end as a quote's do.
      { $or: [{ x: [{ suffix: "" }] }, { x: [{ numeric: ["<", 0] }] }] },
      { $or: [{ x: ["xyz", { wildcard: "*b" }], y: [1] }, { x: [{ "equals-ignore-case": "e" }] }] },
    ];
    const patterns = wildcards.flatMap((one) => Array<Pattern>(5).fill(compilePattern(JSON.stringify(one))));
    const events = ['{"x":"xyz"}', '{"x":"xyz","y":1}', '{"x":1.0000000000000075}', '{"x":"z","y":1}'];
    expect(compared(patterns, events)).toBe(60);
  });

  it("name the rules that match in their order, under keys that may repeat", () => {
    const any = compilePattern('{"a":[{"exists":true}]}');
    const one = compilePattern('{"a":["1"]}');
    const rules = compileRules<unknown>([
      ["second", any],
      [["first"], one],
      [undefined, any],
      ["second", any],
    ]);
    expect(rules.of(readEvent('{"a":"1"}'))).toEqual(["second", ["first"], undefined, "second"]);
    expect(rules.of(readEvent('{"a":"2"}'))).toEqual(["second", undefined, "second"]);
    expect(() => rules.ofText('{"a":"1"')).toThrow(JsonFault);
    expect(() => rules.ofText('{"unread":[1,],"a":"1"}')).toThrow(JsonFault);
    expect(compileRules([]).of(readEvent('{"a":"2"}'))).toEqual([]);
  });

  it("are not tried one by one: of a thousand that differ in one field, a handful is looked at", () => {
    let looked = 0;
    const events = new Map<string, string>();
    const counting = (pattern: Pattern): Pattern => ({
      get alternatives() {
        return pattern.alternatives;
      },
      get machine() {
        looked++;
        return pattern.machine;
      },
    });
    const make = (i: number): object[] => [
      { source: ["s"], detail: { list: { id: [`id-${i}`] } } },
      { source: ["s"], detail: { list: { id: [{ prefix: `id-${i}-` }] } } },
      { source: ["s"], detail: { list: { n: [i] } } },
      { source: ["s"], detail: { list: { n: [{ numeric: [">", i, "<", i + 2] }] } } },
    ];
    for (let kind = 0; kind < 4; kind++) {
      const rules = compileRules(
        Array.from(
          { length: 1000 },
          (_, i) => [i, counting(compilePattern(JSON.stringify(make(i)[kind])))] as const,
        ),
      );
      looked = 0;
      const list = [
        { id: "id-7", n: 7 },
        { id: "id-8-x", n: 8 },
      ];
      events.set(
        String(kind),
        JSON.stringify(rules.of(readEvent(JSON.stringify({ source: "s", detail: { list } })))),
      );
      // A value in an array is left to the rule's own machine: only rules that come near it are asked.
      expect(looked).toBeLessThan(10);
    }
    expect([...events.values()]).toEqual(["[7]", "[8]", "[7,8]", "[6,7]"]);
  });
});
