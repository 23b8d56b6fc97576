// npm run parts: fetches the real parts that some tests run against into .parts/, which git ignores. Each is pinned in
// parts.json: a file of an npm package by the package's integrity, jars from Maven's repository by their SHA-256, Python's
// packages by the hashes in a requirements file, a Go program by its version, which Go's checksum database answers for. A part that is there already is not fetched again.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(root, ".parts");
const parts = JSON.parse(readFileSync(path.join(root, "scripts", "parts.json"), "utf8"));

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

const requirements = (part) => path.join(root, "scripts", part.python);

/** What is pinned for this platform; undefined where there is none. */
const pinned = (name) => parts[name]?.[`${process.platform}-${process.arch}`] ?? parts[name]?.any;

/** Text that changes with what a part is made of. */
function pinOf(part) {
  if (part.maven !== undefined) return sha256(JSON.stringify(part));
  if (part.python !== undefined) return sha256(readFileSync(requirements(part)));
  if (part.go !== undefined) return sha256(part.go);
  return part.integrity.replace(/[^A-Za-z0-9]/g, "");
}

/**
 * Where a part is once it is fetched: its file, or the folder of its jars or of its Python packages. Undefined where there
 * is none for this platform.
 */
export function partPath(name) {
  const part = pinned(name);
  if (part === undefined) return undefined;
  return path.join(cache, name, pinOf(part).slice(0, 16), part.file ?? "jars");
}

/** The jars of a part that was fetched; none while it is not. */
export function partJars(name) {
  const folder = partPath(name);
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder).map((file) => path.join(folder, file));
}

function fetchPackage(part, folder) {
  const packed = execFileSync("npm", ["pack", part.npm, "--json", "--pack-destination", folder], {
    encoding: "utf8",
  });
  const [{ filename, integrity }] = JSON.parse(packed);
  if (integrity !== part.integrity) {
    throw new Error(`${part.npm} has integrity ${integrity}; parts.json pins ${part.integrity}`);
  }
  execFileSync("tar", ["-xzf", path.join(folder, filename), "-C", folder, part.file]);
  rmSync(path.join(folder, filename));
}

/** Maven itself fetches, so that its settings, mirrors and local repository hold. */
function fetchJars(part, folder) {
  const dependencies = part.maven.map(({ artifact }) => {
    const [group, name, version] = artifact.split(":");
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  const pom = path.join(folder, "pom.xml");
  writeFileSync(
    pom,
    `<project><modelVersion>4.0.0</modelVersion><groupId>parts</groupId><artifactId>parts</artifactId><version>1</version>
<packaging>pom</packaging><dependencies>${dependencies.join("")}</dependencies></project>`,
  );
  const goal = ["dependency:copy-dependencies", "-DexcludeTransitive=true", "-DoutputDirectory=jars"];
  try {
    execFileSync("mvn", ["-q", "-B", "-f", pom, ...goal], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
  } catch (error) {
    if (error.code === "ENOENT")
      throw new Error("Maven is needed: install it so that mvn is on PATH", { cause: error });
    throw error;
  }
  rmSync(pom);
  for (const { artifact, sha256: pin } of part.maven) {
    const [, name, version] = artifact.split(":");
    const found = sha256(readFileSync(path.join(folder, "jars", `${name}-${version}.jar`)));
    if (found !== pin) throw new Error(`${artifact} has SHA-256 ${found}; parts.json pins ${pin}`);
  }
}

/** pip itself fetches, so that its settings and mirrors hold; it takes nothing whose hash is not in the file. */
function fetchPython(part, folder) {
  const target = ["--target", path.join(folder, part.file), "-r", requirements(part)];
  const pinned = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--root-user-action=ignore"];
  const args = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", ...pinned, ...target];
  try {
    execFileSync("python3", args, { stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    if (error.code === "ENOENT")
      throw new Error("Python is needed: install it so that python3 is on PATH", { cause: error });
    throw error;
  }
}

/** Go itself fetches and builds, so that its proxy and checksum database hold. */
function fetchGo(part, folder) {
  const env = { ...process.env, GOBIN: path.dirname(path.join(folder, part.file)) };
  try {
    execFileSync("go", ["install", part.go], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    if (error.code === "ENOENT")
      throw new Error("Go is needed: install it so that go is on PATH", { cause: error });
    throw error;
  }
}

function fetchPart(name, target) {
  const part = pinned(name);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, `.${name}-`));
  try {
    if (part.maven !== undefined) fetchJars(part, folder);
    else if (part.python !== undefined) fetchPython(part, folder);
    else if (part.go !== undefined) fetchGo(part, folder);
    else fetchPackage(part, folder);
    const home = target.slice(0, -(part.file ?? "jars").length);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(path.dirname(home), { recursive: true });
    renameSync(folder, home);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

export function fetchParts() {
  for (const name of Object.keys(parts)) {
    const target = partPath(name);
    if (target === undefined) {
      console.log(`${name}: none for ${process.platform}-${process.arch}`);
    } else if (existsSync(target)) {
      console.log(`${name}: here`);
    } else {
      fetchPart(name, target);
      console.log(`${name}: fetched`);
    }
  }
}

/** Programs that are Debian's to bring, each known to be there by one of its commands. */
const PACKAGES = { chromium: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"] };

/** The program of a package, where one of its commands is on the PATH. */
export function packagePath(name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders
    .flatMap((folder) => PACKAGES[name].map((command) => path.join(folder, command)))
    .find(existsSync);
}

/** Installs what a machine of CI lacks. Where that fails, the tests that need it say that they did not run. */
export function installPackages() {
  const names = Object.keys(PACKAGES).filter((name) => packagePath(name) === undefined);
  if (names.length === 0) return;
  const apt = [...(process.getuid?.() === 0 ? [] : ["sudo", "-n"]), "apt-get", "-qq"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...names]]) {
      const [command, ...rest] = [...apt, ...args];
      execFileSync(command, rest, { env, stdio: ["ignore", "ignore", "inherit"] });
    }
    for (const name of names) console.log(`${name}: installed`);
  } catch (error) {
    console.log(`${names.join(", ")}: not installed: ${error.message}`);
  }
}

if (process.argv[1] && statSync(process.argv[1]).ino === statSync(fileURLToPath(import.meta.url)).ino)
  fetchParts();
