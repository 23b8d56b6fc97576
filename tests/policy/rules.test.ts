import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyConfig } from "../../policy/config";
import { RULES } from "../../policy/rules";
import { Analyzer, type Violation } from "./analyzer";
import { FACTS } from "./facts";
import { CASES } from "./rules/index";
import type { Case, Sample } from "./sample";

const unrelated: Sample = {
  type: "random:index/randomPet:RandomPet",
  props: { length: 2, keepers: { why: "nothing to do with any rule" } },
};

let analyzer: Analyzer;

beforeAll(async () => {
  analyzer = await Analyzer.start(path.resolve(__dirname, "../../policy"));
  await analyzer.configure(policyConfig("prod", FACTS));
});
afterAll(() => analyzer.stop());

async function of(rule: string, { resources }: Pick<Case, "resources">): Promise<Violation[]> {
  return (await analyzer.program(resources)).filter((violation) => violation.rule === rule);
}

it("every rule is tried on values that are not known", () => {
  const tried = CASES.filter(
    ({ unknown, unknownButEnough = [] }) => unknown.length + unknownButEnough.length > 0,
  );
  expect(tried).toEqual(CASES);
});

it("every rule but that on waivers has cases, which name the requirements it serves", () => {
  const stated = Object.fromEntries(CASES.map(({ rule, serves }) => [rule, serves]));
  const rules = RULES.filter(({ id }) => id !== "exemption-expiry");
  expect(stated).toEqual(Object.fromEntries(rules.map(({ id, serves }) => [id, serves])));
});

describe.each(CASES)(
  "$rule ($serves), through the real analyzer",
  ({ rule, advises = false, violating, complying, unknown, unknownButEnough = [] }) => {
    const refusal = advises ? "advisory" : "mandatory";

    it.each(violating)("refuses $title", async (violation) => {
      const found = await of(rule, violation);
      const refusals = found.filter(({ level }) => level === refusal).map(({ message }) => message);
      const texts = violation.says;
      expect(
        refusals.filter((message) => texts.every((text) => message.includes(text))),
        `one of these should hold all of ${JSON.stringify(texts)}:\n${refusals.join("\n")}`,
      ).not.toEqual([]);
    });

    it.each(complying)("accepts $title", async (compliance) => {
      expect((await of(rule, compliance)).filter(({ level }) => level === refusal)).toEqual([]);
    });

    it("says nothing of what is no matter of it", async () => {
      expect(await of(rule, { resources: [unrelated] })).toEqual([]);
    });

    it.each(unknownButEnough)("is not put off by $title", async (enough) => {
      expect(await of(rule, enough)).toEqual([]);
    });

    it.each(unknown)("puts off $title", async (putOff) => {
      const found = await of(rule, putOff);
      expect(found.filter(({ level }) => level === "mandatory")).toEqual([]);
      expect(found.map(({ message }) => message).join("\n")).toContain("can't be known during preview");
    });
  },
);
