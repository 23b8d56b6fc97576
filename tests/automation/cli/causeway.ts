import { execFile, type ExecFileOptions } from "node:child_process";
import path from "node:path";

export const root = path.resolve(__dirname, "../../..");
export const twoStacks = path.join(root, "tests/fixtures/two-stacks/platform.js");
const main = path.join(root, "dist/automation/cli/main.js");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a user does, in a process of its own. */
export function causeway(args: readonly string[], options: ExecFileOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, ...args],
      { cwd: root, ...options, encoding: "utf8" },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      },
    );
  });
}
