/** One operation at a time per stack, across processes: a lock file that says who holds it. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { EngineError } from "./errors";
import type { Clock } from "./clock";

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  readonly since: string;
  readonly operation: string;
  /** When the process started, so that another one with its number is not taken for it. */
  readonly started: string;
}

let drafts = 0;

/** Operations that run in this process, so that `cancel` can reach them. */
const running = new Map<string, AbortController>();

export interface Lock {
  /** Aborted when someone in this process cancels the operation. */
  readonly cancelled: AbortSignal;
  /** Whether a lock of a dead process was taken over. */
  readonly tookOver: LockHolder | undefined;
  release(): void;
}

export function acquireLock(file: string, operation: string, clock: Clock): Lock {
  const holder: LockHolder = {
    pid: process.pid,
    host: os.hostname(),
    user: os.userInfo().username,
    since: clock.now().toISOString(),
    operation,
    started: processStart(process.pid),
  };
  const tookOver = tryCreate(file, holder) ? undefined : takeOver(file, holder);
  const controller = new AbortController();
  running.set(file, controller);
  return {
    cancelled: controller.signal,
    tookOver,
    release: () => {
      running.delete(file);
      fs.rmSync(file, { force: true });
    },
  };
}

/** The file says who holds it from the first moment on: one that is still empty would be taken for nobody's. */
function tryCreate(file: string, holder: LockHolder): boolean {
  const draft = `${file}.${holder.pid}.${drafts++}.new`;
  fs.writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Replaces a dead process's lock. The guard file keeps two processes from doing so at once. */
function takeOver(file: string, holder: LockHolder): LockHolder | undefined {
  const guard = `${file}.takeover`;
  const first = readLock(file);
  if (first !== undefined && isAlive(first)) throw locked(file, first);
  if (!tryCreate(guard, holder)) {
    const other = readLock(guard);
    if (other !== undefined && isAlive(other)) throw locked(file, other);
    fs.rmSync(guard, { force: true });
    if (!tryCreate(guard, holder)) throw locked(file, readLock(guard) ?? holder);
  }
  try {
    const dead = readLock(file);
    if (dead !== undefined && isAlive(dead)) throw locked(file, dead);
    fs.rmSync(file, { force: true });
    if (!tryCreate(file, holder)) throw locked(file, readLock(file) ?? holder);
    return dead ?? first;
  } finally {
    fs.rmSync(guard, { force: true });
  }
}

export function readLock(file: string): LockHolder | undefined {
  try {
    const holder: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    return isHolder(holder) ? holder : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    // Damaged: nobody that could be asked holds it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== "object" || value === null) return false;
  const { pid, host } = value as Partial<Record<keyof LockHolder, unknown>>;
  return Number.isInteger(pid) && Number(pid) > 0 && typeof host === "string";
}

/** Who holds a lock, for people. */
export function holderText({ user, host, pid, operation, since }: LockHolder): string {
  return `by ${user}@${host} (pid ${pid}) for ${operation} since ${since}`;
}

/** A holder on another machine can not be asked, and counts as alive. */
export function isAlive(holder: LockHolder): boolean {
  if (holder.host !== os.hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const started = processStart(holder.pid);
  return started === "" || holder.started === "" || started === holder.started;
}

/** When a process started, as text to be compared: the kernel's ticks on Linux, elsewhere what ps says; else empty. */
function processStart(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // Fields are counted after the command, which may hold spaces; starttime is the 22nd of proc(5).
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return "";
  }
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return stdout?.trim() ?? "";
}

// The SDK tells a concurrent update by "the stack is currently locked by".
function locked(file: string, holder: LockHolder): EngineError {
  return new EngineError(
    "locked",
    "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock " +
      `file with \`cancel\`.\n  ${file}: created by ${holder.user}@${holder.host} (pid ${holder.pid}) for ` +
      `${holder.operation} at ${holder.since}`,
  );
}

/** Frees a stack: asks an operation of this process to stop, or removes the lock of a dead one. */
export function cancelLock(file: string): "none" | "asked" | "removed" {
  const own = running.get(file);
  if (own !== undefined) {
    own.abort();
    return "asked";
  }
  const holder = readLock(file);
  if (holder === undefined) {
    const damaged = fs.existsSync(file);
    fs.rmSync(file, { force: true });
    return damaged ? "removed" : "none";
  }
  if (holder.host === os.hostname() && isAlive(holder)) {
    throw new EngineError(
      "locked",
      `${holder.operation} still runs in process ${holder.pid} of ${holder.user} since ${holder.since}; interrupt ` +
        "that process, then cancel again",
    );
  }
  fs.rmSync(file, { force: true });
  return "removed";
}
