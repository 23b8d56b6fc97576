/** What happened to a stack: one file per operation, as `stack history` lists them. */
import fs from "node:fs";
import path from "node:path";
import type { Json } from "./wire";
import { replaceFile } from "./store";
import type { StackStore } from "./store";

export interface HistoryEntry {
  readonly version: number;
  readonly kind: "update" | "preview" | "refresh" | "destroy" | "import" | "resource-import";
  readonly startTime: string;
  readonly endTime: string;
  readonly message: string;
  readonly environment: Record<string, string>;
  /** Raw configuration, secrets encrypted. */
  readonly config: Record<string, Json>;
  readonly result: "succeeded" | "failed";
  readonly resourceChanges: Record<string, number>;
}

const DIGITS = 8;

function files(store: StackStore): string[] {
  if (!fs.existsSync(store.historyDirectory)) return [];
  return fs
    .readdirSync(store.historyDirectory)
    .filter((name) => /^\d+\.json$/.test(name))
    .sort();
}

export function addHistory(store: StackStore, entry: Omit<HistoryEntry, "version">): void {
  fs.mkdirSync(store.historyDirectory, { recursive: true, mode: 0o700 });
  const last = files(store).at(-1);
  const version = last === undefined ? 1 : Number.parseInt(last, 10) + 1;
  const file = path.join(store.historyDirectory, `${String(version).padStart(DIGITS, "0")}.json`);
  replaceFile(file, `${JSON.stringify({ version, ...entry })}\n`);
}

/** Newest first. */
export function readHistory(
  store: StackStore,
  page?: { readonly size: number; readonly number: number },
): HistoryEntry[] {
  const newest = files(store).reverse();
  const start = page === undefined ? 0 : (page.number - 1) * page.size;
  const wanted = page === undefined ? newest : newest.slice(start, start + page.size);
  return wanted.map(
    (name) => JSON.parse(fs.readFileSync(path.join(store.historyDirectory, name), "utf8")) as HistoryEntry,
  );
}
