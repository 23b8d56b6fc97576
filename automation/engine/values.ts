/**
 * Property values as the engine sees them: a provider's values plus what the engine tracks for it, secrets and
 * references to resources.
 */
import { AssetInstance, UNKNOWN } from "./provider";
import type { Value, Values } from "./provider";

export class Secret {
  constructor(readonly value: Property) {}
}

export class ResourceReference {
  constructor(
    readonly urn: string,
    /** Absent for a component. */
    readonly id: string | typeof UNKNOWN | undefined,
    readonly version: string,
  ) {}
}

export type Property =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | AssetInstance
  | Secret
  | ResourceReference
  | readonly Property[]
  | PropertyMap;

export interface PropertyMap {
  readonly [key: string]: Property;
}

export function isMap(value: Property | undefined): value is PropertyMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof AssetInstance) &&
    !(value instanceof ResourceReference)
  );
}

export function isList(value: Property | undefined): value is readonly Property[] {
  return Array.isArray(value);
}

function some(value: Property, test: (leaf: Property) => boolean): boolean {
  if (test(value)) return true;
  if (value instanceof Secret) return some(value.value, test);
  if (isList(value)) return value.some((item) => some(item, test));
  if (isMap(value)) return Object.values(value).some((item) => some(item, test));
  return false;
}

export function containsUnknown(value: Property): boolean {
  return some(
    value,
    (leaf) => leaf === UNKNOWN || (leaf instanceof ResourceReference && leaf.id === UNKNOWN),
  );
}

export function containsSecret(value: Property): boolean {
  return some(value, (leaf) => leaf instanceof Secret);
}

/** The outermost secrets in a value. */
export function secretsIn(value: Property): readonly Secret[] {
  if (value instanceof Secret) return [value];
  if (isList(value)) return value.flatMap(secretsIn);
  if (isMap(value)) return Object.values(value).flatMap(secretsIn);
  return [];
}

export function secret(value: Property): Secret {
  return value instanceof Secret ? value : new Secret(value);
}

export function mapProperties(
  map: PropertyMap,
  change: (value: Property, key: string) => Property,
): PropertyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

/** What a provider gets: secrets opened, a reference as the id of its resource, or its URN where there is none. */
export function toProvider(value: Property): Value {
  if (value instanceof Secret) return toProvider(value.value);
  if (value instanceof ResourceReference)
    return value.id === undefined || value.id === "" ? value.urn : value.id;
  if (isList(value)) return value.map(toProvider);
  if (isMap(value)) return toProviderMap(value);
  return value;
}

export function toProviderMap(map: PropertyMap): Values {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, toProvider(value)]));
}

/** What a provider gave: the same values, without members that are undefined. */
export function fromProvider(values: Values): PropertyMap {
  return clean(values) as PropertyMap;
}

function clean(value: Value): Property {
  if (Array.isArray(value))
    return (value as readonly Value[]).map((item) => (item === undefined ? null : clean(item)));
  if (typeof value === "object" && value !== null && !(value instanceof AssetInstance)) {
    const entries = Object.entries(value as Values).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, clean(item)]));
  }
  return value;
}

/** Deep equality. A missing member equals null; assets are equal when their contents are. */
export function equal(a: Property | undefined, b: Property | undefined): boolean {
  if (a === undefined || a === null) return b === undefined || b === null;
  if (b === undefined || b === null) return false;
  if (a instanceof Secret) return b instanceof Secret && equal(a.value, b.value);
  if (a instanceof AssetInstance) {
    return b instanceof AssetInstance && a.asset.kind === b.asset.kind && a.asset.hash === b.asset.hash;
  }
  if (a instanceof ResourceReference)
    return b instanceof ResourceReference && a.urn === b.urn && a.id === b.id;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (isMap(a)) {
    if (!isMap(b)) return false;
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => equal(a[key], b[key]));
  }
  return a === b;
}

/** Equality of what a value says, whether or not it is secret. */
export function equalContent(a: Property, b: Property): boolean {
  return equal(openSecrets(a), openSecrets(b));
}

export function openSecrets(value: Property): Property {
  if (value instanceof Secret) return openSecrets(value.value);
  if (isList(value)) return value.map(openSecrets);
  if (isMap(value)) return mapProperties(value, openSecrets);
  return value;
}

/**
 * Providers answer in the clear, so an output that carries the name of a secret input is secret too. An array is secret
 * as a whole when any of its input's members is: members may have moved.
 */
export function inheritSecrets(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  return mapProperties(outputs, (output, key) => {
    const input = Object.hasOwn(inputs, key) ? inputs[key] : undefined;
    if (input === undefined || output instanceof Secret) return output;
    if (input instanceof Secret) return secret(output);
    if (isMap(input) && isMap(output)) return inheritSecrets(output, input);
    if (isList(input) && isList(output) && containsSecret(input)) return secret(output);
    return output;
  });
}
