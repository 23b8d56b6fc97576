/** One operation at a time per stack, across processes: a lock file that says who holds it. */
import fs from "node:fs";
import os from "node:os";
import { takeLock } from "../../lib/lock-file";
import { isRunning, processIn, thisProcess, type ProcessIdentity } from "../../lib/process";
import { textIn } from "../../lib/text-in";
import { EngineError } from "./errors";
import type { Clock } from "./clock";

export interface LockHolder extends ProcessIdentity {
  readonly host: string;
  readonly user: string;
  readonly since: string;
  readonly operation: string;
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
  const { text, tookOver } = take(file, operation, clock);
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

/** @throws EngineError `locked` when another process has it, or is about to. */
function take(file: string, operation: string, clock: Clock) {
  const holder: LockHolder = {
    ...thisProcess(),
    host: os.hostname(),
    user: os.userInfo().username,
    since: clock.now().toISOString(),
    operation,
  };
  const outcome = takeLock(file, holder, (text) => {
    const other = holderIn(text);
    return other !== undefined && isAlive(other) ? other : undefined;
  });
  if ("heldBy" in outcome) throw locked(file, outcome.heldBy);
  const { text, left } = outcome;
  return { text, tookOver: left === undefined ? undefined : holderIn(left) };
}

export function readLock(file: string): LockHolder | undefined {
  const text = textIn(file);
  return text === undefined ? undefined : holderIn(text);
}

/** Undefined for what is damaged: nobody that could be asked holds it. */
function holderIn(text: string): LockHolder | undefined {
  const named: (ProcessIdentity & Partial<LockHolder>) | undefined = processIn(text);
  return typeof named?.host === "string" ? (named as LockHolder) : undefined;
}

/** Who holds a lock, for people. */
export function holderText({ user, host, pid, operation, since }: LockHolder): string {
  return `by ${user}@${host} (pid ${pid}) for ${operation} since ${since}`;
}

/** A holder on another machine can not be asked, and counts as alive. */
export const isAlive = (holder: LockHolder): boolean => holder.host !== os.hostname() || isRunning(holder);

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
  const holder = holderIn(text);
  if (holder !== undefined && holder.host === os.hostname() && isAlive(holder)) {
    throw new EngineError(
      "locked",
      `${holder.operation} still runs in process ${holder.pid} of ${holder.user} since ${holder.since}; interrupt ` +
        "that process, then cancel again",
    );
  }
  // Of a process on another machine only the user can know that it is gone.
  if (holder === undefined || !isAlive(holder)) take(file, "cancel", clock);
  fs.rmSync(file, { force: true });
  return "removed";
}
