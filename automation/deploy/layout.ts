import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { above } from "../../stacks/package-root";

/** Where causeway keeps what is its own. Real and simulated runs share nothing below the root. */
export interface Layout {
  /** `.causeway`, or what `--state` names. */
  readonly root: string;
  /** Records of runs, by platform and environment. */
  readonly runs: string;
  /** Everything else of one engine: of the embedded one its state, its clouds and its passphrase. */
  readonly home: string;
}

/** Name of the state root in a project. */
export const STATE_ROOT = ".causeway";

/**
 * The layout below a state root. Nothing is made.
 *
 * @param given what `--state` names; `.causeway` of the nearest folder with a package.json or Pulumi.yaml otherwise.
 */
export function layoutOf(given: string | undefined, cwd: string, engine: "pulumi" | "embedded"): Layout {
  const project = above(cwd, "package.json") ?? above(cwd, "Pulumi.yaml") ?? cwd;
  const root = given === undefined ? path.join(project, STATE_ROOT) : path.resolve(cwd, given);
  const home = path.join(root, engine);
  return { root, home, runs: path.join(home, "runs") };
}

/** Makes the root, readable by its owner alone, and keeps what it made out of version control. */
export function makeRoot({ root, home, runs }: Layout): void {
  if (!existsSync(root)) {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    writeFileSync(path.join(root, ".gitignore"), "*\n");
  }
  for (const folder of [home, runs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
}
