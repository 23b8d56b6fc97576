import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { buildSync } from "esbuild";
import { afterEach, describe, expect, it, vi } from "vitest";
import { acquireLock, cancelLock, readLock } from "../../../automation/engine/lock";
import type { Lock } from "../../../automation/engine/lock";
import { temporaryFolder } from "./support/project";

const clock = { now: () => new Date(0) };

it.each(["null", "7", '"text"', "{}", '{"pid":"1","host":"h"}', '{"pid":0,"host":"h"}', '{"pid":12', ""])(
  "a lock file that says %j is nobody's: it is taken over, and removed by cancel",
  (text) => {
    const file = path.join(temporaryFolder("lock"), "lock.json");
    fs.writeFileSync(file, text);
    const lock = acquireLock(file, "update", clock);
    expect(lock.tookOver).toBeUndefined();
    expect(readLock(file)).toMatchObject({ pid: process.pid, operation: "update" });
    expect(() => acquireLock(file, "destroy", clock)).toThrow(/locked by .*\n.* for update at 1970/);
    lock.release();
    expect(cancelLock(file, clock)).toBe("none");
    fs.writeFileSync(file, text);
    expect(cancelLock(file, clock)).toBe("removed");
    expect(fs.existsSync(file)).toBe(false);
  },
);

/** The lock of a process that is gone. */
function deadLock(): string {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  return JSON.stringify({ pid, host: os.hostname(), user: "u", since: "s", operation: "update" });
}

describe("the lock of a dead process", () => {
  afterEach(() => vi.restoreAllMocks());

  const CALLS = ["writeFileSync", "readFileSync", "linkSync", "renameSync", "rmSync"] as const;

  /** Takes a dead process's lock, over and over, each time with something done ahead of the next of its calls to the disk. */
  function interruptingEach(meanwhile: (take: (name: string) => Lock | undefined) => void) {
    const ends: (readonly [held: readonly string[], holder: string | undefined, files: readonly string[]])[] =
      [];
    for (let interrupted = true; interrupted;) {
      const file = path.join(temporaryFolder("lock"), "lock.json");
      fs.writeFileSync(file, deadLock());
      const held: string[] = [];
      const take = (name: string): Lock | undefined => {
        try {
          const lock = acquireLock(file, name, clock);
          held.push(name);
          return lock;
        } catch (error) {
          expect(String(error)).toContain("the stack is currently locked by");
          return undefined;
        }
      };
      let calls = 0;
      for (const name of CALLS) {
        const original = fs[name] as (...args: unknown[]) => unknown;
        vi.spyOn(fs, name as "rmSync").mockImplementation((...args: unknown[]) => {
          if (calls++ === ends.length) meanwhile(take);
          return original(...args) as undefined;
        });
      }
      take("first");
      vi.restoreAllMocks();
      interrupted = calls > ends.length;
      ends.push([held, readLock(file)?.operation, fs.readdirSync(path.dirname(file))]);
    }
    expect(ends.length).toBeGreaterThan(8);
    return ends;
  }

  it("is taken over by one of two, wherever they meet", () => {
    for (const [held, holder, files] of interruptingEach((take) => take("second"))) {
      expect(held).toEqual([holder]);
      expect(files).toEqual(["lock.json"]);
    }
  });

  it("is taken over where another was quicker, and is done already", () => {
    for (const [held, holder, files] of interruptingEach((take) => take("second")?.release())) {
      expect([held.at(-1), holder]).toEqual(["first", "first"]);
      expect(files).toEqual(["lock.json"]);
    }
  });

  it("is taken over by one of many that race for it and die on the way", { timeout: 120_000 }, async () => {
    const folder = temporaryFolder("race");
    const racer = path.join(temporaryFolder("racer"), "racer.js");
    buildSync({
      entryPoints: [path.join(__dirname, "support/racer.ts")],
      outfile: racer,
      bundle: true,
      platform: "node",
      packages: "external",
      logLevel: "error",
    });
    const until = String(Date.now() + 10_000);
    const racers = Array.from({ length: 6 }, () =>
      text(spawn(process.execPath, [racer, folder, until]).stderr),
    );
    for (const errors of await Promise.all(racers)) expect(errors).toBe("");
    const outcomes = fs.readFileSync(path.join(folder, "outcomes"), "utf8").split("\n");
    // So that they did race.
    for (const outcome of ["won", "lost", "died"])
      expect(outcomes.filter((one) => one === outcome).length, outcome).toBeGreaterThan(20);
  });
});
