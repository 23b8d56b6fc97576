/** Stacks that another run works on: looked for before anything starts, so that a run is refused whole and not half-way. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { DeployError } from "./failure";

/** A stack that is locked. */
export interface HeldLock {
  /** Its full name, `dev-eks`. */
  readonly stack: string;
  /** Who holds it and since when, as far as the backend tells. */
  readonly holder: string;
}

/**
 * Refuses to begin on stacks that others hold.
 *
 * @param takesOver whether the engine takes the lock of a dead process over by itself.
 * @throws {DeployError} `locked`, naming every stack, who holds it and since when.
 */
export function refuseLocked(held: readonly HeldLock[], takesOver: boolean): void {
  const [first] = held;
  if (first === undefined) return;
  const lines = held.map(({ stack, holder }) => `${stack} is locked: ${holder}`);
  throw new DeployError(
    "locked",
    `${lines.join("\n")}\nNothing was started. Wait for the other run to end. ${whenGone(takesOver, first.stack)}`,
  );
}

/** What becomes of a lock whose process is gone. */
export function whenGone(takesOver: boolean, stack?: string): string {
  return takesOver
    ? "Once its process is gone, the next run takes the lock over."
    : `If its process is gone: pulumi cancel${stack === undefined ? "" : ` --stack ${stack}`}`;
}

/** What the CLI's file backend writes into a lock. */
interface FileLock {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/**
 * Locks of a project in the CLI's file backend.
 *
 * @param url the backend's address; for others than `file://` the answer is undefined.
 */
export function fileBackendLocks(url: string, workDir: string): readonly HeldLock[] | undefined {
  if (!url.startsWith("file://")) return undefined;
  const { name } = parse(readFileSync(path.join(workDir, "Pulumi.yaml"), "utf8")) as { name: string };
  const folder = path.join(fileURLToPath(url), ".pulumi", "locks", "organization", name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((stack) =>
    readdirSync(path.join(folder, stack))
      .filter((file) => file.endsWith(".json"))
      .map((file) => ({ stack, holder: holderIn(path.join(folder, stack, file)) })),
  );
}

function holderIn(file: string): string {
  const { pid, username, hostname, timestamp } = JSON.parse(readFileSync(file, "utf8")) as FileLock;
  return `by ${username}@${hostname} (pid ${pid}) since ${timestamp}`;
}
