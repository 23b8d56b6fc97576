import type { Kind } from "../kind";

const all: readonly Kind[] = [];

/** AWS resource types with a behaviour of their own, by token. */
export const kinds: ReadonlyMap<string, Kind> = new Map(all.map((k) => [k.type, k]));
