/** The line of a program that a resource is written on, as the Node SDK tells it in a registration. */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { StackTrace } from "@pulumi/pulumi/proto/source_pb";

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
    if (at === undefined || !at.getUri().startsWith("file:")) continue;
    const file = fileURLToPath(at.getUri());
    if (!LIBRARY.test(file)) return { file, line: at.getLine(), column: at.getColumn() };
  }
  return undefined;
}

/**
 * A place as a reader finds it: `stacks/events.ts:42`, in the source where a source map leads there, from the folder of the
 * nearest package.json. Maps are read when somebody asks, so that programs that are in order pay nothing for them.
 */
export function lineOf(frame: Frame): string {
  const { file, line } = written(frame);
  return `${path.relative(projectOf(file), file).replaceAll(path.sep, "/")}:${line}`;
}

const maps = new Map<string, SourceMap | undefined>();

function written({ file, line, column }: Frame): { readonly file: string; readonly line: number } {
  if (!maps.has(file)) maps.set(file, mapOf(file));
  const entry = maps.get(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return { file, line };
  const beside = path.resolve(path.dirname(file), entry.originalSource);
  // What was built was moved: from the project's folder the rest of the path holds.
  const below = path.join(projectOf(file), entry.originalSource.replace(/^(\.\.[\\/])+/, ""));
  return { file: existsSync(beside) ? beside : below, line: entry.originalLine + 1 };
}

function mapOf(file: string): SourceMap | undefined {
  const text = existsSync(`${file}.map`) ? readFileSync(`${file}.map`, "utf8") : undefined;
  return text === undefined ? undefined : new SourceMap(JSON.parse(text) as SourceMapPayload);
}

function projectOf(file: string): string {
  const folder = path.dirname(file);
  if (folder === file || existsSync(path.join(folder, "package.json"))) return folder;
  return projectOf(folder);
}
