import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { RULES } from "../../policy/rules";

const root = path.resolve(__dirname, "../..");
const read = (name: string) => readFileSync(path.join(root, "docs", name), "utf8");
const ids = RULES.map(({ id }) => id);

it("docs/policy.md and docs/policies.md are made from the rules as they are; otherwise run node scripts/policy-docs.mjs", () => {
  const script = path.join(root, "scripts/policy-docs.mjs");
  const there = ["policy.md", "policies.md"].map((name) => `--- ${name}\n${read(name)}`).join("");
  const made = execFileSync(process.execPath, [script, "--print"], { encoding: "utf8" });
  expect(made.slice(made.indexOf("--- policy.md"))).toBe(there);
});

it("docs/policies.md has a section for every rule, to which the table of levels leads", () => {
  expect([...read("policies.md").matchAll(/^## (.+)$/gm)].map(([, id]) => id)).toEqual(ids);
  const links = [...read("policy.md").matchAll(/^\| \[`(.+?)`\]\(policies\.md#(.+?)\)/gm)];
  expect(links.map(([, id, anchor]) => [id, anchor])).toEqual(ids.map((id) => [id, id]));
});

it("every rule but that on waivers shows what it refuses, what it says, and what it accepts", () => {
  const sections = read("policies.md").split(/^## /m).slice(1);
  const lacking = sections
    .filter((text) => !/^Refused: .+\n\n```yaml\n[^]+\n```text\n[^]+^Accepted: .+\n\n```yaml\n/m.test(text))
    .map((text) => text.split("\n")[0]);
  expect(lacking).toEqual(["exemption-expiry"]);
});
