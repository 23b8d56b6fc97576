import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";

/**
 * An append-only file of lines that several processes read and write. A line counts once its newline is there: what a
 * killed process left behind after the last newline is ignored by readers and cut off by the next writer. Writers hold
 * a lock of the caller's.
 */
export class LineLog {
  private fd: number | undefined;
  private offset = 0;

  constructor(readonly file: string) {
    mkdirSync(path.dirname(file), { recursive: true });
  }

  /**
   * Lines added since the last call, by whomever. `restarted` says that the file was replaced (compacted), so that
   * these are all its lines and what was read before no longer counts.
   */
  tail(): { restarted: boolean; lines: string[] } {
    const fresh = this.fd === undefined;
    const replaced = this.reopen();
    const fd = this.open();
    const size = fstatSync(fd).size;
    const bytes = Buffer.alloc(size - this.offset);
    let read = 0;
    while (read < bytes.length) {
      const n = readSync(fd, bytes, read, bytes.length - read, this.offset + read);
      if (n === 0) break;
      read += n;
    }
    const end = bytes.lastIndexOf(0x0a, read - 1) + 1;
    this.offset += end;
    const text = bytes.subarray(0, end).toString("utf8");
    return { restarted: replaced && !fresh, lines: text === "" ? [] : text.slice(0, -1).split("\n") };
  }

  /** Adds one line. Only under the lock and after {@link tail}. */
  append(line: string): void {
    const fd = this.open();
    if (fstatSync(fd).size > this.offset) ftruncateSync(fd, this.offset);
    const bytes = Buffer.from(`${line}\n`);
    let written = 0;
    while (written < bytes.length)
      written += writeSync(fd, bytes, written, bytes.length - written, this.offset + written);
    this.offset += bytes.length;
  }

  /** Puts `lines` in the place of the whole file, atomically. Only under the lock. */
  replace(lines: readonly string[]): void {
    const draft = `${this.file}.compact`;
    const fd = openSync(draft, "w", 0o600);
    const body = Buffer.from(lines.map((l) => `${l}\n`).join(""));
    try {
      let written = 0;
      while (written < body.length) written += writeSync(fd, body, written);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, this.file);
    this.reopen();
    this.offset = body.length;
  }

  sync(): void {
    if (this.fd !== undefined) fsyncSync(this.fd);
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
    this.offset = 0;
  }

  private open(): number {
    // Kept open: the number of a file that is open is not given to another, so a replaced file is always noticed.
    this.fd ??= openSync(this.file, constants.O_RDWR | constants.O_CREAT, 0o600);
    return this.fd;
  }

  /** Opens the file anew when another one has its name. */
  private reopen(): boolean {
    if (this.fd === undefined) return true;
    const now = statSync(this.file, { throwIfNoEntry: false });
    if (now?.ino === fstatSync(this.fd).ino) return false;
    this.close();
    return true;
  }
}
