import fc from "fast-check";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyConfig, type KnownFacts } from "../../policy/config";
import { RULES } from "../../policy/rules";
import { WAIVERS } from "../../policy/waivers";
import { faultyFields, matches, type Waiver } from "../../policy/waivers/waiver";
import { Analyzer, type Violation } from "./analyzer";
import { FACTS } from "./facts";
import type { Sample } from "./sample";

const queue: Sample = {
  type: "aws:sqs/queue:Queue",
  name: "orders",
  props: {
    id: "u",
    name: "acme-dev-use1-events-orders",
    kmsMasterKeyId: "alias/aws/sqs",
    redrivePolicy: "{}",
  },
};
const stack: Sample = { type: "pulumi:pulumi:Stack", name: "causeway-dev-sample", props: {} };
const program = [stack, queue];

const waiver: Waiver = {
  rule: "cmk-required",
  stack: "dev-*",
  resource: "aws:sqs/queue:Queue::orders",
  reason: "the consumer's account gets the key in December",
  owner: "orders-team",
  expires: "2026-12-31",
};

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await Analyzer.start(path.resolve(__dirname, "../../policy"));
});
afterAll(() => analyzer.stop());

async function findings(
  waivers: readonly Waiver[],
  rule: string,
  facts: KnownFacts = FACTS,
): Promise<Violation[]> {
  await analyzer.configure(policyConfig("prod", { ...facts, waivers }));
  return (await analyzer.program(program)).filter((violation) => violation.rule === rule);
}

describe("a waiver", () => {
  it("turns its finding into advice that says who accepted it, why and until when", async () => {
    expect((await findings([], "cmk-required")).map(({ level }) => level)).toEqual(["mandatory"]);
    const found = await findings([waiver], "cmk-required");
    expect(found.map(({ level }) => level)).toEqual(["advisory"]);
    expect(found[0]?.message).toContain('"orders": kmsMasterKeyId is "alias/aws/sqs"');
    expect(found[0]?.message).toContain(
      "Waived until 2026-12-31 by orders-team: the consumer's account gets the key in December.",
    );
    expect(found[0]?.urn).toContain("::orders");
  });

  it.each([
    ["another stack", { stack: "prod-*" }],
    ["another resource", { resource: "aws:sqs/queue:Queue::payments" }],
    ["another rule", { rule: "name-and-tags" }],
    ["a past day", { expires: "2026-11-24" }],
    ["no owner", { owner: " " }],
    ["no last day", { expires: "never" }],
  ])("with %s excuses nothing", async (_, change) => {
    const found = await findings([{ ...waiver, ...change }], "cmk-required");
    expect(
      found
        .filter(({ level }) => level === "mandatory")
        .map(({ message }) => message)
        .join(),
    ).toContain('"orders": kmsMasterKeyId');
  });

  it("holds on its last day", async () => {
    const found = await findings([waiver], "cmk-required", { ...FACTS, today: "2026-12-31" });
    expect(found.map(({ level }) => level)).toEqual(["advisory"]);
  });

  it("that covers no finding is itself refused, in its own stack only", async () => {
    const unused = { ...waiver, resource: "aws:sqs/queue:Queue::payments" };
    const refusal = (await findings([waiver, unused], "cmk-required")).filter(
      ({ level }) => level === "mandatory",
    );
    expect(refusal.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        "The waiver of orders-team for aws:sqs/queue:Queue::payments in dev-* covers no finding. Remove it",
      ),
    ]);
    const elsewhere = await findings([waiver, { ...unused, stack: "prod-*" }], "cmk-required");
    expect(elsewhere.map(({ level }) => level)).toEqual(["advisory"]);
  });
});

describe("exemption-expiry", () => {
  it.each([
    ["is over", { expires: "2026-11-24" }, 'waivers[0].expires is "2026-11-24"', "is over"],
    ["has no reason", { reason: "" }, 'waivers[0].reason is ""', "excuses nothing"],
    ["has no owner", { owner: "" }, "waivers[0].owner", "excuses nothing"],
    ["never ends", { expires: "never" }, 'waivers[0].expires is "never"', "YYYY-MM-DD"],
    ["names no rule", { rule: "cmk" }, 'waivers[0].rule is "cmk"', "there is no such rule"],
    ["names a stack that there is not", { stack: "prd-*" }, 'waivers[0].stack is "prd-*"', "no such stack"],
    ["names a rule that admits none", { rule: "no-plaintext-secret" }, "waivers[0].rule", "admits no waiver"],
  ])("refuses a waiver that %s", async (_, change, ...texts) => {
    const found = await findings([{ ...waiver, ...change }], "exemption-expiry");
    expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
    for (const text of texts) expect(found[0]?.message).toContain(text);
  });

  it("excuses nothing of a rule that admits none", async () => {
    const leak = {
      type: "kubernetes:core/v1:ConfigMap",
      name: "app",
      props: { data: { password: "hunter2" } },
    };
    const given = { ...waiver, rule: "no-plaintext-secret", resource: "*" };
    await analyzer.configure(policyConfig("prod", { ...FACTS, waivers: [given] }));
    const found = (await analyzer.program([stack, leak])).filter(({ rule }) => rule === given.rule);
    expect(found.map(({ level }) => level)).toEqual(["mandatory"]);
  });

  it("can be written for every rule but these", () => {
    expect(RULES.filter(({ waivable }) => waivable === false).map(({ id }) => id)).toEqual([
      "env-no-cross-route",
      "layer-order",
      "no-plaintext-secret",
      "exemption-expiry",
    ]);
  });

  it("accepts a whole waiver, one of another stack that is over, and no waiver at all", async () => {
    expect(await findings([waiver], "exemption-expiry")).toEqual([]);
    expect(
      await findings([{ ...waiver, stack: "prod-*", expires: "2026-01-01" }], "exemption-expiry"),
    ).toEqual([]);
    expect(await findings([], "exemption-expiry")).toEqual([]);
  });

  it("does not judge the stack's name where the stacks are not told", async () => {
    const { environments } = FACTS;
    await analyzer.configure({
      "exemption-expiry": {
        enforcementLevel: "mandatory",
        environments,
        waivers: [{ ...waiver, stack: "prd-*" }],
        today: FACTS.today,
      },
    });
    const found = await analyzer.program(program);
    expect(found.filter(({ rule }) => rule === "exemption-expiry")).toEqual([]);
  });
});

describe("the platform's own waivers", () => {
  it("are whole", () => {
    expect(WAIVERS.flatMap((one) => faultyFields(one))).toEqual([]);
  });
});

describe("patterns", () => {
  it("match by text, with * for anything", () => {
    expect(matches("dev-*", "dev-events")).toBe(true);
    expect(matches("dev-*", "my-dev-events")).toBe(false);
    expect(matches("a.b*", "aXb")).toBe(false);
    expect(matches("aws:sqs/*::orders", "aws:sqs/queue:Queue::orders")).toBe(true);
  });
});

/** The plain meaning, which takes for ever where it takes long. */
const meaning = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replace(/[.+]/g, "\\$&").replaceAll("*", ".*")}$`, "s").test(text);

it("a star stands for any text and every other character for itself", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "."), maxLength: 6 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "\n"), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (one, other) => {
      expect(matches(one, other)).toBe(meaning(one, other));
    }),
    { numRuns: 2000 },
  );
});

it("many stars that match nothing are told at once", () => {
  const text = "a".repeat(5000);
  expect(matches(`${"*a".repeat(200)}*b`, text)).toBe(false);
  expect(matches("*a".repeat(200), text)).toBe(true);
});
