// Writes docs/policy.md and docs/policies.md from the rules and their tests; a test compares. `--print` writes to standard
// output instead.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";
import { buildDist } from "./build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const load = createRequire(import.meta.url);

await buildDist();
const { referenceMarkdown, rulesMarkdown } = load(path.join(root, "dist", "policy", "reference.js"));
const target = path.join(root, "docs", "policy.md");
const texts = {
  "policy.md": await format(referenceMarkdown(), { ...(await resolveConfig(target)), parser: "markdown" }),
  "policies.md": rulesMarkdown(await examples()),
};
for (const [name, text] of Object.entries(texts)) {
  if (process.argv.includes("--print")) process.stdout.write(`--- ${name}\n${text}`);
  else writeFileSync(path.join(root, "docs", name), text);
}

/** The programs of the rules' tests, which are TypeScript that no build holds. */
async function examples() {
  const folder = mkdtempSync(path.join(root, "dist", "examples-"));
  try {
    const outfile = path.join(folder, "examples.cjs");
    const entryPoints = [path.join(root, "tests", "policy", "examples.ts")];
    await build({
      entryPoints,
      outfile,
      bundle: true,
      packages: "external",
      platform: "node",
      logLevel: "error",
    });
    return load(outfile).examples();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
