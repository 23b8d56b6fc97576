import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Fault } from "../../lib/fault";
import { fileReason } from "../../lib/file-error";
import { InputError } from "../../components/core/errors";

/** Text in UTF-8, without the byte order mark that some tools begin a file with. */
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The text of a file that the user names, or why there is none.
 *
 * @param what the option or argument that names it.
 */
export function readGiven(what: string, file: string, cwd: string): string | Fault {
  const fault = (allowed: string): Fault => ({ path: what, given: file, allowed });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path.resolve(cwd, file));
  } catch (error) {
    return fault(`a file that can be read (${fileReason(error) ?? String(error)})`);
  }
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    return fault("a file of text in UTF-8");
  }
}

/**
 * The text of a file that the user names.
 *
 * @param what the option or argument that names it.
 * @throws {InputError} when it can not be read.
 */
export function fileText(what: string, file: string, cwd: string): string {
  const text = readGiven(what, file, cwd);
  if (typeof text === "string") return text;
  throw new InputError("options", [text]);
}

/**
 * Writes a file that the user names, for its owner alone: what is deployed is nobody else's business.
 *
 * @param what the option or argument that names it.
 * @throws {InputError} when it can not be written.
 */
export function writeText(what: string, file: string, cwd: string, text: string): void {
  const full = path.resolve(cwd, file);
  try {
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text, { mode: 0o600 });
  } catch (error) {
    const allowed = `a file that can be written (${fileReason(error) ?? String(error)})`;
    throw new InputError("options", [{ path: what, given: file, allowed }]);
  }
}

/** Whether the path is a folder or, what is there of it being folders and no link to nothing, can become one. */
export function canBeFolder(folder: string): boolean {
  if (existsSync(folder)) return statSync(folder).isDirectory();
  return canBeFolder(path.dirname(folder)) && !isThere(folder);
}

/** Whether anything is there, a link to nothing too; of a folder that may not be looked into nobody knows. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (fileReason(error) === undefined) throw error;
    return true;
  }
}

/** Whether the path is a file or can become one. */
export function canBeFile(file: string): boolean {
  return existsSync(file) ? !statSync(file).isDirectory() : canBeFolder(path.dirname(file));
}
