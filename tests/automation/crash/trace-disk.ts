/**
 * Loaded into a `causeway` process ahead of everything (`node --require`): notes what the process does to the files below
 * CRASH_ROOT, one line each in CRASH_TRACE, and kills it with SIGKILL when it has passed CRASH_STRIDE points that no
 * process passed before it and that begin with CRASH_POINTS; with CRASH_KINDS, one of each kind counts. The points passed so
 * far are in CRASH_PASSED. The product knows nothing of it.
 */
import fs from "node:fs";
import path from "node:path";
import type { DiskOperation } from "./disk";
import { Points } from "./points";

const root = process.env["CRASH_ROOT"] ?? "";
const stride = Number(process.env["CRASH_STRIDE"] ?? "0");
const points = process.env["CRASH_POINTS"] ?? "";
const kinds = process.env["CRASH_KINDS"] === "1";
const passedFile = process.env["CRASH_PASSED"] ?? "";
const { openSync, writeSync, readFileSync, appendFileSync, existsSync } = fs;

const trace = openSync(process.env["CRASH_TRACE"] ?? "", "a");
const passed = new Set(
  passedFile !== "" && existsSync(passedFile) ? readFileSync(passedFile, "utf8").split("\n") : [],
);
const passedKinds = new Set([...passed].map((point) => point.slice(0, point.indexOf(" of "))));
const all = new Points();
const descriptors = new Map<number, string>();
/** Points that count. */
let count = 0;

function below(file: unknown): string | undefined {
  if (typeof file !== "string") return undefined;
  const relative = path.relative(root, path.resolve(file));
  return relative.startsWith("..") || path.isAbsolute(relative) ? undefined : relative;
}

/** Notes what one call did: the process is not killed in the middle of it. */
function note(operation: DiskOperation, ...before: readonly DiskOperation[]): void {
  for (const done of [...before, operation]) writeSync(trace, `${JSON.stringify(done)}\n`);
  if (stride === 0) return;
  const found = all.at(operation);
  if (found === undefined) return;
  const { kind, of = `${process.pid} ${passed.size}` } = found;
  const point = `${kind} of ${of}`;
  if (passed.has(point)) return;
  const counts = point.startsWith(points) && !(kinds && passedKinds.has(kind));
  passed.add(point);
  passedKinds.add(kind);
  appendFileSync(passedFile, `${point}\n`);
  if (counts && ++count === stride) process.kill(process.pid, "SIGKILL");
}

type Anything = (...args: readonly unknown[]) => unknown;

let depth = 0;

/** Calls what was there, and notes it when it succeeded and was not called by another that is noted. */
function wrap(name: string, after: (result: unknown, args: readonly unknown[]) => void): void {
  const functions = fs as unknown as Record<string, Anything>;
  const original = functions[name];
  if (original === undefined) throw new Error(`fs has no ${name}`);
  functions[name] = (...args) => {
    depth++;
    let result: unknown;
    try {
      result = original(...args);
    } finally {
      depth--;
    }
    if (depth === 0) after(result, args);
    return result;
  };
}

function bytesOf(data: unknown, offset: unknown, length: unknown): string {
  if (typeof data === "string") return Buffer.from(data).toString("base64");
  if (!(data instanceof Uint8Array)) throw new Error("neither text nor bytes");
  const from = typeof offset === "number" ? offset : 0;
  const until = typeof length === "number" ? from + length : data.length;
  return Buffer.from(data.subarray(from, until)).toString("base64");
}

const WRITES = fs.constants.O_CREAT;

wrap("openSync", (descriptor, [file, flags = "r"]) => {
  const name = below(file);
  if (name === undefined) return;
  descriptors.set(descriptor as number, name);
  if (typeof flags === "number" ? (flags & WRITES) !== 0 : String(flags).startsWith("a")) {
    note({ op: "create", path: name });
  } else if (String(flags).startsWith("w")) note({ op: "empty", path: name });
});
wrap("closeSync", (_, [descriptor]) => descriptors.delete(descriptor as number));
wrap("writeSync", (_, [descriptor, data, offset, length, position]) => {
  const name = descriptors.get(descriptor as number);
  if (name === undefined) return;
  const at = typeof position === "number" ? { at: position } : {};
  note({ op: "write", path: name, ...at, data: bytesOf(data, offset, length) });
});
wrap("writeFileSync", (_, [file, data]) => {
  const open = typeof file === "number" ? descriptors.get(file) : undefined;
  const name = open ?? below(file);
  if (name === undefined) return;
  const emptied: DiskOperation[] = open === undefined ? [{ op: "empty", path: name }] : [];
  note({ op: "write", path: name, data: bytesOf(data, undefined, undefined) }, ...emptied);
});
wrap("appendFileSync", (_, [file, data]) => {
  const name = below(file);
  if (name !== undefined) note({ op: "write", path: name, data: bytesOf(data, undefined, undefined) });
});
wrap("truncateSync", (_, [file, length]) => {
  const name = below(file);
  if (name !== undefined) note({ op: "truncate", path: name, length: Number(length) });
});
wrap("ftruncateSync", (_, [descriptor, length]) => {
  const name = descriptors.get(descriptor as number);
  if (name !== undefined) note({ op: "truncate", path: name, length: Number(length) });
});
wrap("rmSync", (_, [file]) => {
  const name = below(file);
  if (name !== undefined) note({ op: "rm", path: name });
});
wrap("mkdirSync", (_, [folder]) => {
  const name = below(folder);
  if (name !== undefined) note({ op: "mkdir", path: name });
});
for (const [name, op] of [
  ["renameSync", "rename"],
  ["linkSync", "link"],
  ["copyFileSync", "copy"],
] as const) {
  wrap(name, (_, [from, to]) => {
    const [source, target] = [below(from), below(to)];
    if (source !== undefined && target !== undefined) note({ op, path: source, to: target });
  });
}
