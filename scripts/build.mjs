// Transpiles every source file to CommonJS in dist/, one file for one file, so that programs start without a
// TypeScript loader. Types are checked apart (npm run check); declarations are made when the package is packed.
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
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
import { isDeepStrictEqual } from "node:util";
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

/** What, beside sources, a build depends on: all of it is built anew when one of these differs. */
const MAKERS = [
  "package-lock.json",
  "tsconfig.json",
  ...[
    "build",
    "build-functions",
    "build-policy",
    "kubernetes-facts",
    "lambda-credentials",
    "late-barrels",
  ].map((name) => `scripts/${name}.mjs`),
];

const digestOf = (file) =>
  createHash("sha256")
    .update(readFileSync(path.join(root, file)))
    .digest("hex");

/** What dist/ is made from: the digest of every source, and of what makes it, by path from the root. */
function stampOf(entries) {
  const digests = (names) => Object.fromEntries(names.map((name) => [name, digestOf(name)]));
  return { makers: digests(MAKERS), sources: digests(entries.map((file) => path.relative(root, file))) };
}

/** The stamp of the dist/ that there is, with what its functions were bundled from; undefined where it is of no use. */
function standing({ makers }) {
  if (!existsSync(stampFile) || !existsSync(policyBundle)) return undefined;
  try {
    const known = JSON.parse(readFileSync(stampFile, "utf8"));
    return isDeepStrictEqual(known.makers, makers) ? known : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Puts into `fresh` what the dist/ that there is has, of the names given. */
function keep(fresh, names) {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(fresh, name)), { recursive: true });
    linkSync(path.join(root, "dist", name), path.join(fresh, name));
  }
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

/** Files below a folder of dist/, from there. */
function built(folder) {
  const at = path.join(root, "dist");
  if (!existsSync(path.join(at, folder))) return [];
  const entries = readdirSync(path.join(at, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((one) => one.isFile())
    .map((one) => path.relative(at, path.join(one.parentPath, one.name)));
}

/** Builds what differs since the last build, or all of it where that is not known or with `force`. */
export async function buildDist({ force = false } = {}) {
  const entries = sources
    .flatMap((s) => (existsSync(path.join(root, s)) ? [...files(path.join(root, s))] : []))
    .sort();
  const stamp = stampOf(entries);
  const names = Object.keys(stamp.sources);
  const made = (name) => [".js", ".js.map"].map((ending) => name.replace(/\.ts$/, ending));
  const known = force ? undefined : standing(stamp);
  const isKept = (name) =>
    known?.sources[name] === stamp.sources[name] &&
    made(name).every((file) => existsSync(path.join(root, "dist", file)));
  const changed = names.filter((name) => !isKept(name));
  const gone = Object.keys(known?.sources ?? {}).filter((name) => stamp.sources[name] === undefined);
  if (changed.length + gone.length === 0) {
    // Sources may have newer times and the same content, as after a checkout: what looks at times shall see them built.
    utimesSync(stampFile, new Date(), new Date());
    return { built: false, files: entries.length };
  }
  /** Whether a bundle is made anew: a file of it differs, or one came or went that a name in it may mean. */
  const isTouched = (inputs, within) =>
    known === undefined ||
    changed.some((name) => inputs.includes(name)) ||
    [...changed, ...gone].some(
      (name) => within.test(name) && (known.sources[name] === undefined || stamp.sources[name] === undefined),
    );
  const out = path.join(root, "dist");
  const fresh = path.join(root, ".cache", `dist-${process.pid}`);
  keep(fresh, names.filter(isKept).flatMap(made));
  if (changed.length > 0) {
    await build({
      absWorkingDir: root,
      entryPoints: changed,
      outdir: fresh,
      outbase: root,
      platform: "node",
      format: "cjs",
      target: "node20",
      bundle: false,
      // For findings of policies, which name the line of the source: read only when there are any.
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "warning",
    });
  }
  lateBarrels(fresh);
  const facts = "automation/clouds/kubernetes/facts.json";
  if (known === undefined) writeFileSync(path.join(fresh, facts), await kubernetesFactsText());
  else keep(fresh, [facts]);
  let { functions, policy } = known ?? {};
  if (isTouched(functions?.inputs, /^(lib|components)\//))
    functions = await buildFunctions(root, path.join(fresh, "functions"));
  else keep(fresh, built("functions"));
  if (isTouched(policy?.inputs, /^(lib|policy)\//)) policy = await buildPolicy();
  chmodSync(path.join(fresh, "automation", "cli", "main.js"), 0o755);
  writeFileSync(path.join(fresh, ".stamp"), JSON.stringify({ ...stamp, functions, policy }));
  // In one step, so that nothing reads a half-built dist/ and a build that dies leaves the old one.
  rmSync(out, { recursive: true, force: true });
  renameSync(fresh, out);
  return { built: true, files: changed.length, functions: functions.sizes };
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
