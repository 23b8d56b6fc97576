import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { definitionFaults, type Json } from "../../../../automation/clouds/aws/states";
import { COMPARISONS, TYPE_TESTS } from "../../../../automation/clouds/aws/states/language/compare";
import { failureOf, machine, outputOf, validatorSays } from "./run";

/** A machine that says whether one rule holds. */
const asking = (rule: object) =>
  machine({
    Ask: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
    Yes: { Type: "Pass", Result: true, End: true },
    No: { Type: "Pass", Result: false, End: true },
  });

const holds = (rule: object, input: Json) => outputOf(asking(rule), input);

describe("a Choice", () => {
  test.each<[string, Json, Json, boolean]>([
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "A", false],
    ["StringLessThan", "b", "a", true],
    ["StringLessThan", "a", "a", false],
    ["StringLessThanEquals", "a", "a", true],
    ["StringGreaterThan", "a", "b", true],
    ["StringGreaterThanEquals", "a", "a", true],
    ["StringGreaterThanEquals", "b", "a", false],
    ["NumericEquals", 1, 1, true],
    ["NumericEquals", 1, "1", false],
    ["NumericLessThan", 20, 19.99, true],
    ["NumericLessThanEquals", 20, 20, true],
    ["NumericGreaterThan", 20, 20, false],
    ["NumericGreaterThanEquals", 20, 20, true],
    ["BooleanEquals", true, true, true],
    ["BooleanEquals", true, "true", false],
    ["TimestampEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", true],
    ["TimestampLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59.999Z", true],
    ["TimestampLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", false],
    ["TimestampGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", true],
    ["TimestampGreaterThanEquals", "2026-01-01T00:00:00Z", "no instant", false],
    ["StringMatches", "log-*.txt", "log-1.txt", true],
    ["StringMatches", "log-*.txt", "log-1.txt.gz", false],
    ["StringMatches", "a\\*b", "a*b", true],
    ["StringMatches", "a\\*b", "axb", false],
    ["StringMatches", "a\\\\*", "a\\x", true],
    ["StringMatches", "a.c", "abc", false],
  ])("%s %j of %j is %s", async (operator, against, value, result) => {
    const rule = { Variable: "$.v", [operator]: against };
    expect(await holds(rule, { v: value })).toBe(result);
    if (operator === "StringMatches") return;
    const byPath = { Variable: "$.v", [`${operator}Path`]: "$.w" };
    expect(await holds(byPath, { v: value, w: against })).toBe(result);
  });

  test.each<[string, Json[]]>([
    ["IsNull", [null]],
    ["IsString", ["a", "2026-01-01T00:00:00Z"]],
    ["IsNumeric", [0]],
    ["IsBoolean", [false]],
    ["IsTimestamp", ["2026-01-01T00:00:00Z"]],
  ])("%s holds of %j alone", async (operator, those) => {
    for (const value of [null, "a", "2026-01-01T00:00:00Z", 0, false, [], {}] as Json[]) {
      const is = those.includes(value);
      expect(await holds({ Variable: "$.v", [operator]: true }, { v: value })).toBe(is);
      expect(await holds({ Variable: "$.v", [operator]: false }, { v: value })).toBe(!is);
    }
  });

  test("IsPresent alone may ask for what is not there", async () => {
    expect(await holds({ Variable: "$.v", IsPresent: true }, {})).toBe(false);
    expect(await holds({ Variable: "$.v", IsPresent: false }, {})).toBe(true);
    expect(await holds({ Variable: "$.v", IsPresent: true }, { v: null })).toBe(true);
    for (const rule of [{ IsNull: true }, { NumericEquals: 1 }]) {
      const { error } = await failureOf(asking({ Variable: "$.v", ...rule }), {});
      expect(error).toBe("States.Runtime");
    }
  });

  test("every operator there is, asl-validator knows too", () => {
    const operators = [
      ...Object.keys(TYPE_TESTS).map((name): [string, Json] => [name, true]),
      ...Object.keys(COMPARISONS).flatMap((name): [string, Json][] => {
        const against = /^String/.test(name)
          ? "a"
          : /^Num/.test(name)
            ? 1
            : /^Bool/.test(name) || "2026-01-01T00:00:00Z";
        return name === "StringMatches"
          ? [[name, against]]
          : [
              [name, against],
              [`${name}Path`, "$.w"],
            ];
      }),
    ];
    expect(operators).toHaveLength(6 + 17 + 16);
    const Choices = operators.map(([name, against]) => ({ Variable: "$.v", [name]: against, Next: "Yes" }));
    const all = machine({ Ask: { Type: "Choice", Choices }, Yes: { Type: "Succeed" } });
    expect(validatorSays(all)).toEqual([]);
    expect(definitionFaults(all)).toEqual([]);
  });

  const number = (name: string, value: number) => ({ Variable: "$.v", [name]: value });

  test("of two numbers exactly one is less, equal or greater", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ noNaN: true }), fc.double({ noNaN: true }), async (a, b) => {
        const results = await Promise.all(
          ["NumericLessThan", "NumericEquals", "NumericGreaterThan"].map((name) =>
            holds(number(name, a), { v: b }),
          ),
        );
        expect(results.filter((result) => result === true)).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  test("And, Or and Not obey De Morgan", async () => {
    const test = fc
      .constantFrom("NumericLessThan", "NumericEquals", "NumericGreaterThan")
      .chain((name) => fc.integer({ min: 0, max: 5 }).map((value) => number(name, value)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(test, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 5 }),
        async (tests, v) => {
          const notAll = await holds({ Not: { And: tests } }, { v });
          const oneNot = await holds({ Or: tests.map((inner) => ({ Not: inner })) }, { v });
          expect(notAll).toBe(oneNot);
        },
      ),
      { numRuns: 50 },
    );
  });

  // The example of states-language.net, "Choice State".
  const dispatch = machine({
    DispatchEvent: {
      Type: "Choice",
      Choices: [
        { Not: { Variable: "$.type", StringEquals: "Private" }, Next: "Public" },
        {
          And: [
            { Variable: "$.value", IsPresent: true },
            { Variable: "$.value", IsNumeric: true },
            { Variable: "$.value", NumericGreaterThanEquals: 20 },
            { Variable: "$.value", NumericLessThan: 30 },
          ],
          Next: "ValueInTwenties",
        },
      ],
      Default: "RecordEvent",
    },
    Public: { Type: "Pass", Result: "Public", End: true },
    ValueInTwenties: { Type: "Pass", Result: "ValueInTwenties", End: true },
    RecordEvent: { Type: "Pass", Result: "RecordEvent", End: true },
  });

  test.each<[Json, string]>([
    [{ type: "Open" }, "Public"],
    [{ type: "Private", value: 22 }, "ValueInTwenties"],
    [{ type: "Private", value: 30 }, "RecordEvent"],
    [{ type: "Private" }, "RecordEvent"],
  ])("the specification's example, of %j, goes to %s", async (input, next) => {
    expect(await outputOf(dispatch, input)).toBe(next);
  });

  test("fails when nothing holds and there is no default", async () => {
    const states = {
      Ask: { Type: "Choice", Choices: [{ Variable: "$.v", NumericEquals: 1, Next: "Yes" }] },
      Yes: { Type: "Succeed" },
    };
    expect((await failureOf(machine(states), { v: 2 })).error).toBe("States.NoChoiceMatched");
  });
});
