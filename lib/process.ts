/** Processes of this machine, told apart from later ones that get the same number. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";

export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as text to be compared; left out where the system does not tell. */
  readonly started?: string;
}

export function thisProcess(): ProcessIdentity {
  const started = startOf(process.pid);
  return { pid: process.pid, ...(started === undefined ? {} : { started }) };
}

/** The process that a file names; undefined for what is damaged and names none. */
export function processIn(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isProcessIdentity(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isProcessIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== "object" || value === null) return false;
  const { pid, started } = value as Partial<Record<keyof ProcessIdentity, unknown>>;
  return Number.isInteger(pid) && Number(pid) > 0 && (started === undefined || typeof started === "string");
}

export function isRunning({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startOf(pid);
  return now === undefined || started === undefined || now === started;
}

/** The kernel's ticks on Linux, elsewhere what ps says. */
function startOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // Fields are counted after the command, which may hold spaces; starttime is the 22nd of proc(5).
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
  }
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return stdout?.trim() || undefined;
}
