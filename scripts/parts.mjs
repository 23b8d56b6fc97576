// npm run parts: fetches the real parts that some tests run against into .parts/, which git ignores. Each is pinned by
// the integrity of its package in parts.json; a part that is there already is not fetched again.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(root, ".parts");
const parts = JSON.parse(readFileSync(path.join(root, "scripts", "parts.json"), "utf8"));

/** Where a part's file is once it is fetched; undefined where there is none for this platform. */
export function partPath(name) {
  const part = parts[name]?.[`${process.platform}-${process.arch}`];
  return part && path.join(cache, name, part.integrity.replace(/[^A-Za-z0-9]/g, "").slice(0, 16), part.file);
}

function fetchPart(name, part, target) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, `.${name}-`));
  try {
    const packed = execFileSync("npm", ["pack", part.npm, "--json", "--pack-destination", folder], {
      encoding: "utf8",
    });
    const [{ filename, integrity }] = JSON.parse(packed);
    if (integrity !== part.integrity) {
      throw new Error(`${part.npm} has integrity ${integrity}; parts.json pins ${part.integrity}`);
    }
    execFileSync("tar", ["-xzf", path.join(folder, filename), "-C", folder, part.file]);
    const home = target.slice(0, -part.file.length);
    rmSync(path.join(folder, filename));
    rmSync(home, { recursive: true, force: true });
    mkdirSync(path.dirname(home), { recursive: true });
    renameSync(folder, home);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

export function fetchParts() {
  for (const [name, platforms] of Object.entries(parts)) {
    const target = partPath(name);
    if (target === undefined) {
      console.log(`${name}: none for ${process.platform}-${process.arch}`);
    } else if (existsSync(target)) {
      console.log(`${name}: here`);
    } else {
      fetchPart(name, platforms[`${process.platform}-${process.arch}`], target);
      console.log(`${name}: fetched`);
    }
  }
}

if (process.argv[1] && statSync(process.argv[1]).ino === statSync(fileURLToPath(import.meta.url)).ino)
  fetchParts();
