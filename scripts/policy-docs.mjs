// Writes docs/policy.md from the rules; a test compares. `--print` writes to standard output instead.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { buildDist } from "./build.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const target = path.join(root, "docs", "policy.md");

await buildDist();
const { referenceMarkdown } = createRequire(import.meta.url)(
  path.join(root, "dist", "policy", "reference.js"),
);
const text = await format(referenceMarkdown(), { ...(await resolveConfig(target)), parser: "markdown" });
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
