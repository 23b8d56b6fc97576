/** Content hashes of assets and archives: without them an edited file would go unseen. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AssetInstance } from "./provider";
import type { AssetValue } from "./provider";
import { usage, messageOf } from "./errors";
import { ARCHIVE_SIGNATURE, SIGNATURE, textOf } from "./wire";
import type { AssetReader, Json } from "./wire";

function sha256(...chunks: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** Hash of a tree: of every member's name and content, in the order of the names. */
function hashMembers(members: Iterable<readonly [name: string, hash: string]>): string {
  const lines = [...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return sha256(lines.map(([name, hash]) => `${name}\0${hash}\n`).join(""));
}

function hashPath(file: string): string {
  if (!fs.statSync(file).isDirectory()) return sha256(fs.readFileSync(file));
  const entries = fs.readdirSync(file, { recursive: true, withFileTypes: true });
  return hashMembers(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const full = path.join(entry.parentPath, entry.name);
        return [path.relative(file, full).split(path.sep).join("/"), sha256(fs.readFileSync(full))] as const;
      }),
  );
}

/**
 * Reads what a program declared. Paths resolve against `base`, the program's folder, and are kept as declared, so that
 * a state is the same on every machine. A remote asset is not fetched: its hash is that of its address.
 */
export function assetReader(base: string): AssetReader {
  const hashes = new Map<string, string>();
  const read = (raw: Record<string, Json>, kind: AssetValue["kind"]): AssetValue => {
    const { text, path: declared, uri, assets } = raw;
    if (assets !== undefined && assets !== null && typeof assets === "object" && !Array.isArray(assets)) {
      const members = Object.fromEntries(
        Object.entries(assets).map(([name, member]) => {
          const inner = member as Record<string, Json>;
          return [name, read(inner, inner[SIGNATURE] === ARCHIVE_SIGNATURE ? "archive" : "asset")];
        }),
      );
      const hash = hashMembers(Object.entries(members).map(([name, member]) => [name, member.hash]));
      return { kind, hash, assets: members };
    }
    if (typeof declared === "string" && declared !== "") {
      return { kind, hash: hashFile(path.resolve(base, declared), declared), path: declared };
    }
    if (typeof uri === "string" && uri !== "") {
      const hash = uri.startsWith("file:") ? hashFile(fileURLToPath(uri), uri) : sha256(uri);
      return { kind, hash, uri };
    }
    const content = typeof text === "string" ? text : "";
    return { kind, hash: sha256(content), text: content };
  };
  const hashFile = (file: string, declared: string): string => {
    const known = hashes.get(file);
    if (known !== undefined) return known;
    try {
      const hash = hashPath(file);
      hashes.set(file, hash);
      return hash;
    } catch (error) {
      throw usage(
        `the asset ${declared} can not be read: ${messageOf(error)}; paths are relative to the program's folder, ${base}`,
      );
    }
  };
  return (raw, kind) => new AssetInstance(read(raw, kind));
}

/** Takes assets from a state as they are: their hashes were computed when they were written. */
export const storedAsset: AssetReader = (raw, kind) => {
  const read = (value: Record<string, Json>, as: AssetValue["kind"]): AssetValue => ({
    kind: as,
    hash: textOf(value["hash"]),
    ...(typeof value["path"] === "string" ? { path: value["path"] } : {}),
    ...(typeof value["text"] === "string" ? { text: value["text"] } : {}),
    ...(typeof value["uri"] === "string" ? { uri: value["uri"] } : {}),
    ...(value["assets"] !== undefined && value["assets"] !== null
      ? {
          assets: Object.fromEntries(
            Object.entries(value["assets"] as Record<string, Record<string, Json>>).map(([name, member]) => [
              name,
              read(member, member[SIGNATURE] === ARCHIVE_SIGNATURE ? "archive" : "asset"),
            ]),
          ),
        }
      : {}),
  });
  return new AssetInstance(read(raw, kind));
};
