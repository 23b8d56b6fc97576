/** What differs in a resource's inputs, part by part and whole: what risks are judged on. Pure. */
import { isDeepStrictEqual } from "node:util";
import { isMap, plain, type Inputs } from "./values";

export type { Inputs } from "./values";

/** The smallest part that differs; a side that has no such part is left out. */
export interface Leaf {
  /** `policy.Statement[0].Action`: what is within JSON, too. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Inputs as plain values, in which texts of JSON are what they say; secrets are `[secret]`. */
export function opened(value: unknown): unknown {
  return inside(plain(value));
}

function inside(value: unknown): unknown {
  if (typeof value === "string") {
    const read = jsonOf(value);
    return read === undefined ? value : inside(read);
  }
  if (Array.isArray(value)) return value.map(inside);
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inside(part)]))
    : value;
}

/** The object or list that a text is JSON of. */
export function jsonOf(text: unknown): object | undefined {
  if (typeof text !== "string" || !/^\s*[{[]/.test(text)) return undefined;
  try {
    const read = JSON.parse(text) as unknown;
    return read !== null && typeof read === "object" ? read : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Leaves of what {@link opened} gave. Members of lists that are on both sides are no difference wherever they stand; the
 * others are compared in their order, by the index of the later one.
 */
export function leavesOf(before: unknown, after: unknown, path = ""): readonly Leaf[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) || Array.isArray(after)) {
    if (before !== undefined && after !== undefined && !(Array.isArray(before) && Array.isArray(after)))
      return [leaf(path, before, after)];
    return listLeaves((before ?? []) as unknown[], (after ?? []) as unknown[], path);
  }
  if (isMap(before ?? {}) && isMap(after ?? {})) {
    const [old, now] = [before ?? {}, after ?? {}] as [Inputs, Inputs];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    const parts = keys.flatMap((key) => leavesOf(old[key], now[key], path === "" ? key : `${path}.${key}`));
    return parts.length > 0 ? parts : [leaf(path, before, after)];
  }
  return [leaf(path, before, after)];
}

function listLeaves(before: readonly unknown[], after: readonly unknown[], path: string): readonly Leaf[] {
  const left = before.map((value, index) => ({ value, index }));
  const come = after.flatMap((value, index) => {
    const same = left.findIndex((one) => isDeepStrictEqual(one.value, value));
    if (same < 0) return [{ value, index }];
    left.splice(same, 1);
    return [];
  });
  return Array.from({ length: Math.max(left.length, come.length) }, (_, i) => {
    const [old, now] = [left[i], come[i]];
    return leavesOf(old?.value, now?.value, `${path}[${now?.index ?? old?.index ?? i}]`);
  }).flat();
}

function leaf(path: string, before: unknown, after: unknown): Leaf {
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** The value at a path such as those of leaves; undefined where there is none. */
export function valueIn(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]/)
    .filter((key) => key !== "")
    .reduce<unknown>(
      (at, key) => (at !== null && typeof at === "object" ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}
