// Writes policy/taggable.ts: which resource types take the mandatory tags, from the declarations of the installed cloud
// packages. Run it after upgrading them; a test compares. `--print` writes to standard output instead.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const target = path.join(root, "policy", "taggable.ts");

/** Types of a package whose arguments have the property, as `module/type`. */
function typesWith(name, property) {
  const folder = path.join(root, "node_modules", "@pulumi", name);
  const found = [];
  for (const area of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (area.name === "node_modules" || area.name === "types") continue;
    for (const file of readdirSync(path.join(folder, area.name))) {
      if (!file.endsWith(".d.ts")) continue;
      const source = path.join(folder, area.name, file.replace(/\.d\.ts$/, ".js"));
      if (!existsSync(source)) continue;
      const token = /__pulumiType = '([^']+)'/.exec(readFileSync(source, "utf8"))?.[1];
      if (token === undefined) continue;
      const declarations = readFileSync(path.join(folder, area.name, file), "utf8");
      const args = /export interface \w+Args \{[\s\S]*?\n\}/.exec(declarations)?.[0] ?? "";
      const [, module, cls] = token.split(":");
      if (new RegExp(`^    ${property}\\??: `, "m").test(args) && cls !== undefined) found.push(module);
    }
  }
  return found.sort();
}

/** Words in lines of at most 110 characters. */
function wrapped(words) {
  const lines = [""];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length > 110) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines.join("\n");
}

/** The text of policy/taggable.ts. */
async function taggableSource() {
  const list = (name, types) => `const ${name} = \`\n${wrapped(types)}\n\`;\n`;
  const text = [
    "// Made by scripts/policy-taggable.mjs from the installed @pulumi/aws and @pulumi/oci; do not edit.\n",
    list("AWS", typesWith("aws", "tags")),
    list("OCI", typesWith("oci", "definedTags")),
    `
const words = (text: string) => text.trim().split(/\\s+/);

/** Property in which a type takes its tags. */
export type TagProperty = "tags" | "definedTags" | "metadata.labels";

const PROPERTY_BY_MODULE: ReadonlyMap<string, TagProperty> = new Map([
  ...words(AWS).map((type) => [\`aws:\${type}\`, "tags"] as const),
  ...words(OCI).map((type) => [\`oci:\${type}\`, "definedTags"] as const),
  ["kubernetes:core/v1", "metadata.labels"],
]);

/** The property in which a type takes its tags; undefined when it takes none, or is not held to them. */
export function tagPropertyOf(token: string): TagProperty | undefined {
  if (token.startsWith("kubernetes:") && token !== "kubernetes:core/v1:Namespace") return undefined;
  return PROPERTY_BY_MODULE.get(token.slice(0, token.lastIndexOf(":")));
}
`,
  ].join("");
  return format(text, { ...(await resolveConfig(target)), parser: "typescript" });
}

const source = await taggableSource();
if (process.argv.includes("--print")) process.stdout.write(source);
else writeFileSync(target, source);
