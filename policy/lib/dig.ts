/** The value at a chain of keys, which may hold dots themselves; undefined where the chain ends early. Throws while it is not known. */
export function dig(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (at, key) =>
      at !== null && typeof at === "object" ? (at as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}

/** The entries of a list or an object, read one by one; none for anything else. */
export function entriesOf(value: unknown): { readonly key: string; readonly read: () => unknown }[] {
  if (value === null || typeof value !== "object") return [];
  return Object.keys(value).map((key) => ({ key, read: () => (value as Record<string, unknown>)[key] }));
}

/** The texts of a list; none for anything else. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).filter((item) => typeof item === "string");
}

/** An object's fields; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A text, number or switch as a text; empty for anything else. Charts take switches in both forms. */
export function wordOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `${value}`
    : "";
}
