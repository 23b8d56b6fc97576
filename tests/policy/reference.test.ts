import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { RULES } from "../../policy/rules";

const root = path.resolve(__dirname, "../..");
const reference = readFileSync(path.join(root, "docs/policy.md"), "utf8");

it("docs/policy.md is made from the rules as they are; otherwise run node scripts/policy-docs.mjs", () => {
  const script = path.join(root, "scripts/policy-docs.mjs");
  expect(reference).toBe(execFileSync(process.execPath, [script, "--print"], { encoding: "utf8" }));
});

it("docs/policy.md has a section for every rule", () => {
  const sections = [...reference.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
  expect(sections).toEqual(RULES.map(({ id }) => id));
});
