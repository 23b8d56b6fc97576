import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { AWS_RULES } from "../../../automation/prices/aws-rules";
import type { Entry } from "../../../automation/prices/listed";
import { OCI_RULES } from "../../../automation/prices/oci-rules";
import { root } from "../cli/causeway";

const entries: readonly Entry[] = [
  ...Object.values(AWS_RULES).flatMap((rules) => rules.flatMap((rule) => rule.entries("m6i.large"))),
  ...OCI_RULES.flatMap((rule) => rule.map(({ entry }) => entry)),
];

/** Names of the inputs of a type, as its package declares them. */
function inputsOf(type: string): ReadonlySet<string> {
  const [pkg = "", module = "", cls = ""] = type.split(":");
  const file = [module, module.replace(/^[^/]+/, (name) => name.toLowerCase())]
    .map((one) => path.join(root, "node_modules/@pulumi", pkg, `${one}.d.ts`))
    .find((one) => existsSync(one));
  if (file === undefined) throw new Error(`no declaration of ${type}`);
  const text = readFileSync(file, "utf8");
  const args = text.slice(text.indexOf(`export interface ${cls}Args `));
  return new Set([...args.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name]) => name ?? ""));
}

/** A misspelt input would never be there, and what needs it absent would always fit. */
describe("what prices are of", () => {
  test.each([...new Set(entries.map(({ type }) => type))])("%s: each input is one of the type", (type) => {
    const known = inputsOf(type);
    expect(known.size).toBeGreaterThan(0);
    for (const { when, times = [] } of entries.filter((one) => one.type === type)) {
      const paths = [...Object.keys(when), ...[times].flat().filter((one) => typeof one === "string")];
      const names = paths.map((one) => /^\w+/.exec(one)?.[0] ?? one);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    }
  });
});
