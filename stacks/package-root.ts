import { existsSync } from "node:fs";
import path from "node:path";

/** Folder of this package, wherever the module runs from: its sources or dist. */
export const packageRoot = above(__dirname, "package.json") ?? __dirname;

/** The nearest folder, from one upwards, that holds a file of this name. */
export function above(folder: string, file: string): string | undefined {
  if (existsSync(path.join(folder, file))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : above(parent, file);
}
