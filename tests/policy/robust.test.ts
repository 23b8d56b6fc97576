import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { saidOf } from "./in-process";
import { CASES } from "./rules/index";
import { UNKNOWN, type Sample } from "./sample";

const RUNS = Number(process.env["RUNS"] ?? 30);

type Path = readonly string[];

/** Every place in a value, but the items of lists: one that is left out has no place. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [[...at, key]]),
    ...placesIn(inner, [...at, key]),
  ]);
}

function replaced(holder: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(holder))
    return (holder as unknown[]).map((item, i) => (String(i) === key ? replaced(item, rest, by) : item));
  const { [key]: inner, ...others } = holder as Readonly<Record<string, unknown>>;
  const value = replaced(inner, rest, by);
  return value === undefined ? others : { ...others, [key]: value };
}

const programs = CASES.flatMap(({ violating, complying }) => [...violating, ...complying]).map(
  (one) => one.resources,
);

/** A program of some rule's cases, with one to three places of it chosen. */
const chosen = fc.record({
  program: fc.constantFrom(...programs),
  choices: fc.array(fc.record({ which: fc.nat(), where: fc.nat() }), { minLength: 1, maxLength: 3 }),
});

function changedBy(
  { program, choices }: { program: readonly Sample[]; choices: readonly { which: number; where: number }[] },
  by: (choice: number) => unknown,
): readonly Sample[] {
  return choices.reduce((samples, { which, where }, i) => {
    const at = which % samples.length;
    const sample = samples[at];
    const places = placesIn(sample?.props);
    const place = places[where % Math.max(1, places.length)];
    if (sample === undefined || place === undefined) return samples;
    const props = replaced(sample.props, place, by(i)) as Sample["props"];
    return samples.map((one, index) => (index === at ? { ...sample, props } : one));
  }, program);
}

/** What a chart's values, a custom resource or a program without types may hold where a rule expects something else. */
const ODD = [
  UNKNOWN,
  null,
  "",
  "text",
  0,
  -1,
  true,
  false,
  [],
  {},
  [UNKNOWN],
  [null],
  { a: null },
  ["a"],
  [[]],
] as const;

describe("rules on programs of any form", () => {
  it("throw nothing, whatever stands where they look", () => {
    const odd = fc.tuple(chosen, fc.array(fc.constantFrom(...ODD), { minLength: 3, maxLength: 3 }));
    fc.assert(
      fc.property(odd, ([given, values]) => {
        saidOf(changedBy(given, (i) => values[i]));
      }),
      { numRuns: RUNS },
    );
  });

  it("say the same of null as of what is left out", () => {
    fc.assert(
      fc.property(chosen, (given) => {
        const one = { ...given, choices: given.choices.slice(0, 1) };
        expect(saidOf(changedBy(one, () => null))).toEqual(saidOf(changedBy(one, () => undefined)));
      }),
      { numRuns: RUNS },
    );
  });

  it("judge what is known of a value that is known in part", () => {
    fc.assert(
      fc.property(chosen, (given) => {
        expect(
          saidOf(changedBy(given, () => UNKNOWN)).filter((text) => text.includes("can not judge")),
        ).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
