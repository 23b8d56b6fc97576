import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const sleeper = new Int32Array(new SharedArrayBuffer(4));
let attempts = 0;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function holder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Takes `file` for this process, or answers false when another one has it. The content is there from the start. */
function take(file: string): boolean {
  const own = `${file}.${String(process.pid)}.${String(attempts++)}`;
  try {
    writeFileSync(own, String(process.pid), { flag: "wx", mode: 0o600 });
    linkSync(own, file);
    return true;
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).syscall === "link" &&
      (error as NodeJS.ErrnoException).code === "EEXIST"
    )
      return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * A lock between processes on one machine, held for the microseconds of one synchronous change. A lock whose holder
 * has died is removed, under a second lock so that two processes do not remove each other's.
 */
export class FileLock {
  constructor(
    private readonly file: string,
    private readonly patienceMs = 20_000,
  ) {
    mkdirSync(path.dirname(file), { recursive: true });
  }

  hold<T>(work: () => T): T {
    this.acquire();
    try {
      return work();
    } finally {
      rmSync(this.file, { force: true });
    }
  }

  private acquire(): void {
    const started = performance.now();
    while (!take(this.file)) {
      this.removeIfDead();
      if (performance.now() - started > this.patienceMs) {
        const pid = holder(this.file);
        throw new Error(
          `The simulated world is locked by process ${String(pid)} (${this.file}) for more than ` +
            `${String(this.patienceMs / 1000)} s. End that process, or remove the file if no such process runs.`,
        );
      }
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }

  private removeIfDead(): void {
    const pid = holder(this.file);
    if (pid === undefined || alive(pid)) return;
    const guard = `${this.file}.steal`;
    const guardPid = holder(guard);
    if (guardPid !== undefined && !alive(guardPid)) rmSync(guard, { force: true });
    if (!take(guard)) return;
    try {
      if (holder(this.file) === pid) rmSync(this.file, { force: true });
    } finally {
      rmSync(guard, { force: true });
    }
  }
}
