import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyConfig, type PolicyConfig } from "../../policy/config";
import { RULES } from "../../policy/rules";
import { Analyzer, type Violation } from "./analyzer";
import { FACTS } from "./facts";
import { CASES } from "./rules/index";
import { UNKNOWN, type Case, type Sample } from "./sample";

/** How Pulumi writes a secret (pulumi/pulumi, sdk/nodejs/runtime/rpc.ts). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const unrelated: Sample = {
  type: "random:index/randomPet:RandomPet",
  props: { length: 2, keepers: { why: "nothing to do with any rule" } },
};

let analyzer: Analyzer;

const ALL = policyConfig("prod", FACTS);

/** The rule as prod holds it, and no other: what the others say of its cases is not looked at. */
const alone = (rule: string): PolicyConfig =>
  Object.fromEntries(
    Object.entries(ALL).map(([id, held]) => [id, id === rule ? held : { enforcementLevel: "disabled" }]),
  );

beforeAll(async () => {
  analyzer = await Analyzer.start(path.resolve(__dirname, "../../policy"));
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
    beforeAll(() => analyzer.configure(alone(rule)));

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

describe("level remediate", () => {
  it.each(CASES.filter(({ mends }) => mends !== undefined))(
    "of $rule ($serves) changes what it says, keeps what is secret or not known, and then has nothing to do",
    async ({ rule, mends = [] }) => {
      await analyzer.configure({ ...ALL, [rule]: { ...ALL[rule], enforcementLevel: "remediate" } });
      const more = { unrelated: UNKNOWN, concealed: { [SIGNATURE]: SECRET, value: "hidden" } };
      for (const { sample, to } of mends) {
        const given = { ...sample, props: { ...sample.props, ...more } };
        const mended = { ...given.props, ...to };
        expect(await analyzer.remediate(given)).toEqual(mended);
        expect(await analyzer.remediate({ ...given, props: mended })).toBeUndefined();
      }
    },
  );

  it("has an explanation and a case wherever there is one", () => {
    const mending = RULES.filter((rule) => rule.remediate !== undefined);
    expect(mending.map(({ id, remediates }) => [id, typeof remediates])).toEqual(
      mending.map(({ id }) => [id, "string"]),
    );
    expect(CASES.filter(({ mends }) => mends !== undefined).map(({ rule }) => rule)).toEqual(
      mending.map(({ id }) => id),
    );
  });
});
