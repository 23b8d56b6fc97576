import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Variable that is 1 for programs whose deployer has found dist/ fresh. */
export const FRESH = "CAUSEWAY_DIST_FRESH";

const SOURCES = ["lib", "components", "stacks", "automation", "policy"];

/**
 * Why dist/ is not what the sources say, in a checkout of this package; undefined when it is, and in an installed
 * package, which has no sources. By times alone: the build stamps dist/ anew when nothing has changed, too.
 */
export function staleness(root: string): string | undefined {
  if (!existsSync(path.join(root, "scripts", "build.mjs"))) return undefined;
  const stamp = statSync(path.join(root, "dist", ".stamp"), { throwIfNoEntry: false });
  if (stamp === undefined) return "dist is missing";
  const newer = newest(SOURCES.map((source) => path.join(root, source)));
  return newer !== undefined && newer.time > stamp.mtimeMs
    ? `dist is older than ${path.relative(root, newer.file)}`
    : undefined;
}

function newest(folders: readonly string[]): { readonly file: string; readonly time: number } | undefined {
  let found: { file: string; time: number } | undefined;
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (
        !entry.isFile() ||
        !/(?<!\.d)\.ts$/.test(entry.name) ||
        /node_modules|[\\/]dist/.test(entry.parentPath)
      )
        continue;
      const file = path.join(entry.parentPath, entry.name);
      const time = statSync(file).mtimeMs;
      if (found === undefined || time > found.time) found = { file, time };
    }
  }
  return found;
}
