// Transpiles every source file to CommonJS in dist/, one file for one file, so that programs start without a
// TypeScript loader. Types are checked apart (npm run check); declarations are made when the package is packed.
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildFunctions } from "./build-functions.mjs";
import { buildPolicy, policyBundle } from "./build-policy.mjs";
import { lateBarrels } from "./late-barrels.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const sources = ["lib", "components", "stacks", "automation", "policy"];
const stampFile = path.join(root, "dist", ".stamp");

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules") yield* files(full);
    } else if (/\.ts$/.test(entry.name) && !entry.name.endsWith(".d.ts")) {
      yield full;
    }
  }
}

/** What dist/ was made from: the names, sizes and contents of the sources. */
function stampOf(entries) {
  const hash = createHash("sha256");
  const scripts = [
    "build.mjs",
    "build-functions.mjs",
    "build-policy.mjs",
    "kubernetes-facts.mjs",
    "late-barrels.mjs",
  ].map((name) => path.join(root, "scripts", name));
  for (const file of [...entries, path.join(root, "package-lock.json"), ...scripts]) {
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** The facts of Kubernetes kinds as JSON. They take a compiler's start to make and change with the packages alone. */
async function kubernetesFactsText() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  const script = readFileSync(path.join(root, "scripts", "kubernetes-facts.mjs"));
  const key = createHash("sha256").update(lock).update(script).digest("hex").slice(0, 16);
  const cached = path.join(root, ".cache", `kubernetes-facts-${key}.json`);
  if (!existsSync(cached)) {
    const { kubernetesFacts } = await import("./kubernetes-facts.mjs");
    mkdirSync(path.dirname(cached), { recursive: true });
    const own = `${cached}.${process.pid}`;
    writeFileSync(own, JSON.stringify(kubernetesFacts(path.join(root, "node_modules"))));
    renameSync(own, cached);
  }
  return readFileSync(cached);
}

export async function buildDist({ force = false } = {}) {
  const entries = sources
    .flatMap((s) => (existsSync(path.join(root, s)) ? [...files(path.join(root, s))] : []))
    .sort();
  const stamp = stampOf(entries);
  const complete = existsSync(stampFile) && existsSync(policyBundle);
  if (!force && complete && readFileSync(stampFile, "utf8") === stamp) {
    // Sources may have newer times and the same content, as after a checkout: what looks at times shall see them built.
    utimesSync(stampFile, new Date(), new Date());
    return { built: false, files: entries.length };
  }
  const out = path.join(root, "dist");
  const fresh = path.join(root, ".cache", `dist-${process.pid}`);
  await build({
    entryPoints: entries,
    outdir: fresh,
    outbase: root,
    platform: "node",
    format: "cjs",
    target: "node20",
    bundle: false,
    sourcemap: false,
    logLevel: "warning",
  });
  lateBarrels(fresh);
  writeFileSync(path.join(fresh, "automation/clouds/kubernetes/facts.json"), await kubernetesFactsText());
  const functions = await buildFunctions(root, path.join(fresh, "functions"));
  await buildPolicy();
  chmodSync(path.join(fresh, "automation", "cli", "main.js"), 0o755);
  writeFileSync(path.join(fresh, ".stamp"), stamp);
  // In one step, so that nothing reads a half-built dist/ and a build that dies leaves the old one.
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  return { built: true, files: entries.length, functions };
}

if (process.argv[1] && statSync(process.argv[1]).ino === statSync(fileURLToPath(import.meta.url)).ino) {
  const started = performance.now();
  const {
    built,
    files: count,
    functions = {},
  } = await buildDist({ force: process.argv.includes("--force") });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(built ? `built ${count} files in ${seconds} s` : `dist is up to date (${count} files)`);
  for (const [name, bytes] of Object.entries(functions)) {
    console.log(`  function ${name}: ${Math.ceil(bytes / 1000)} kB`);
  }
}
