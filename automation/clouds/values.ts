import { AssetInstance, UNKNOWN, type Value, type Values } from "../engine/provider";

export type ObjectValue = { readonly [key: string]: Value };

export function isObject(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof AssetInstance)
  );
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is unknown or holds an unknown. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (isArray(value)) return value.some(hasUnknown);
  if (isObject(value)) return Object.values(value).some(hasUnknown);
  return false;
}

/** The value at a dotted path, `vpcConfig.subnetIds`; an array in the way is looked through by index. */
export function at(values: Value | undefined, path: string): Value | undefined {
  let current: Value | undefined = values;
  for (const key of path.split(".")) {
    if (isArray(current)) current = current[Number(key)];
    else if (isObject(current)) current = current[key];
    else return undefined;
  }
  return current;
}

/** Readers that answer undefined for what is absent, unknown or of another type. */
export function text(values: Value | undefined, path: string): string | undefined {
  const value = at(values, path);
  return typeof value === "string" ? value : undefined;
}

export function numeric(values: Value | undefined, path: string): number | undefined {
  const value = at(values, path);
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

export function flag(values: Value | undefined, path: string): boolean | undefined {
  const value = at(values, path);
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

export function list(values: Value | undefined, path: string): readonly Value[] {
  const value = at(values, path);
  return isArray(value) ? value : [];
}

export function texts(values: Value | undefined, path: string): string[] {
  return list(values, path).filter((v): v is string => typeof v === "string");
}

/** Objects in a list; a lone object counts as a list of one. */
export function objects(values: Value | undefined, path: string): ObjectValue[] {
  const value = at(values, path);
  if (isObject(value)) return [value];
  return isArray(value) ? value.filter(isObject) : [];
}

export function textMap(values: Value | undefined, path: string): Record<string, string> {
  const value = at(values, path);
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((e): e is [string, string] => typeof e[1] === "string"),
  );
}

/** Every string in a value with the path it stands at. */
export function* strings(value: Value | undefined, path = ""): Generator<[path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  else if (isArray(value)) for (const [i, v] of value.entries()) yield* strings(v, `${path}[${String(i)}]`);
  else if (isObject(value))
    for (const [k, v] of Object.entries(value)) yield* strings(v, path === "" ? k : `${path}.${k}`);
}

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === UNKNOWN || b === UNKNOWN) return false;
  if (a instanceof AssetInstance || b instanceof AssetInstance)
    return a instanceof AssetInstance && b instanceof AssetInstance && a.asset.hash === b.asset.hash;
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((v, i) => equal(v, b[i]));
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((k) => equal(a[k], b[k]));
  }
  return false;
}

/** Top-level keys whose values differ. */
export function changedKeys(a: Values, b: Values): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !equal(a[key], b[key]));
}

/** The same values without absent ones and without the bridge's own `__defaults`. */
export function visible(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([k]) => k !== "__defaults"));
}

/** What a parsed JSON document is as a value. */
export function fromJson(document: unknown): Value {
  if (document === null || ["string", "number", "boolean"].includes(typeof document))
    return document as Value;
  if (Array.isArray(document)) return document.map(fromJson);
  if (typeof document === "object")
    return Object.fromEntries(Object.entries(document).map(([k, v]) => [k, fromJson(v)]));
  return null;
}
