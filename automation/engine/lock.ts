/** One operation at a time per stack, across processes: a lock file that says who holds it. */
import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
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
  const { text, tookOver } = take(file, holderNow(operation, clock));
  const controller = new AbortController();
  running.set(file, controller);
  return {
    cancelled: controller.signal,
    tookOver,
    release: () => {
      running.delete(file);
      // A stack that was removed took its lock along; what is there now is another's.
      if (textIn(file) === text) fs.rmSync(file, { force: true });
    },
  };
}

function holderNow(operation: string, clock: Clock): LockHolder {
  return {
    pid: process.pid,
    host: os.hostname(),
    user: os.userInfo().username,
    since: clock.now().toISOString(),
    operation,
    started: processStart(process.pid),
  };
}

interface Taken {
  /** What the lock file says from here on. No two locks say the same. */
  readonly text: string;
  readonly tookOver: LockHolder | undefined;
}

/**
 * Makes a file say that `holder` has it. What a dead process left is replaced by whoever has the guard of just that lock, a
 * lock like any other: however many see it at once, one of them replaces it, and the others find what it wrote.
 *
 * @param lockFile the lock that all this is for, to be named where another process has it.
 * @throws EngineError `locked` when another process has it, or is about to.
 */
function take(file: string, holder: LockHolder, lockFile = file): Taken {
  const id = randomUUID();
  const text = JSON.stringify({ ...holder, id });
  // The file says who holds it from the first moment on: one that is still empty would be taken for nobody's.
  const draft = `${file}.${id}.new`;
  fs.writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
  try {
    for (;;) {
      if (linked(draft, file)) return { text, tookOver: undefined };
      const left = textIn(file);
      if (left === undefined) continue;
      const other = parseHolder(left);
      if (other !== undefined && isAlive(other)) throw locked(lockFile, other);
      const guard = `${lockFile}.${createHash("sha256").update(`${file}\n${left}`).digest("hex")}.takeover`;
      take(guard, holder, lockFile);
      try {
        if (textIn(file) !== left) continue;
        fs.renameSync(draft, file);
        return { text, tookOver: other };
      } finally {
        fs.rmSync(guard, { force: true });
      }
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Gives a file another name as well; false where that name is taken. */
function linked(file: string, name: string): boolean {
  try {
    fs.linkSync(file, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function textIn(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export function readLock(file: string): LockHolder | undefined {
  const text = textIn(file);
  return text === undefined ? undefined : parseHolder(text);
}

/** Undefined for what is damaged: nobody that could be asked holds it. */
function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    return isHolder(holder) ? holder : undefined;
  } catch (error) {
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
export function cancelLock(file: string, clock: Clock): "none" | "asked" | "removed" {
  const own = running.get(file);
  if (own !== undefined) {
    own.abort();
    return "asked";
  }
  const text = textIn(file);
  if (text === undefined) return "none";
  const holder = parseHolder(text);
  if (holder !== undefined && holder.host === os.hostname() && isAlive(holder)) {
    throw new EngineError(
      "locked",
      `${holder.operation} still runs in process ${holder.pid} of ${holder.user} since ${holder.since}; interrupt ` +
        "that process, then cancel again",
    );
  }
  // Of a process on another machine only the user can know that it is gone.
  if (holder === undefined || !isAlive(holder)) take(file, holderNow("cancel", clock));
  fs.rmSync(file, { force: true });
  return "removed";
}
