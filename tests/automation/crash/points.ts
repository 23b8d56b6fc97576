/** Moments at which a process may be killed, told by what it has just done to the disk. */
import path from "node:path";
import type { DiskOperation } from "./disk";

interface JournalLine {
  readonly k: string;
  readonly operation?: string;
  readonly kind?: string;
  readonly call?: number;
  readonly state?: { readonly urn: string };
}

/** The kind of a moment, and of what it is one. */
export interface Point {
  readonly kind: string;
  /** Undefined where nothing but the moment itself tells it from others of its kind. */
  readonly of: string | undefined;
}

/** The points of one process. */
export class Points {
  readonly #calls = new Map<string, string>();

  /** Undefined for what is no point. */
  at(operation: DiskOperation): Point | undefined {
    const { op, path: file } = operation;
    const [name, folder] = [path.basename(file), path.dirname(file)];
    if (op === "write" && name === "journal.ndjson") {
      const text = Buffer.from(operation.data, "base64").toString("utf8");
      return this.#line(folder, JSON.parse(text) as JournalLine);
    }
    // Each says of something new that it exists or no longer does.
    if (op === "write" && name === "world.jsonl") return { kind: "world", of: undefined };
    if (op === "mkdir" || name.startsWith("world.")) return undefined;
    const to = "to" in operation ? ` to ${path.basename(operation.to)}` : "";
    const kind = `${op} ${name}${to}`
      .replaceAll(/(\.[\da-f-]+)+\.(new|takeover)/g, ".$2")
      .replaceAll(/\d{8}/g, "n");
    return { kind, of: folder };
  }

  #line(stack: string, line: JournalLine): Point | undefined {
    const { k, kind = "", operation = "", state } = line;
    const call = `${stack} ${line.call ?? ""}`;
    switch (k) {
      case "kept":
        return undefined;
      case "gone":
        return { kind: k, of: undefined };
      case "begin":
        this.#calls.set(call, `${stack} ${state?.urn ?? ""}`);
        return { kind: `${k} ${kind}`, of: this.#calls.get(call) };
      case "end":
        return { kind: k, of: this.#calls.get(call) };
      default:
        return { kind: `${k} ${operation}`.trim(), of: `${stack} ${state?.urn ?? ""}` };
    }
  }
}
