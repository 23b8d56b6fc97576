import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileReason } from "../../lib/file-error";
import { DeployError } from "./failure";
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

/**
 * Makes the root, readable by its owner alone, and keeps what is made out of version control, also in a folder that was there.
 *
 * @throws {DeployError} `input` where nothing can be made there.
 */
export function makeRoot({ root, home, runs }: Layout): void {
  try {
    for (const folder of [root, home]) {
      if (existsSync(folder)) continue;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(path.join(folder, ".gitignore"), "*\n");
    }
    mkdirSync(runs, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = fileReason(error) ?? String(error);
    const message = `${root}, where causeway keeps its own files, can not be written (${reason}): name another folder with --state`;
    throw new DeployError("input", message, { cause: error });
  }
}
