/** Property values on the wire: plain JSON in which a signature key marks what JSON has no form for. */
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { AssetInstance, UNKNOWN } from "./provider";
import type { AssetValue } from "./provider";
import { structPb } from "./sdk";
import { ResourceReference, Secret, isList } from "./values";
import type { Property, PropertyMap } from "./values";

// Values fixed by the protocol: sdk/go/common/resource/properties.go and sdk/nodejs/runtime/rpc.ts of Pulumi.
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
export const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** Unknowns of other shapes than a string; all mean "unknown". */
const UNKNOWN_TEXTS = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A field that holds text; anything else is no text. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Gives an asset its content hash; the value it returns is what the engine keeps. */
export type AssetReader = (raw: Record<string, Json>, kind: AssetValue["kind"]) => AssetInstance;

export interface DecodeOptions {
  readonly asset: AssetReader;
  /** Receives the URNs that output values name as their dependencies. */
  readonly dependencies?: Set<string>;
}

export function decodeStruct(struct: Struct | undefined, options: DecodeOptions): PropertyMap {
  return struct === undefined ? {} : (decode(struct.toJavaScript(), options) as PropertyMap);
}

export function decode(raw: Json, options: DecodeOptions): Property {
  if (typeof raw === "string") return UNKNOWN_TEXTS.has(raw) ? UNKNOWN : raw;
  if (raw === null || typeof raw !== "object") return raw;
  if (Array.isArray(raw)) return raw.map((item) => decode(item, options));
  switch (textOf(raw[SIGNATURE])) {
    case "": {
      const result: Record<string, Property> = {};
      for (const [key, value] of Object.entries(raw)) {
        if (value !== undefined) result[key] = decode(value, options);
      }
      return result;
    }
    case SECRET_SIGNATURE:
      return new Secret(decode(raw["value"] ?? null, options));
    case ASSET_SIGNATURE:
      return options.asset(raw, "asset");
    case ARCHIVE_SIGNATURE:
      return options.asset(raw, "archive");
    case RESOURCE_SIGNATURE: {
      const id = raw["id"];
      return new ResourceReference(
        textOf(raw["urn"]),
        id === undefined || id === null ? undefined : UNKNOWN_TEXTS.has(textOf(id)) ? UNKNOWN : textOf(id),
        textOf(raw["packageVersion"]),
      );
    }
    case OUTPUT_SIGNATURE: {
      if (Array.isArray(raw["dependencies"])) {
        for (const urn of raw["dependencies"]) options.dependencies?.add(textOf(urn));
      }
      const value = raw["value"] === undefined ? UNKNOWN : decode(raw["value"], options);
      return raw["secret"] === true ? new Secret(value) : value;
    }
    default:
      throw new Error(`unrecognised signature ${JSON.stringify(raw[SIGNATURE])} in a property value`);
  }
}

export interface EncodeOptions {
  /** Keep secrets marked; otherwise they are opened. */
  readonly secrets: boolean;
  /** Keep references to resources; otherwise they become ids. */
  readonly resources: boolean;
}

export function encodeStruct(map: PropertyMap, options: EncodeOptions): Struct {
  return structPb.Struct.fromJavaScript(encode(map, options) as Record<string, Json>);
}

export function encode(value: Property, options: EncodeOptions): Json {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Secret) {
    const inner = encode(value.value, options);
    return options.secrets ? { [SIGNATURE]: SECRET_SIGNATURE, value: inner } : inner;
  }
  if (value instanceof AssetInstance) return encodeAsset(value.asset);
  if (value instanceof ResourceReference) return encodeReference(value, options);
  if (isList(value)) return value.map((item) => encode(item, options));
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) result[key] = encode(item, options);
  return result;
}

export function encodeAsset(asset: AssetValue): Json {
  const result: Record<string, Json> = {
    [SIGNATURE]: asset.kind === "asset" ? ASSET_SIGNATURE : ARCHIVE_SIGNATURE,
  };
  if (asset.hash !== "") result["hash"] = asset.hash;
  if (asset.path !== undefined) result["path"] = asset.path;
  if (asset.text !== undefined) result["text"] = asset.text;
  if (asset.uri !== undefined) result["uri"] = asset.uri;
  if (asset.assets !== undefined) {
    result["assets"] = Object.fromEntries(
      Object.entries(asset.assets).map(([name, member]) => [name, encodeAsset(member)]),
    );
  }
  return result;
}

function encodeReference(reference: ResourceReference, options: EncodeOptions): Json {
  const id = reference.id === UNKNOWN ? UNKNOWN_TEXT : reference.id;
  if (!options.resources) return id === undefined || id === "" ? reference.urn : id;
  return {
    [SIGNATURE]: RESOURCE_SIGNATURE,
    urn: reference.urn,
    ...(id === undefined ? {} : { id }),
    packageVersion: reference.version,
  };
}
