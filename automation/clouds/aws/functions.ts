import type { CloudFunction } from "../provider";

/** AWS functions that are answered, by token. */
export const functions: ReadonlyMap<string, CloudFunction> = new Map();
