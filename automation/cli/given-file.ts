import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InputError } from "../../components/core/errors";

/**
 * The text of a file that the user names.
 *
 * @param what the option or argument that names it.
 * @throws {InputError} when it can not be read.
 */
export function fileText(what: string, file: string, cwd: string): string {
  try {
    return readFileSync(path.resolve(cwd, file), "utf8");
  } catch (error) {
    const { code = "error" } = error as NodeJS.ErrnoException;
    throw new InputError("options", [
      { path: what, given: file, allowed: `a file that can be read (${code})` },
    ]);
  }
}

/**
 * Writes a file that the user names, for its owner alone: what is deployed is nobody else's business.
 *
 * @param what the option or argument that names it.
 * @throws {InputError} when it can not be written.
 */
export function writeText(what: string, file: string, cwd: string, text: string): void {
  try {
    writeFileSync(path.resolve(cwd, file), text, { mode: 0o600 });
  } catch (error) {
    const { code = "error" } = error as NodeJS.ErrnoException;
    throw new InputError("options", [
      { path: what, given: file, allowed: `a file that can be written (${code})` },
    ]);
  }
}
