import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PolicyPackUse } from "../../stacks/define/platform";

/** Policy packs as the CLI takes them. */
export interface PolicyFiles {
  readonly packs: readonly string[];
  /** A configuration file for every pack, in their order, or none at all. */
  readonly configs: readonly string[];
}

/** Writes the configuration of packs into a folder. */
export function policyFiles(packs: readonly PolicyPackUse[], folder: string): PolicyFiles {
  const paths = packs.map((pack) => pack.path);
  if (packs.every((pack) => pack.config === undefined)) return { packs: paths, configs: [] };
  mkdirSync(folder, { recursive: true });
  const configs = packs.map((pack, index) => {
    const file = path.join(folder, `policy-${index}.json`);
    writeFileSync(file, JSON.stringify(pack.config ?? {}), { mode: 0o600 });
    return file;
  });
  return { packs: paths, configs };
}
