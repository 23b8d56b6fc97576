// Files that only hand on what other files export, as index.ts of a component's folder: a program that takes one component
// from it would load all of them and their parts of the clouds' packages, a third of a small program's start.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const EXPORTS = /^module\.exports = __toCommonJS\(\w+\);$/m;
const ANNOTATION = /^\/\/ Annotate the CommonJS export names for ESM import in node:$/m;
const IMPORT = /^var (import_\w+) = (require\("[^"]+"\));$/;

/**
 * The text of a CommonJS file as esbuild writes it, with every file that it requires loaded when one of its exports is
 * first read; undefined where the file does more than hand on.
 */
export function loadLate(text) {
  const exported = EXPORTS.exec(text);
  const annotation = ANNOTATION.exec(text);
  if (exported === null || annotation === null) return undefined;
  const from = exported.index + exported[0].length;
  const lines = text.slice(from, annotation.index).split("\n").filter(Boolean);
  const imports = lines.map((line) => IMPORT.exec(line));
  if (imports.length === 0 || imports.includes(null)) return undefined;
  let getters = text.slice(0, from);
  for (const [, name] of imports) {
    // One that nothing is handed on from is imported for what it does.
    if (!getters.includes(`() => ${name}.`)) return undefined;
    getters = getters.replaceAll(`() => ${name}.`, `() => ${name}().`);
  }
  return [
    getters,
    "function late(load) {\n  let loaded;\n  return () => (loaded ??= load());\n}",
    ...imports.map(([, name, load]) => `var ${name} = late(() => ${load});`),
    text.slice(annotation.index),
  ].join("\n");
}

/** Does it for every index.js below a folder, and says for how many. */
export function lateBarrels(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => path.basename(name) === "index.js");
  return files.filter((name) => {
    const file = path.join(folder, name);
    const late = loadLate(readFileSync(file, "utf8"));
    if (late !== undefined) writeFileSync(file, late);
    return late !== undefined;
  }).length;
}
