/**
 * Where the engine keeps a stack: `<home>/stacks/<project>/<stack>/` with its checkpoint, journal, lock, settings and
 * history. Nothing is ever written into the project's own folder.
 */
import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { quoted } from "../../lib/shell";
import { textIn } from "../../lib/text-in";
import { checkpointText, digest, parseCheckpoint } from "./checkpoint";
import type { CheckpointFile, Deployment } from "./checkpoint";
import { EngineError, messageOf, usage } from "./errors";

/** The organisation that the CLI's own file backends put every stack in. */
export const ORGANIZATION = "organization";

const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

export function checkStackName(text: string): string {
  const name = text.split("/").at(-1) ?? "";
  if (!STACK_NAME.test(name) || name === "." || name === "..") {
    throw usage(
      `${JSON.stringify(text)} is not a stack name: a stack name has 1 to 100 letters, digits, hyphens, underscores ` +
        "or periods",
    );
  }
  return name;
}

/** Names of files on the way to their place: drafts, and guards of locks that were taken over. */
const LEFT_OVER = /\.(new|takeover)$/;
/** Those of them that only the holder of the lock writes, and guards of locks that are no more. */
const UNDER_LOCK = /^(checkpoint\.json|\d+\.json)|\.takeover$/;
const FORGOTTEN_MS = 60_000;

export class StackStore {
  readonly directory: string;
  readonly checkpointFile: string;
  /** The same once more, for the day when the checkpoint is damaged. */
  readonly copyFile: string;
  /** The checkpoint before the last operation. */
  readonly backupFile: string;
  readonly journalFile: string;
  readonly lockFile: string;
  readonly settingsFile: string;
  readonly historyDirectory: string;
  readonly fullName: string;

  constructor(
    readonly home: string,
    readonly project: string,
    readonly stack: string,
  ) {
    this.directory = path.join(home, "stacks", project, stack);
    this.checkpointFile = path.join(this.directory, "checkpoint.json");
    this.copyFile = `${this.checkpointFile}.copy`;
    this.backupFile = `${this.checkpointFile}.bak`;
    this.journalFile = path.join(this.directory, "journal.ndjson");
    this.lockFile = path.join(this.directory, "lock.json");
    this.settingsFile = path.join(this.directory, "settings.yaml");
    this.historyDirectory = path.join(this.directory, "history");
    this.fullName = `${ORGANIZATION}/${project}/${stack}`;
  }

  exists(): boolean {
    return [this.checkpointFile, this.copyFile, this.backupFile].some((file) => fs.existsSync(file));
  }

  /** The checkpoint with its digest; refused when it is damaged, foreign or was edited. */
  read(): StoredCheckpoint {
    const text = textIn(this.checkpointFile);
    if (text === undefined) throw this.exists() ? this.#damaged("it is missing") : this.notFound();
    const read = parseCheckpoint(text, this.fullName);
    if ("fault" in read) throw this.#damaged(read.fault, read.cause);
    const found = digest(text);
    const known = this.#digests();
    if (known !== undefined && !known.includes(found) && textIn(this.copyFile) !== text) {
      throw this.#damaged("it was changed by something else than the engine");
    }
    const before = known?.at(-1) === found ? known.at(-2) : undefined;
    return { deployment: read.file.checkpoint.latest, digest: found, before };
  }

  /** The way out of a checkpoint that can not be used is a command that can be run as it is. */
  #damaged(why: string, cause?: unknown): EngineError {
    const message = `the state file ${this.checkpointFile} can not be used: ${why}. It was left as it is.`;
    return new EngineError("damaged", `${message}\n${this.#wayOut()}`, { cause });
  }

  #wayOut(): string {
    const put = (file: string): string => `  cp ${quoted(file)} ${quoted(this.checkpointFile)}`;
    const last = this.#digests()?.at(-1);
    const copy = this.#usable(this.copyFile);
    if (copy !== undefined && (last === undefined || copy === last)) {
      return `A copy of the same state is beside it. Put it back, then run the same again:\n${put(this.copyFile)}`;
    }
    const earlier = [this.copyFile, this.backupFile].find((file) => this.#usable(file) !== undefined);
    return earlier === undefined
      ? "Nothing beside it can take its place: put a copy of your own there, or look for what the stack made, remove it " +
          `and then the folder ${this.directory}`
      : "The state before the last operation is beside it; what that operation made or removed is not in it, and has to " +
          `be looked for. To go on from there:\n${put(earlier)}`;
  }

  /** The digest of a file that can take the checkpoint's place. */
  #usable(file: string): string | undefined {
    const text = textIn(file);
    if (text === undefined || "fault" in parseCheckpoint(text, this.fullName)) return undefined;
    const found = digest(text);
    return this.#digests()?.includes(found) === false ? undefined : found;
  }

  /** @throws EngineError when it can not be written. What is in its place is whole then, the old state or the new one. */
  write(deployment: Deployment): string {
    try {
      return this.#write(deployment);
    } catch (error) {
      const message = `the state file ${this.checkpointFile} can not be written: ${messageOf(error)}`;
      throw new EngineError("failed", message, { cause: error });
    }
  }

  // The digests of the checkpoint and of the one before it: a crash between the two writes leaves one that is known,
  // and so does putting the copy or the backup in the checkpoint's place.
  #write(deployment: Deployment): string {
    fs.mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const file: CheckpointFile = { version: 3, checkpoint: { stack: this.fullName, latest: deployment } };
    const hash = createHash("sha256");
    const written = writeBeside(this.checkpointFile, checkpointText(file), hash);
    const fresh = hash.digest("hex");
    const replaces = fs.existsSync(this.checkpointFile);
    const before = replaces ? [digest(fs.readFileSync(this.checkpointFile, "utf8"))] : [];
    this.#writeDigests([...before, fresh]);
    if (replaces) copyFile(this.checkpointFile, this.backupFile);
    fs.renameSync(written, this.checkpointFile);
    copyFile(this.checkpointFile, this.copyFile);
    return fresh;
  }

  #digests(): string[] | undefined {
    return textIn(`${this.checkpointFile}.sha256`)?.split("\n").filter(Boolean);
  }

  #writeDigests(digests: readonly string[]): void {
    replaceFile(`${this.checkpointFile}.sha256`, `${digests.join("\n")}\n`);
  }

  /** Removes what processes that were killed were about to write; to be called under the lock. */
  sweep(): void {
    const now = fs.statSync(this.lockFile).mtimeMs;
    for (const file of [...filesIn(this.directory), ...filesIn(this.historyDirectory)]) {
      const name = path.basename(file);
      if (!LEFT_OVER.test(name)) continue;
      // Others may be waiting for the lock, or set a tag: what they write has its place within moments.
      const written = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now;
      if (UNDER_LOCK.test(name) || now - written > FORGOTTEN_MS) fs.rmSync(file, { force: true });
    }
  }

  remove(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  notFound(): EngineError {
    return new EngineError("usage", `no stack named '${this.stack}' found`);
  }
}

export interface StoredCheckpoint {
  readonly deployment: Deployment | undefined;
  readonly digest: string;
  /** Digest of the checkpoint that this one took the place of, where that is known. */
  readonly before: string | undefined;
}

function filesIn(directory: string): string[] {
  if (!fs.existsSync(directory)) return [];
  return fs.readdirSync(directory).map((name) => path.join(directory, name));
}

/** Whoever reads the copy finds all of it or what was there before. */
function copyFile(from: string, to: string): void {
  fs.copyFileSync(from, `${to}.new`);
  fs.renameSync(`${to}.new`, to);
}

export function replaceFile(file: string, text: string): void {
  fs.renameSync(writeBeside(file, [text]), file);
}

/** Pieces are written together up to this length: a write for each resource would cost more than the resource. */
const WRITE_CHARACTERS = 1 << 18;

/** Writes a file beside another, to be renamed to it; the new file's name. */
function writeBeside(file: string, pieces: Iterable<string>, hash?: Hash): string {
  const temporary = `${file}.${process.pid}.new`;
  const descriptor = fs.openSync(temporary, "w", 0o600);
  try {
    let text = "";
    const flush = (): void => {
      hash?.update(text);
      fs.writeFileSync(descriptor, text);
      text = "";
    };
    for (const piece of pieces) {
      text += piece;
      if (text.length >= WRITE_CHARACTERS) flush();
    }
    flush();
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  return temporary;
}

/** Names of the stacks of a project, or of every project as `project/stack`. */
export function listStacks(home: string, project: string): string[] {
  const directory = path.join(home, "stacks", project);
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && new StackStore(home, project, entry.name).exists())
    .map((entry) => entry.name)
    .sort();
}

export function listProjects(home: string): string[] {
  const directory = path.join(home, "stacks");
  return fs.existsSync(directory) ? fs.readdirSync(directory).sort() : [];
}

/** The stack that `stack select` chose last, per project. */
export function selectedStack(home: string, project: string): string | undefined {
  const file = path.join(home, "selected", project);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : undefined;
}

export function selectStack(home: string, project: string, stack: string): void {
  fs.mkdirSync(path.join(home, "selected"), { recursive: true, mode: 0o700 });
  replaceFile(path.join(home, "selected", project), `${stack}\n`);
}
