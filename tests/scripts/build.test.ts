import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = path.resolve(__dirname, "../..");
let folder: string;

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const build = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [path.join(folder, "scripts/build.mjs"), ...args], { encoding: "utf8" });

/** Every file that a build writes, by its path. */
function built(): Record<string, string> {
  return Object.fromEntries(
    ["dist", "policy/dist"].flatMap((of) =>
      readdirSync(path.join(folder, of), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => path.join(one.parentPath, one.name))
        .map((file) => [path.relative(folder, file), readFileSync(file, "utf8")] as const),
    ),
  );
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "causeway-build-"));
  for (const name of ["scripts", "package-lock.json", "tsconfig.json", ".cache"]) {
    const apart = (from: string) => !/\.cache\/(?!kubernetes-facts)/.test(path.relative(root, from));
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true, filter: apart });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  write("lib/word.ts", 'export const word: string = "one";');
  write("lib/other.ts", "export const other = 1;");
  write("policy/index.ts", 'import { word } from "../lib/word";\nconsole.log(word);');
  write("components/shop/word.ts", 'export const said: string = "said";');
  write(
    "components/shop/functions/say/handler.ts",
    'import { said } from "../../word";\nexport const handler = () => said;',
  );
  write("automation/cli/main.ts", "export {};");
  write("automation/clouds/kubernetes/index.ts", "export {};");
  build();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<[string, () => void, RegExp]>([
  ["a source", () => write("lib/other.ts", "export const other = 2;"), /^built 1 files/],
  ["what the pack is bundled from", () => write("lib/word.ts", 'export const word = "two";'), /^built 1 /],
  [
    "what a function is bundled from",
    () => write("components/shop/word.ts", 'export const said = "sung";'),
    /^built 1 /,
  ],
  ["a source that comes", () => write("components/shop/word/index.ts", "export {};"), /^built 1 /],
  ["a source that goes", () => rmSync(path.join(folder, "lib/other.ts")), /^built 0 /],
  ["a file of dist/ that is lost", () => rmSync(path.join(folder, "dist/lib/word.js")), /^built 1 /],
])("a build after %s differs makes what one from nothing makes", (_, edit, said) => {
  edit();
  expect(build()).toMatch(said);
  const made = built();
  expect(build()).toMatch(/^dist is up to date/);
  build("--force");
  expect(built()).toEqual(made);
  expect(existsSync(path.join(folder, "dist/lib/other.js"))).toBe(
    existsSync(path.join(folder, "lib/other.ts")),
  );
});
