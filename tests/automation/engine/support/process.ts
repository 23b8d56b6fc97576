import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import type { TestProject } from "./project";

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `up` of a project in a process of its own, as runner.ts says. */
export function runInProcess(project: TestProject, call: string, pack?: string): Ended {
  const runner = path.join(project.folder, "..", `${path.basename(project.folder)}-runner.js`);
  buildSync({
    entryPoints: [path.join(__dirname, "runner.ts")],
    outfile: runner,
    bundle: true,
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
  const args = [runner, project.folder, project.home, call, ...(pack === undefined ? [] : [pack])];
  try {
    return spawnSync(process.execPath, args, {
      encoding: "utf8",
      timeout: 60_000,
      env: {
        ...process.env,
        NODE_PATH: path.join(project.folder, "node_modules"),
        PULUMI_CONFIG_PASSPHRASE: "open",
      },
    });
  } finally {
    fs.rmSync(runner, { force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
