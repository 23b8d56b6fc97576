import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lateBarrels } from "../../scripts/late-barrels.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-barrels-"));
const out = path.join(folder, "out");
const SOURCES = {
  "parts/a.ts": `console.log("a is loaded"); export const a = 1; export const again = () => "twice";`,
  "parts/b.ts": `console.log("b is loaded"); export class B {}`,
  "parts/index.ts": `export { a, again } from "./a"; export { B } from "./b"; export type { T } from "./t";`,
  "parts/t.ts": `export type T = string;`,
  "busy/index.ts": `export { a } from "../parts/a"; console.log("has code");`,
  "effect/index.ts": `import "../parts/a"; export { B } from "../parts/b";`,
  "all/index.ts": `export * from "../parts/a"; export { B } from "../parts/b";`,
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(SOURCES)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const entryPoints = Object.keys(SOURCES).map((name) => path.join(folder, name));
  await build({ entryPoints, outdir: out, outbase: folder, platform: "node", format: "cjs" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): string[] =>
  execFileSync(process.execPath, args, { cwd: out, encoding: "utf8" }).trim().split("\n");

it("a file that only hands on loads a part when one of its exports is read, and once", () => {
  // What runs code of its own, is imported for what it does, or hands on names that are not told, stays as it is.
  const others = () =>
    ["busy", "effect", "all"].map((name) => readFileSync(path.join(out, name, "index.js"), "utf8"));
  const before = others();
  expect(lateBarrels(out)).toBe(1);
  expect(others()).toEqual(before);

  const source = `const parts = require("./parts"); console.log(Object.keys(parts).join()); console.log(parts.a, parts.again());`;
  expect(run("-e", source)).toEqual(["B,a,again", "a is loaded", "1 twice"]);
  expect(
    run("--input-type=module", "-e", `import { a, B } from "./parts/index.js"; console.log(a, typeof B);`),
  ).toEqual(expect.arrayContaining(["a is loaded", "b is loaded", "1 function"]));
});
