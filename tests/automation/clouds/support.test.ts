import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { kinds as awsKinds } from "../../../automation/clouds/aws/kinds";
import { functions as awsFunctions } from "../../../automation/clouds/aws/functions";
import { PackageFacts, required } from "../../../automation/clouds/facts/facts";
import type { PropertyFact, Shape } from "../../../automation/clouds/facts/parser";
import { kinds as ociKinds } from "../../../automation/clouds/oci/cloud";
import { functions as ociFunctions } from "../../../automation/clouds/oci/functions";
import { kindChecks } from "../../../automation/clouds/kubernetes/objects";
import { supportPage } from "../../../automation/clouds/support";
import { onRecord } from "./exercised";

const packages = { aws: new PackageFacts("aws"), oci: new PackageFacts("oci") };

function nested(facts: PackageFacts, shape: Shape): readonly PropertyFact[] | undefined {
  const plain = required(shape);
  if (plain.kind === "array") return nested(facts, plain.of);
  return plain.kind === "object" ? facts.object(plain.name) : undefined;
}

/** Whether the SDK declares an input at a dotted path. */
function declares(facts: PackageFacts, type: string, path: string): boolean {
  let members: readonly PropertyFact[] = [...(facts.type(type)?.inputs.values() ?? [])];
  for (const key of path.split(".")) {
    const found = members.find((m) => m.name === key);
    if (!found) return false;
    members = nested(facts, found.shape) ?? [];
  }
  return true;
}

describe.each([
  ["aws", awsKinds, awsFunctions],
  ["oci", ociKinds, ociFunctions],
] as const)("%s", (name, kinds, functions) => {
  const facts = packages[name];

  test.each([...kinds.values()].map((k) => [k.type, k] as const))(
    "%s names inputs that the SDK has",
    (type, kind) => {
      expect(facts.type(type), type).toBeDefined();
      const paths = [
        ...Object.keys(kind.references ?? {}),
        ...(kind.holds ?? []),
        ...Object.keys(kind.replaces ?? {}),
        ...(kind.naming
          ? [kind.naming.property, ...(kind.naming.prefix === undefined ? [] : [kind.naming.prefix])]
          : []),
      ];
      expect(paths.filter((p) => !declares(facts, type, p))).toEqual([]);
      for (const target of Object.values(kind.references ?? {}))
        expect(target.types.filter((t) => facts.type(t) === undefined)).toEqual([]);
    },
  );

  test("functions are the SDK's", () => {
    expect([...functions.keys()].filter((t) => facts.function(t) === undefined)).toEqual([]);
  });
});

const refused = onRecord();

test("every type with a behaviour of its own was seen to refuse something", () => {
  const claimed = [...awsKinds.values(), ...ociKinds.values()].filter((k) => k.simulates !== undefined);
  expect(claimed.map((k) => k.type).filter((type) => !refused.has(type))).toEqual([]);
  const objects = [...refused.keys()].map((type) => type.slice(type.lastIndexOf(":") + 1));
  expect(Object.keys(kindChecks).filter((kind) => !objects.includes(kind))).toEqual([]);
});

test("a type without evidence is not listed, whatever its kind says of itself", () => {
  const without = new Map([...refused].filter(([type]) => type !== "aws:sqs/queue:Queue"));
  const row = "| `aws:sqs/queue:Queue` |";
  const page = (evidence: typeof refused) =>
    supportPage({ refused: evidence, used: new Set(["aws:sqs/queue:Queue"]) });
  expect(page(refused)).toContain(row);
  expect(page(without)).not.toContain(row);
  expect(page(without)).toContain("with what every type has alone: `aws:sqs/queue:Queue`.");
});

/** Types of the URNs of every stack in every environment. */
function usedTypes(): Set<string> {
  const folder = "tests/stacks/urns";
  const urns = readdirSync(folder).flatMap((name) =>
    readFileSync(path.join(folder, name), "utf8").split("\n"),
  );
  return new Set(
    urns.flatMap((urn) => /(?:^|::|\$)((?:aws|oci):[\w/.-]+:\w+)::[^:]+$/.exec(urn.trim())?.[1] ?? []),
  );
}

test("docs/simulated-clouds.md says what the code does and tests saw", async () => {
  const used = usedTypes();
  expect(used.size).toBeGreaterThan(60);
  await expect(supportPage({ refused, used })).toMatchFileSnapshot("../../../docs/simulated-clouds.md");
});
