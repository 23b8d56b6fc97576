/** Something that is said of one or more environments, in the document's order. */
export interface Said<T> {
  readonly value: T;
  readonly environments: readonly string[];
}

/**
 * Entries with the same key in one group. An environment that says the same twice says it in two groups, so that nothing
 * is counted short.
 */
export function grouped<T>(
  entries: readonly (readonly [string, T])[],
  keyOf: (value: T) => unknown,
): (readonly [string, T])[][] {
  const groups = new Map<string, (readonly [string, T])[]>();
  const times = new Map<string, number>();
  for (const entry of entries) {
    const key = JSON.stringify(keyOf(entry[1]));
    const own = JSON.stringify([entry[0], key]);
    const nth = (times.get(own) ?? 0) + 1;
    times.set(own, nth);
    const group = groups.get(`${nth} ${key}`);
    if (group) group.push(entry);
    else groups.set(`${nth} ${key}`, [entry]);
  }
  return [...groups.values()];
}

/** Each distinct entry once, with its environments. */
export function together<T>(
  entries: readonly (readonly [string, T])[],
  keyOf: (value: T) => unknown = (value) => value,
): Said<T>[] {
  return grouped(entries, keyOf).flatMap((group) => {
    const environments = group.map(([environment]) => environment);
    return group.slice(0, 1).map(([, value]) => ({ value, environments }));
  });
}
