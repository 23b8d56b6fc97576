/**
 * One of many processes that take the same lock, over and over, and die of it: while they have it, or on the way to it. Any
 * call to the disk on the way may take its time, or be the last. Dying is played: the process goes on as another one with
 * its number, which started later, so that it can die thousands of times.
 * Arguments: a folder, until when.
 */
import fs from "node:fs";
import path from "node:path";
import { acquireLock } from "../../../../automation/engine/lock";

const [folder = "", until = ""] = process.argv.slice(2);
const outcomes = path.join(folder, "outcomes");
const mark = path.join(folder, "mark");
const clock = { now: () => new Date() };
const { readFileSync, writeFileSync } = fs;

const startOf = (pid: number | string): string => path.join(folder, `started-${pid}`);
let lives = 0;
function begin(): void {
  writeFileSync(startOf(process.pid), String(lives++));
}

let [taking, dead] = [false, false];
function maybe(chance: number): boolean {
  return taking && Math.random() < chance;
}
const asleep = new Int32Array(new SharedArrayBuffer(4));
for (const name of ["readFileSync", "writeFileSync", "linkSync", "renameSync", "rmSync"] as const) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  (fs as unknown as Record<string, unknown>)[name] = (...args: unknown[]) => {
    const pid = /^\/proc\/(\d+)\/stat$/.exec(String(args[0]))?.[1];
    if (pid !== undefined) return `${pid} (node) S${" 0".repeat(18)} ${readFileSync(startOf(pid), "utf8")}`;
    dead ||= maybe(0.02);
    if (dead) throw new Error("it died");
    if (maybe(0.3)) Atomics.wait(asleep, 0, 0, 3 * Math.random());
    return original(...args);
  };
}

begin();
while (Date.now() < Number(until)) {
  let outcome = "won";
  try {
    taking = true;
    acquireLock(path.join(folder, "lock.json"), "race", clock);
  } catch (error) {
    outcome = dead ? "died" : "lost";
    if (!dead && !String(error).includes("currently locked")) throw error;
  }
  [taking, dead] = [false, false];
  if (outcome === "won") {
    // Fails where somebody else has the lock as well.
    fs.closeSync(fs.openSync(mark, "wx"));
    Atomics.wait(asleep, 0, 0, Math.random());
    fs.rmSync(mark);
  }
  fs.appendFileSync(outcomes, `${outcome}\n`);
  if (outcome !== "lost") begin();
}
