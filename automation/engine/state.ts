/** A resource as the checkpoint records it, Pulumi's `ResourceV3`, and its form on disk. */
import { storedAsset } from "./assets";
import { decode, encode, SECRET_SIGNATURE, SIGNATURE } from "./wire";
import type { Json } from "./wire";
import { Secret, isList, isMap, mapProperties, secret } from "./values";
import type { Property, PropertyMap } from "./values";
import { parseReference } from "./urn";

export interface CustomTimeouts {
  readonly create?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly read?: number;
}

export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  parent: string;
  provider: string;
  dependencies: readonly string[];
  propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Replaced, and waiting for its deletion. */
  delete: boolean;
  /** Deleted ahead of a replacement that has not been made yet. */
  pendingReplacement: boolean;
  protect: boolean;
  /** To be replaced by the next update, whatever it is like. */
  taint: boolean;
  /** Read, not managed. */
  external: boolean;
  retainOnDelete: boolean;
  deletedWith: string;
  replaceWith: readonly string[];
  importId: string;
  initErrors: readonly string[];
  aliases: readonly string[];
  additionalSecretOutputs: readonly string[];
  ignoreChanges: readonly string[];
  /** Paths whose changes are not displayed. */
  hideDiff: readonly string[];
  replaceOnChanges: readonly string[];
  replacementTrigger?: Property;
  customTimeouts: CustomTimeouts;
  created?: string;
  modified?: string;
  /** Fields of a foreign checkpoint that the engine does not use and keeps as they are. */
  readonly extra: Readonly<Record<string, Json>>;
}

export type SecretWriter = (plaintext: string, urn: string) => Json;
export type SecretReader = (raw: { readonly [key: string]: Json }, urn: string) => string;

const FIELDS = new Set(
  (
    "urn custom delete id type inputs outputs parent protect taint external dependencies initErrors provider " +
    "propertyDependencies pendingReplacement additionalSecretOutputs aliases customTimeouts importID retainOnDelete " +
    "deletedWith replaceWith created modified ignoreChanges hideDiff replaceOnChanges replacementTrigger"
  ).split(" "),
);

function present(fields: Record<string, Json | undefined>): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) {
    const empty =
      value === undefined ||
      value === "" ||
      value === false ||
      (Array.isArray(value) && value.length === 0) ||
      (value !== null &&
        typeof value === "object" &&
        !Array.isArray(value) &&
        Object.keys(value).length === 0);
    if (!empty) kept[key] = value;
  }
  return kept;
}

export function writeState(state: ResourceState, writeSecret: SecretWriter): Json {
  const properties = (map: PropertyMap): Json => sealSecrets(map, (text) => writeSecret(text, state.urn));
  const optional = present({
    delete: state.delete,
    id: state.id,
    inputs: properties(state.inputs),
    outputs: properties(state.outputs),
    parent: state.parent,
    protect: state.protect,
    taint: state.taint,
    external: state.external,
    dependencies: [...state.dependencies],
    initErrors: [...state.initErrors],
    provider: state.provider,
    propertyDependencies: Object.fromEntries(
      Object.entries(state.propertyDependencies).map(([key, urns]) => [key, [...urns]]),
    ),
    pendingReplacement: state.pendingReplacement,
    additionalSecretOutputs: [...state.additionalSecretOutputs],
    customTimeouts: { ...state.customTimeouts },
    importID: state.importId,
    retainOnDelete: state.retainOnDelete,
    deletedWith: state.deletedWith,
    replaceWith: [...state.replaceWith],
    created: state.created,
    modified: state.modified,
    ignoreChanges: [...state.ignoreChanges],
    hideDiff: [...state.hideDiff],
    replaceOnChanges: [...state.replaceOnChanges],
    replacementTrigger:
      state.replacementTrigger === undefined || state.replacementTrigger === null
        ? undefined
        : sealSecrets(state.replacementTrigger, (text) => writeSecret(text, state.urn)),
  });
  return { urn: state.urn, custom: state.custom, ...optional, type: state.type, ...state.extra };
}

function sealSecrets(value: Property, write: (plaintext: string) => Json): Json {
  if (value instanceof Secret) return write(JSON.stringify(sealSecrets(value.value, write)));
  if (isList(value)) return value.map((item) => sealSecrets(item, write));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sealSecrets(item, write)]));
  }
  return encode(value, { secrets: true, resources: true });
}

export function readState(raw: Json, readSecret: SecretReader): ResourceState {
  if (raw === null || typeof raw !== "object" || Array.isArray(raw))
    throw new Error("a resource is not an object");
  const text = (key: string): string => (typeof raw[key] === "string" ? raw[key] : "");
  const flag = (key: string): boolean => raw[key] === true;
  const list = (key: string): string[] => (Array.isArray(raw[key]) ? raw[key].map(String) : []);
  const urn = text("urn");
  const properties = (key: string): PropertyMap =>
    raw[key] === undefined || raw[key] === null
      ? {}
      : (decode(
          openSealed(raw[key], (sealed) => readSecret(sealed, urn)),
          { asset: storedAsset },
        ) as PropertyMap);
  const created = text("created");
  const modified = text("modified");
  return {
    urn,
    type: text("type"),
    custom: flag("custom"),
    id: text("id"),
    inputs: properties("inputs"),
    outputs: properties("outputs"),
    parent: text("parent"),
    provider: text("provider"),
    dependencies: list("dependencies"),
    propertyDependencies: Object.fromEntries(
      Object.entries((raw["propertyDependencies"] ?? {}) as Record<string, string[] | null>).map(
        ([key, urns]) => [key, urns ?? []],
      ),
    ),
    delete: flag("delete"),
    pendingReplacement: flag("pendingReplacement"),
    protect: flag("protect"),
    taint: flag("taint"),
    external: flag("external"),
    retainOnDelete: flag("retainOnDelete"),
    deletedWith: text("deletedWith"),
    replaceWith: list("replaceWith"),
    importId: text("importID"),
    initErrors: list("initErrors"),
    aliases: list("aliases"),
    additionalSecretOutputs: list("additionalSecretOutputs"),
    ignoreChanges: list("ignoreChanges"),
    hideDiff: list("hideDiff"),
    replaceOnChanges: list("replaceOnChanges"),
    ...(raw["replacementTrigger"] === undefined
      ? {}
      : {
          replacementTrigger: decode(
            openSealed(raw["replacementTrigger"], (sealed) => readSecret(sealed, urn)),
            { asset: storedAsset },
          ),
        }),
    customTimeouts: (raw["customTimeouts"] ?? {}) as CustomTimeouts,
    ...(created === "" ? {} : { created }),
    ...(modified === "" ? {} : { modified }),
    extra: Object.fromEntries(Object.entries(raw).filter(([key]) => !FIELDS.has(key))),
  };
}

/** Opens sealed secrets into the wire's own form of a secret, so that one decoder reads both. */
function openSealed(raw: Json, read: (sealed: { readonly [key: string]: Json }) => string): Json {
  if (raw === null || typeof raw !== "object") return raw;
  if (Array.isArray(raw)) return raw.map((item) => openSealed(item, read));
  if (raw[SIGNATURE] === SECRET_SIGNATURE && raw["value"] === undefined) {
    return { [SIGNATURE]: SECRET_SIGNATURE, value: openSealed(JSON.parse(read(raw)) as Json, read) };
  }
  return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, openSealed(item, read)]));
}

export function providerUrnOf(state: ResourceState): string | undefined {
  return state.provider === "" ? undefined : parseReference(state.provider).urn;
}

/** URNs that a state names, its parent and its provider apart. */
export function dependencyUrns(state: ResourceState): readonly string[] {
  return [
    ...state.dependencies,
    ...Object.values(state.propertyDependencies).flat(),
    ...(state.deletedWith === "" ? [] : [state.deletedWith]),
    ...state.replaceWith,
  ];
}

/** Everything that must exist before a state does. */
export function allReferences(state: ResourceState): readonly string[] {
  const provider = providerUrnOf(state);
  return [
    ...(state.parent === "" ? [] : [state.parent]),
    ...(provider === undefined ? [] : [provider]),
    ...dependencyUrns(state),
  ];
}

export function copyState(state: ResourceState, changes: Partial<ResourceState> = {}): ResourceState {
  return { ...state, ...changes };
}

/** Outputs as the state keeps them: secret where the program asked for it, or where they repeat a secret input. */
export function finishedOutputs(state: ResourceState): PropertyMap {
  return mapProperties(withSecretOutputs(state.outputs, state.additionalSecretOutputs), (value, key) =>
    Object.hasOwn(state.inputs, key) && state.inputs[key] instanceof Secret ? secret(value) : value,
  );
}

/** Marks the named outputs secret. */
export function withSecretOutputs(outputs: PropertyMap, names: readonly string[]): PropertyMap {
  if (names.length === 0) return outputs;
  return mapProperties(outputs, (value, key) =>
    names.includes(key) && !(value instanceof Secret) ? new Secret(value) : value,
  );
}
