/** Runs the built `causeway` under the trace, killed on the way where that is asked for. */
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildSync } from "esbuild";
import { root } from "../cli/causeway";
import { readTrace, type DiskOperation } from "./disk";

const main = path.join(root, "dist/automation/cli/main.js");

export type Verb = "up" | "destroy";

/** How much of what could be tried is: one of so many, or one of each kind. */
export type Stride = number | "kinds";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly trace: readonly DiskOperation[];
}

export class Victim {
  readonly state: string;
  readonly #preload: string;
  #runs = 0;

  /** @param folder an empty one, for the state and what belongs to the test. */
  constructor(private readonly folder: string) {
    this.state = path.join(folder, "state");
    this.#preload = path.join(folder, "trace-disk.js");
    buildSync({
      entryPoints: [path.join(__dirname, "trace-disk.ts")],
      outfile: this.#preload,
      bundle: true,
      platform: "node",
      logLevel: "error",
    });
  }

  /**
   * Runs a verb over the dev platform, resolving when none of its processes is left.
   *
   * @param stride how many points that no earlier run passed it passes before it is killed; 0 lets it end, `kinds` has it
   * killed at the first of a kind that no earlier run passed.
   * @param points what the points that count begin with.
   */
  async run(verb: Verb, stride: Stride, more: readonly string[] = [], points = ""): Promise<Ended> {
    const trace = path.join(this.folder, `trace-${this.#runs++}`);
    const child = spawn(
      process.execPath,
      ["--require", this.#preload, main, verb, "--env", "dev", "--engine", "embedded"].concat(
        ["--state", this.state, "--json"],
        more,
      ),
      {
        cwd: root,
        detached: true,
        env: {
          ...process.env,
          CRASH_ROOT: this.state,
          CRASH_TRACE: trace,
          CRASH_STRIDE: String(stride === "kinds" ? 1 : stride),
          CRASH_KINDS: stride === "kinds" ? "1" : "",
          CRASH_POINTS: points,
          CRASH_PASSED: this.#passedFile(verb),
        },
      },
    );
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.once("exit", (...how) => resolve(how)),
    );
    if (child.pid !== undefined) await groupGone(child.pid);
    return { code, signal, stdout, stderr, trace: readTrace(trace) };
  }

  /** Points that its runs passed so far, in words. */
  passed(verb: Verb): string[] {
    const file = this.#passedFile(verb);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  }

  #passedFile(verb: Verb): string {
    return path.join(this.folder, `passed-${verb}`);
  }
}

/** Resolves when no process of a group runs: programs end by themselves when their engine is gone. */
async function groupGone(pid: number): Promise<void> {
  while (running(pid)) await pause(20);
}

/** One that ended and was not taken notice of yet by its parent runs no more. */
function running(group: number): boolean {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pgid=,stat="], { encoding: "utf8" });
  const states = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  return states.some(([pgid, state = ""]) => Number(pgid) === group && !state.startsWith("Z"));
}
