import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AssetInstance, type AssetValue } from "../../engine/provider";
import type { Entity } from "../world/world";

/**
 * Unpacks a function's deployed archive into a folder of its own: files and folders as they were declared, a zip file by
 * `unzip`.
 *
 * @param base the folder that relative paths of the program are relative to.
 * @throws if the function has no archive here, or it is gone.
 */
export function unpack(lambda: Entity, folder: string, base: string): string {
  const code = lambda.inputs["code"];
  if (!(code instanceof AssetInstance))
    throw new Error(`The function ${lambda.id} has no archive to run: its code is in a bucket or an image.`);
  const target = path.join(folder, lambda.id, code.asset.hash.slice(0, 16));
  if (!existsSync(target)) {
    mkdirSync(target, { recursive: true });
    write(code.asset, target, base);
  }
  return target;
}

function write(asset: AssetValue, target: string, base: string): void {
  if (asset.assets !== undefined) {
    for (const [name, member] of Object.entries(asset.assets)) {
      const place = path.join(target, name);
      if (member.kind === "archive") {
        mkdirSync(place, { recursive: true });
        write(member, place, base);
      } else {
        mkdirSync(path.dirname(place), { recursive: true });
        writeAsset(member, place, base);
      }
    }
    return;
  }
  const source = fileOf(asset, base);
  if (statSync(source).isDirectory()) cpSync(source, target, { recursive: true, dereference: true });
  else execFileSync("unzip", ["-q", "-o", source, "-d", target]);
}

function writeAsset(asset: AssetValue, place: string, base: string): void {
  if (asset.text === undefined) cpSync(fileOf(asset, base), place, { recursive: true, dereference: true });
  else writeFileSync(place, asset.text);
}

function fileOf({ path: declared, uri }: AssetValue, base: string): string {
  const file = declared ?? (uri?.startsWith("file:") === true ? fileURLToPath(uri) : undefined);
  if (file === undefined)
    throw new Error("Only files, folders and texts can be unpacked; remote archives are not fetched.");
  const full = path.resolve(base, file);
  if (!existsSync(full)) throw new Error(`The archive ${full} is gone: build and deploy it again.`);
  return full;
}
