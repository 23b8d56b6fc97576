import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { managedPolicy } from "../../../automation/clouds/aws/access/managed";
import { partPath } from "../../../scripts/parts.mjs";

/** What moto's makers got from IAM for each of AWS's own policies. */
const copy = path.join(partPath("moto") ?? "", "moto", "iam", "aws_managed_policies.py");
const runs = existsSync(copy);

interface Given {
  readonly Document: { readonly Statement: readonly GivenStatement[] };
}
interface GivenStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === "string" ? [value] : (value ?? []);

test.runIf(runs)(
  `AWS's own policies allow here nothing that they do not allow without a condition there${runs ? "" : ": not run: npm run parts"}`,
  () => {
    const [, text = "{}"] = readFileSync(copy, "utf8").split('"""');
    const policies = Object.entries(JSON.parse(text) as Record<string, Given>);
    let known = 0;
    for (const [name, { Document }] of policies) {
      const here = managedPolicy(`arn:aws:iam::aws:policy/${name}`);
      if (here === undefined) continue;
      known++;
      const there = Document.Statement.filter(
        (one) => one.Effect === "Allow" && one.Condition === undefined,
      ).flatMap(({ Action, Resource }) =>
        listed(Action).flatMap((action) => listed(Resource).map((on) => `${action} on ${on}`)),
      );
      const allowed = here.flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((on) => `${action} on ${on}`)),
      );
      expect(
        allowed.filter((one) => !there.includes(one)),
        name,
      ).toEqual([]);
    }
    expect(known).toBe(8);
  },
);
