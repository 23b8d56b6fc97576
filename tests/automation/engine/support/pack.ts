import fs from "node:fs";
import path from "node:path";

/**
 * Writes a policy pack of plain JavaScript.
 *
 * @param manifest of package.json, over its name, version and entry.
 * @param yaml of PulumiPolicy.yaml.
 */
export function writePack(
  folder: string,
  source: string,
  manifest: Readonly<Record<string, unknown>> = {},
  yaml = "runtime: nodejs\nversion: 1.0.0\n",
): string {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "PulumiPolicy.yaml"), yaml);
  const all = { name: "rules", version: "1.0.0", main: "index.js", ...manifest };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(all));
  fs.writeFileSync(path.join(folder, "index.js"), source);
  return folder;
}
