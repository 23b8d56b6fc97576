/**
 * The journal of a running operation: a line per entry, written before the next step starts, folded into the checkpoint
 * at the end. A process that dies leaves it behind, and the next operation folds it first.
 */
import fs from "node:fs";
import { quoted } from "../../lib/shell";
import { EngineError } from "./errors";
import type { Entry } from "./ledger";

interface Header {
  readonly k: "journal";
  readonly version: 1;
  /** Digest of the checkpoint that the entries change. */
  readonly base: string;
  readonly operation: string;
  readonly since: string;
}

export class Journal {
  readonly #file: string;
  #descriptor: number | undefined;

  private constructor(file: string, descriptor: number) {
    this.#file = file;
    this.#descriptor = descriptor;
  }

  static start(file: string, header: Omit<Header, "k" | "version">): Journal {
    const descriptor = fs.openSync(file, "wx", 0o600);
    const journal = new Journal(file, descriptor);
    journal.#line({ k: "journal", version: 1, ...header });
    return journal;
  }

  write(entry: Entry): void {
    this.#line(entry);
  }

  #line(value: Entry | Header): void {
    if (this.#descriptor === undefined) throw new Error("the journal is closed");
    fs.writeSync(this.#descriptor, `${JSON.stringify(value)}\n`);
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
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const lines = text.split("\n");
  const torn = lines.pop();
  const parsed = lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry | Header;
    } catch (error) {
      throw damagedJournal(file, `line ${index + 1} of it is cut off or not JSON`, error);
    }
  });
  const [header, ...entries] = parsed;
  if (header === undefined) {
    if (torn !== undefined) fs.rmSync(file, { force: true });
    return undefined;
  }
  if (header.k !== "journal") {
    throw damagedJournal(file, "it is not a journal of this engine");
  }
  return { header, entries: entries as Entry[] };
}
