/**
 * Loaded into a `causeway` process ahead of everything (`node --require`): notes what the process does to the files below
 * CRASH_ROOT, one line each in CRASH_TRACE, and kills it with SIGKILL when it has passed CRASH_STRIDE points that no
 * process passed before it and that begin with CRASH_POINTS. The points passed so far are in CRASH_PASSED. The product knows
 * nothing of it.
 */
import fs from "node:fs";
import path from "node:path";
import type { DiskOperation } from "./disk";

interface JournalLine {
  readonly k: string;
  readonly operation?: string;
  readonly kind?: string;
  readonly call?: number;
  readonly state?: { readonly urn: string };
}

const root = process.env["CRASH_ROOT"] ?? "";
const stride = Number(process.env["CRASH_STRIDE"] ?? "0");
const points = process.env["CRASH_POINTS"] ?? "";
const passedFile = process.env["CRASH_PASSED"] ?? "";
const { openSync, writeSync, readFileSync, appendFileSync, existsSync } = fs;

const trace = openSync(process.env["CRASH_TRACE"] ?? "", "a");
const passed = new Set(
  passedFile !== "" && existsSync(passedFile) ? readFileSync(passedFile, "utf8").split("\n") : [],
);
const descriptors = new Map<number, string>();
const calls = new Map<string, string>();
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
  const point = pointOf(operation);
  if (point === undefined || passed.has(point)) return;
  passed.add(point);
  appendFileSync(passedFile, `${point}\n`);
  if (point.startsWith(points) && ++count === stride) process.kill(process.pid, "SIGKILL");
}

/** What tells a point from others, in whichever process it is passed; undefined for what is no point. */
function pointOf(operation: DiskOperation): string | undefined {
  const { op, path: file } = operation;
  const name = path.basename(file);
  if (op === "write" && name === "journal.ndjson") {
    const text = Buffer.from(operation.data, "base64").toString("utf8");
    return journalPoint(path.dirname(file), JSON.parse(text) as JournalLine);
  }
  // Each says of something new that it exists or no longer does.
  if (op === "write" && name === "world.jsonl") return `world ${process.pid} ${passed.size}`;
  if (op === "mkdir" || name.startsWith("world.")) return undefined;
  const to = "to" in operation ? path.basename(operation.to) : "";
  return `${path.dirname(file)} ${op} ${name} ${to}`.replaceAll(/(\.[\da-f-]+)+\.(new|takeover)/g, ".$2");
}

function journalPoint(stack: string, line: JournalLine): string | undefined {
  const urn = line.state?.urn ?? "";
  const call = `${stack} ${line.call ?? ""}`;
  switch (line.k) {
    case "kept":
      return undefined;
    case "begin":
      calls.set(call, `${line.kind ?? ""} ${urn}`);
      return `${stack} begin ${calls.get(call) ?? ""}`;
    case "end":
      return `${stack} end ${calls.get(call) ?? ""}`;
    case "gone":
      return `${stack} gone ${process.pid} ${passed.size}`;
    default:
      return `${stack} ${line.k} ${line.operation ?? urn}`;
  }
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
