import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { RunReport, StackReport } from "../../../automation/deploy/report";

export const root = path.resolve(__dirname, "../../..");
export const twoStacks = path.join(root, "tests/fixtures/two-stacks/platform.js");
export const fourStacks = path.join(root, "tests/fixtures/four-stacks/platform.js");
const main = path.join(root, "dist/automation/cli/main.js");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Where {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command as a user does, in a process of its own. */
export function causeway(args: readonly string[], where: Where = {}): Promise<Ended> {
  const options = {
    cwd: where.cwd ?? root,
    env: { ...process.env, ...where.env },
    maxBuffer: 64 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

/** Starts the command and leaves it running, in a process group of its own as a shell would. */
export function startCauseway(args: readonly string[], where: Where = {}): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: where.cwd ?? root,
    env: { ...process.env, ...where.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** An empty folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-cli-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The arguments of an embedded run of a fixture's dev environment. */
export function embedded(verb: string, platform: string, state: string, ...more: string[]): string[] {
  return [verb, "--env", "dev", "--engine", "embedded", "--platform", platform, "--state", state, ...more];
}

/** The document of a run with --json, by stack. */
export function reportOf({ stdout }: Pick<Ended, "stdout">): RunReport & { of(stack: string): StackReport } {
  const report = JSON.parse(stdout) as RunReport;
  const of = (name: string) => {
    const stack = report.stacks.find((one) => one.name === name);
    if (stack === undefined) throw new Error(`the report has no stack ${name}`);
    return stack;
  };
  return { ...report, of };
}
