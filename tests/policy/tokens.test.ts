import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { NAMED } from "../../policy/lib/named";
import { STATEFUL } from "../../policy/lib/stateful";

const root = path.resolve(__dirname, "../..");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "dist" ? [] : sources(full);
    return full.endsWith(".ts") ? [full] : [];
  });
}

/** The file of an SDK that declares a type, found by its token: `aws:sqs/queue:Queue` is in aws/sqs/queue.js. */
function declarationOf(token: string): string | undefined {
  const [cloud = "", module = ""] = token.split(":");
  const [area = "", file = ""] = module.split("/");
  // Areas that are words of TypeScript have another folder's name.
  const candidates = [area, area.toLowerCase()].map((name) =>
    path.join(root, "node_modules/@pulumi", cloud, name, `${file}.js`),
  );
  return candidates.find((candidate) => existsSync(candidate));
}

const tokens = [
  ...new Set(
    sources(path.join(root, "policy")).flatMap(
      (file) => readFileSync(file, "utf8").match(/(?<=")(aws|oci):\w+\/\w+:\w+(?=")/g) ?? [],
    ),
  ),
].sort();

describe("type tokens", () => {
  it("are many", () => {
    expect(tokens.length).toBeGreaterThan(80);
  });

  it.each(tokens)("%s is a type of the installed package", (token) => {
    const file = declarationOf(token);
    expect(file, "no such file").toBeDefined();
    expect(readFileSync(file ?? "", "utf8")).toContain(`__pulumiType = '${token}'`);
  });
});

describe("properties named by text", () => {
  const paths = [
    ...Object.entries(NAMED).flatMap(([token, named]) => named.paths.map((text) => [token, text] as const)),
    ...Object.entries(STATEFUL).flatMap(([token, { key, lock }]) =>
      [key, lock?.path].flatMap((text) => (text === undefined ? [] : [[token, text] as const])),
    ),
  ];

  it.each(paths)("%s has the input %s", (token, text) => {
    const declarations = readFileSync((declarationOf(token) ?? "").replace(/\.js$/, ".d.ts"), "utf8");
    const inputs = /export interface \w+Args \{[\s\S]*?\n\}/.exec(declarations)?.[0] ?? "";
    expect(inputs).toMatch(new RegExp(`^    ${text.split(/[.[]/)[0]}\\??: `, "m"));
  });
});

describe("taggable types", () => {
  it("are those of the installed packages; otherwise run node scripts/policy-taggable.mjs", () => {
    const script = path.join(root, "scripts/policy-taggable.mjs");
    const expected = execFileSync(process.execPath, [script, "--print"], { encoding: "utf8" });
    expect(readFileSync(path.join(root, "policy/taggable.ts"), "utf8")).toBe(expected);
  });
});
