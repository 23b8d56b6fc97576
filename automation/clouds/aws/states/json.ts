/** JSON values that a state machine works on. They are never changed in place: branches share them. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** Value equality; the order of an object's names does not count. */
export function same(a: Json, b: Json): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => same(item, b[i] as Json));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && same(a[name] as Json, b[name] as Json))
    );
  }
  return a === b;
}

/** Size as Step Functions counts it: bytes of the JSON text in UTF-8. */
export function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value), "utf8");
}
