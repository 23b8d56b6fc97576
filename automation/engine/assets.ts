/** Content hashes of assets and archives: without them an edited file would go unseen. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AssetInstance } from "./provider";
import type { AssetValue } from "./provider";
import { tarHash } from "./tar";
import type { Member } from "./tar";
import { usage, messageOf } from "./errors";
import { ARCHIVE_SIGNATURE, SIGNATURE, textOf } from "./wire";
import type { AssetReader, Json } from "./wire";

function sha256(...chunks: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** The CLI's own folder, which goes into no archive. */
const BOOKKEEPING = ".pulumi";

/** Files of a folder in the order in which Go walks it: by name, each folder's content in its place. */
function* membersOf(folder: string, prefix = ""): Generator<Member> {
  const names = fs.readdirSync(folder).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    if (name === BOOKKEEPING) continue;
    const file = path.join(folder, name);
    // A link to a folder is left out, a link to a file is the file.
    if (!fs.statSync(file).isDirectory()) yield { name: prefix + name, read: () => fs.readFileSync(file) };
    else if (!fs.lstatSync(file).isSymbolicLink()) yield* membersOf(file, `${prefix}${name}/`);
  }
}

function isFolder(file: string): boolean {
  return fs.statSync(file).isDirectory();
}

/**
 * Reads what a program declared. Paths resolve against `base`, the program's folder, and are kept as declared, so that
 * a state is the same on every machine. A remote asset is not fetched: its hash is that of its address.
 */
export function assetReader(base: string): AssetReader {
  const hashes = new Map<string, string>();
  const membersIn = ({ path: declared, text, assets, uri }: AssetValue, name: string): Iterable<Member> => {
    if (assets !== undefined) return inside(assets, `${name}/`);
    const file = declared ?? (uri?.startsWith("file:") === true ? fileURLToPath(uri) : undefined);
    if (file === undefined) return [{ name, read: () => Buffer.from(text ?? uri ?? "") }];
    const full = path.resolve(base, file);
    return isFolder(full) ? membersOf(full, `${name}/`) : [{ name, read: () => fs.readFileSync(full) }];
  };
  function* inside(assets: Readonly<Record<string, AssetValue>>, prefix = ""): Generator<Member> {
    const names = Object.keys(assets).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const name of names) {
      const member = assets[name];
      if (member !== undefined) yield* membersIn(member, prefix + name);
    }
  }
  const read = (raw: Record<string, Json>, kind: AssetValue["kind"]): AssetValue => {
    const { text, path: declared, uri, assets } = raw;
    if (assets !== undefined && assets !== null && typeof assets === "object" && !Array.isArray(assets)) {
      const members = Object.fromEntries(
        Object.entries(assets).map(([name, member]) => {
          const inner = member as Record<string, Json>;
          return [name, read(inner, inner[SIGNATURE] === ARCHIVE_SIGNATURE ? "archive" : "asset")];
        }),
      );
      return { kind, hash: tarHash(inside(members)), assets: members };
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
      const hash = isFolder(file) ? tarHash(membersOf(file)) : sha256(fs.readFileSync(file));
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
