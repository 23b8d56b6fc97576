/** So many names of one stack are told; the others are counted. */
const NAMED = 4;

export const listed = (names: readonly string[]): string =>
  names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ` and ${names.length - NAMED} more` : "");

export type Several<T> = readonly [T, ...T[]];

/** Those with the same key together, in their order. */
export function alike<T>(all: readonly T[], keyOf: (one: T) => unknown): readonly Several<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const key = JSON.stringify(keyOf(one));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
