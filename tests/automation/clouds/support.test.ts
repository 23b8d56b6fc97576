import { describe, expect, test } from "vitest";
import { kinds as awsKinds } from "../../../automation/clouds/aws/kinds";
import { functions as awsFunctions } from "../../../automation/clouds/aws/functions";
import { PackageFacts, required } from "../../../automation/clouds/facts/facts";
import type { PropertyFact, Shape } from "../../../automation/clouds/facts/parser";
import { kinds as ociKinds } from "../../../automation/clouds/oci/cloud";
import { functions as ociFunctions } from "../../../automation/clouds/oci/functions";
import { supportPage } from "../../../automation/clouds/support";

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

test("docs/simulated-clouds.md says what the code does", async () => {
  await expect(supportPage()).toMatchFileSnapshot("../../../docs/simulated-clouds.md");
});
