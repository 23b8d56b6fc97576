/** The line of a program that a resource is written on, as the Node SDK tells it in a registration. */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { StackTrace } from "@pulumi/pulumi/proto/source_pb";
import { isWithin } from "../../lib/within";

/** A place in the JavaScript that ran. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Not what somebody wrote to have a resource: packages, and the one door through which components make theirs. */
export const LIBRARY = /[\\/](node_modules|components[\\/]core)[\\/]/;

/** The innermost place that belongs to the program; undefined for what only libraries have made. */
export function programFrame(trace: StackTrace | undefined): Frame | undefined {
  for (const frame of trace?.getFramesList() ?? []) {
    const at = frame.getPc();
    if (at === undefined) continue;
    const file = fileAt(at.getUri());
    if (file !== undefined && !LIBRARY.test(file))
      return { file, line: at.getLine(), column: at.getColumn() };
  }
  return undefined;
}

/** The file of an address; undefined for one that is none, as a program may send. */
function fileAt(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** The folder that lines of a file are told from; undefined for a file of which none is told. */
export type FolderOf = (file: string) => string | undefined;

/**
 * A place as a reader finds it: `stacks/events.ts:42`, in the source where a source map leads there. Maps are read when
 * somebody asks, so that programs that are in order pay nothing for them. A program can name any file: of those that have no
 * folder nothing is read, and where a map leads out of the folder the place is told as it ran.
 *
 * @param folderOf the folder of the nearest package.json when left out.
 */
export function lineOf(frame: Frame, folderOf: FolderOf = packageOf): string | undefined {
  const folder = folderOf(frame.file);
  if (folder === undefined) return undefined;
  const { file, line } = written(frame, folder);
  return `${path.relative(folder, file).replaceAll(path.sep, "/")}:${line}`;
}

const maps = new Map<string, SourceMap | undefined>();

function written(
  { file, line, column }: Frame,
  folder: string,
): { readonly file: string; readonly line: number } {
  if (!maps.has(file)) maps.set(file, mapOf(file));
  const entry = maps.get(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return { file, line };
  const beside = path.resolve(path.dirname(file), entry.originalSource);
  // What was built was moved: from the project's folder the rest of the path holds.
  const below = path.join(folder, entry.originalSource.replace(/^(\.\.[\\/])+/, ""));
  const source = isWithin(beside, folder) && existsSync(beside) ? beside : below;
  return isWithin(source, folder) ? { file: source, line: entry.originalLine + 1 } : { file, line };
}

/** A map that can not be read leads nowhere. */
function mapOf(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

function packageOf(file: string): string {
  const folder = path.dirname(file);
  if (folder === file || existsSync(path.join(folder, "package.json"))) return folder;
  return packageOf(folder);
}
