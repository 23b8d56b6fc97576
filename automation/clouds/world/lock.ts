import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { takeLock } from "../../../lib/lock-file";
import { isRunning, processIn, thisProcess, type ProcessIdentity } from "../../../lib/process";

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** A lock between processes on one machine, held for the microseconds of one synchronous change. */
export class FileLock {
  private readonly holder = thisProcess();

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
    for (;;) {
      const outcome = takeLock(this.file, this.holder, running);
      if (!("heldBy" in outcome)) return;
      if (performance.now() - started > this.patienceMs) {
        throw new Error(
          `The simulated world is locked by process ${String(outcome.heldBy.pid)} (${this.file}) for more than ` +
            `${String(this.patienceMs / 1000)} s. End that process, or remove the file if no such process runs.`,
        );
      }
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}

function running(text: string): ProcessIdentity | undefined {
  const named = processIn(text);
  return named !== undefined && isRunning(named) ? named : undefined;
}
