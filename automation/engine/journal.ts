/**
 * The journal of a running operation: a line per entry, written before the next step starts, folded into the checkpoint
 * at the end. A process that dies leaves it behind, and the next operation folds it first.
 */
import fs from "node:fs";
import { quoted } from "../../lib/shell";
import { textIn } from "../../lib/text-in";
import { EngineError, messageOf } from "./errors";
import { isEntry } from "./ledger";
import type { Entry } from "./ledger";

const VERSION = 1;

interface Header {
  readonly k: "journal";
  readonly version: typeof VERSION;
  /** Digest of the checkpoint that the entries change. */
  readonly base: string;
  readonly operation: string;
  readonly since: string;
}

export class Journal {
  readonly #file: string;
  #descriptor: number | undefined;
  #length = 0;

  private constructor(file: string, descriptor: number) {
    this.#file = file;
    this.#descriptor = descriptor;
  }

  static start(file: string, header: Omit<Header, "k" | "version">): Journal {
    const journal = new Journal(file, fs.openSync(file, "ax", 0o600));
    journal.#line({ k: "journal", version: VERSION, ...header });
    return journal;
  }

  /**
   * Returns once all of the entry is in the file.
   *
   * @throws EngineError when it can not be written; the file ends with the entry before it then.
   */
  write(entry: Entry): void {
    this.#line(entry);
  }

  #line(value: Entry | Header): void {
    if (this.#descriptor === undefined) throw new Error("the journal is closed");
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      // A disk that fills up takes the beginning of a line and calls that a success.
      let written = 0;
      while (written < bytes.length) written += fs.writeSync(this.#descriptor, bytes, written);
      this.#length += bytes.length;
    } catch (error) {
      fs.ftruncateSync(this.#descriptor, this.#length);
      throw new EngineError("failed", `the journal ${this.#file} can not be written: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  /** To be called once the checkpoint holds everything. */
  remove(): void {
    this.close();
    fs.rmSync(this.#file, { force: true });
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

export interface LeftJournal {
  readonly header: Header;
  readonly entries: readonly Entry[];
}

export function damagedJournal(file: string, why: string, cause?: unknown): EngineError {
  return new EngineError(
    "damaged",
    `the journal ${file} of an interrupted operation can not be used: ${why}. It was left as it is.\nTo go on from the ` +
      "state before that operation, move it away; what the operation made or removed is then not in the state, and has " +
      `to be looked for:\n  mv ${quoted(file)} ${quoted(`${file}.damaged`)}`,
    { cause },
  );
}

/** What a process that died left behind. A torn last line was never acted upon; a torn line elsewhere is damage. */
export function readJournal(file: string): LeftJournal | undefined {
  const text = textIn(file);
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  lines.pop();
  const parsed = lines.map((line, index): unknown => {
    try {
      return JSON.parse(line);
    } catch (error) {
      throw damagedJournal(file, `line ${index + 1} of it is cut off or not JSON`, error);
    }
  });
  const [header, ...entries] = parsed;
  // Nothing was done yet. It may be another process's that has just begun, so it is not for a reader to remove.
  if (header === undefined) return undefined;
  if (!isHeader(header)) throw damagedJournal(file, "it is not a journal of this engine");
  if (header.version !== VERSION) {
    const by = header.version > VERSION ? "which a newer release wrote" : "which no release wrote";
    throw damagedJournal(file, `it is of version ${header.version}, ${by}; this release reads ${VERSION}`);
  }
  entries.forEach((entry, index) => {
    if (!isEntry(entry)) throw damagedJournal(file, `line ${index + 2} of it is no entry of a journal`);
  });
  return { header: { ...header, version: VERSION }, entries: entries as Entry[] };
}

function isHeader(value: unknown): value is Omit<Header, "version"> & { readonly version: number } {
  if (typeof value !== "object" || value === null) return false;
  const { k, version, base } = value as Partial<Record<keyof Header, unknown>>;
  return k === "journal" && typeof version === "number" && typeof base === "string";
}
