/** Values of resources as they are shown: on one line, no secret, the same for everybody. */
import { getAt, tryParsePath } from "../engine/property-path";
import type { Property } from "../engine/values";
import { UNKNOWN_TEXT } from "../engine/wire";
import type { PropertyDiff } from "./model";

type Inputs = Readonly<Record<string, unknown>>;

/** Pulumi's mark of a value that is not a plain one; the value beside it says which. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const MOST = 200;

/** What a value of a resource's inputs is shown as. */
export function shown(value: unknown): string {
  const text = JSON.stringify(plainOf(value)) ?? "null";
  const bare = text.replaceAll(/"(\[(?:secret|unknown|asset [0-9a-f]*|archive [0-9a-f]*)\])"/g, "$1");
  return bare.length > MOST ? `${bare.slice(0, MOST)}…` : bare;
}

function plainOf(value: unknown): unknown {
  if (value === UNKNOWN_TEXT) return "[unknown]";
  if (typeof value === "string" && value.includes(UNKNOWN_TEXT))
    return value.replaceAll(UNKNOWN_TEXT, "[unknown]");
  if (Array.isArray(value)) return value.map(plainOf);
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
      .sort()
      .map((key) => [key, plainOf(map[key])]),
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
  const [old, now] = [before, after].map((value) => (value === undefined ? undefined : shown(value)));
  if (old === now) return [];
  return [
    {
      path,
      kind: old === undefined ? "add" : now === undefined ? "delete" : "update",
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
      forcesReplacement: false,
    },
  ];
}

function joined(path: string, key: string): string {
  if (!/^[^.[\]"]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isMap(value: unknown): value is Inputs {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
