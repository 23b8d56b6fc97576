import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { UNKNOWN, type Value, type Values } from "../../../automation/engine/provider";
import { InputCheck } from "../../../automation/clouds/facts/check";
import { PackageFacts, required } from "../../../automation/clouds/facts/facts";
import type { PropertyFact, Shape } from "../../../automation/clouds/facts/parser";

const packages = ["aws", "oci", "kubernetes", "tls"] as const;
const factsOf = Object.fromEntries(packages.map((name) => [name, new PackageFacts(name)]));

/** Every type of a cloud that the reference platform registers in any environment, with the facts of its package. */
const types: readonly (readonly [string, PackageFacts])[] = [
  ...new Set(
    ["dev", "staging", "prod"].flatMap((env) =>
      readFileSync(path.resolve(__dirname, `../../stacks/urns/${env}.txt`), "utf8")
        .trim()
        .split("\n")
        .map((urn) => urn.split("::")[2]?.split("$").pop() ?? ""),
    ),
  ),
].flatMap((type) => {
  const facts = factsOf[type.split(":")[0] ?? ""];
  return facts ? [[type, facts] as const] : [];
});

/** A value that has nothing to do with a shape; undefined where there is none, as the SDK takes anything. */
function wrong(shape: Shape): Value | undefined {
  const plain = required(shape);
  switch (plain.kind) {
    case "any":
    case "undefined":
      return undefined;
    case "array":
    case "map":
    case "object":
      return "text";
    case "number":
    case "boolean":
      return "neither";
    case "union":
      // Text or a list, text or an object: a truth value is neither, unless it may be one.
      return plain.of.some((s) => ["any", "boolean", "string", "enum"].includes(s.kind))
        ? wrongUnion(plain.of)
        : 1.5;
    case "string":
    case "enum":
    case "literal":
    case "asset":
      return [];
  }
}

const wrongUnion = (shapes: readonly Shape[]): Value | undefined =>
  shapes.some((s) => ["any", "array"].includes(s.kind)) ? undefined : [];

interface Place {
  /** The path, as a failure has it. */
  readonly at: string;
  readonly fact: PropertyFact;
  /** The whole inputs with a value at the place, or under another name beside it. */
  readonly inputs: (value: Value, name?: string) => Values;
  /** The names that the object has in which the place is. */
  readonly names: readonly string[];
}

/** Every property of a type and of the objects within, each interface once. */
function* places(
  facts: PackageFacts,
  members: readonly PropertyFact[],
  at: string,
  wrap: (object: Values) => Values,
  seen: Set<string>,
): Generator<Place> {
  for (const fact of members) {
    const here = at === "" ? fact.name : `${at}.${fact.name}`;
    const inputs = (value: Value, name = fact.name): Values => wrap({ [name]: value });
    yield { at: here, fact, inputs, names: members.map((m) => m.name) };
    let shape = required(fact.shape);
    let suffix = "";
    let enclose = (inner: Values): Value => inner;
    for (; shape.kind === "array"; shape = required(shape.of)) {
      const outer = enclose;
      enclose = (inner) => [outer(inner)] as Value;
      suffix += "[0]";
    }
    if (shape.kind !== "object" || seen.has(shape.name)) continue;
    seen.add(shape.name);
    const inside = facts.object(shape.name) ?? [];
    yield* places(facts, inside, here + suffix, (o) => wrap({ [fact.name]: enclose(o) }), seen);
  }
}

const all: readonly (readonly [string, PackageFacts, readonly Place[]])[] = types.map(([type, facts]) => {
  const inputs = [...(facts.type(type)?.inputs.values() ?? [])];
  return [type, facts, [...places(facts, inputs, "", (o) => o, new Set())]];
});

function failures(facts: PackageFacts, type: string, inputs: Values): { property: string; reason: string }[] {
  const check = new InputCheck(facts);
  check.properties(inputs, facts.type(type)?.inputs ?? new Map<string, PropertyFact>());
  return [...check.failures];
}

describe("mistakes in the inputs of every type that the stacks use", () => {
  test("there are thousands of places for them", () => {
    expect(all.length).toBeGreaterThan(80);
    expect(all.flatMap(([, , found]) => found).length).toBeGreaterThan(2000);
  });

  test("a value of another type is refused at its place; what takes anything is listed here", () => {
    const accepted: string[] = [];
    for (const [type, facts, found] of all)
      for (const { at, fact, inputs } of found) {
        const value = wrong(fact.shape);
        const told =
          value !== undefined && failures(facts, type, inputs(value)).some((f) => f.property === at);
        if (!told) accepted.push(`${type} ${at}`);
      }
    // Whatever the server wrote down of who manages which field.
    expect(accepted.filter((place) => !place.endsWith("managedFields[0].fieldsV1"))).toEqual([
      // An ARN, or the resource that has it.
      "aws:sns/topicSubscription:TopicSubscription topic",
      "aws:iam/rolePolicy:RolePolicy role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment role",
    ]);
  });

  test("a name with a slip in it is refused at its place, with one that there is", () => {
    let slips = 0;
    for (const [type, facts, found] of all)
      for (const { at, fact, inputs, names } of found) {
        const slip = `${fact.name}x`;
        if (fact.name.length < 5 || names.includes(slip)) continue;
        slips++;
        const told = failures(facts, type, inputs(UNKNOWN, slip)).find((f) => f.property === `${at}x`);
        expect(told?.reason, `${type} ${at}`).toMatch(/has no property "\w+x"; did you mean "\w+"\?$/);
      }
    expect(slips).toBeGreaterThan(1500);
  });

  test("what is required is asked for, in every object", () => {
    for (const [type, facts, found] of all)
      for (const { at, fact, inputs } of found) {
        if (!fact.required) continue;
        const told = failures(facts, type, inputs(null));
        expect(
          told.map((f) => f.property),
          `${type} ${at}`,
        ).toContain(at);
      }
  });

  test("a value that is not known yet passes everywhere", () => {
    for (const [type, facts, found] of all)
      for (const { at, inputs } of found) {
        const told = failures(facts, type, inputs(UNKNOWN)).filter((f) => f.property === at);
        expect(told, `${type} ${at}`).toEqual([]);
      }
  });
});

test("an enumeration that the SDK closes has no other values; an open one takes any text", () => {
  const facts = factsOf["aws"] as PackageFacts;
  expect(facts.enumeration("alb.LoadBalancerType")).toEqual(["application", "network"]);
  const type = "aws:alb/loadBalancer:LoadBalancer";
  expect(failures(facts, type, { loadBalancerType: "gateways" })).toEqual([
    { property: "loadBalancerType", reason: 'must be "application" or "network"' },
  ]);
  expect(failures(facts, type, { loadBalancerType: "network", ipAddressType: "new" })).toEqual([]);
});
