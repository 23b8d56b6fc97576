/** Values of resources as they are shown: on one line, no secret, the same for everybody. */
import { getAt, tryParsePath } from "../engine/property-path";
import type { Property } from "../engine/values";
import { UNKNOWN_TEXT } from "../engine/wire";
import type { PropertyDiff } from "./model";

export type Inputs = Readonly<Record<string, unknown>>;

/** Pulumi's mark of a value that is not a plain one; the value beside it says which. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const MOST = 200;
/** Characters that are the same before what differs, where a value is cut. */
const AROUND = 60;

/** What a value of a resource's inputs is shown as. */
export function shown(value: unknown): string {
  const text = textOf(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** A value before and after, cut so that what differs is seen. */
export function shownBoth(
  before: unknown,
  after: unknown,
): { readonly before: string; readonly after: string } {
  const [old, now] = [textOf(before), textOf(after)];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same++;
  // Some of what is the same shows where in the value it is.
  const from = Math.max(0, Math.min(same - AROUND, Math.max(old.length, now.length) - MOST));
  const cut = (text: string) => {
    const end = from + MOST;
    return `${from > 0 ? "…" : ""}${text.slice(from > 0 ? from + 1 : 0, end)}${text.length > end ? "…" : ""}`;
  };
  return { before: cut(old), after: cut(now) };
}

function textOf(value: unknown): string {
  const text = JSON.stringify(plain(value)) ?? "null";
  return text.replaceAll(/"(\[(?:secret|unknown|asset [0-9a-f]*|archive [0-9a-f]*)\])"/g, "$1");
}

/** The value without what Pulumi marks it with: a secret is `[secret]`, what is not known yet `[unknown]`. */
export function plain(value: unknown): unknown {
  if (value === UNKNOWN_TEXT) return "[unknown]";
  if (typeof value === "string" && value.includes(UNKNOWN_TEXT))
    return value.replaceAll(UNKNOWN_TEXT, "[unknown]");
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const map = value as Inputs;
  if (map[SIGNATURE] === SECRET) return "[secret]";
  if (SIGNATURE in map) {
    const kind = "assets" in map ? "archive" : "asset";
    const hash = map["hash"];
    return `[${kind} ${typeof hash === "string" ? hash.slice(0, 12) : ""}]`;
  }
  return Object.fromEntries(
    Object.keys(map)
      // What a provider notes of values that it made up itself.
      .filter((key) => key !== "__defaults")
      .sort()
      .map((key) => [key, plain(map[key])]),
  );
}

/** The value at a property's path; undefined where there is none. */
export function valueAt(inputs: Inputs | undefined, path: string): unknown {
  const parsed = tryParsePath(path);
  return parsed === undefined ? undefined : getAt(inputs as Property | undefined, parsed);
}

/** How plain values differ, leaf by leaf, in the order of their paths. */
export function differences(before: unknown, after: unknown, path = ""): PropertyDiff[] {
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], joined(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => differences(before[i], after[i], `${path}[${i}]`)).flat();
  }
  const same =
    before === undefined || after === undefined ? before === after : textOf(before) === textOf(after);
  return same ? [] : [difference(path, before, after)];
}

/** How one property differs; a side that has no such property is undefined. */
export function difference(path: string, before: unknown, after: unknown): PropertyDiff {
  const both =
    before !== undefined && after !== undefined
      ? shownBoth(before, after)
      : {
          ...(before === undefined ? {} : { before: shown(before) }),
          ...(after === undefined ? {} : { after: shown(after) }),
        };
  const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
  return { path, kind, ...both, forcesReplacement: false };
}

function joined(path: string, key: string): string {
  if (!/^[^.[\]"]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

export function isMap(value: unknown): value is Inputs {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
