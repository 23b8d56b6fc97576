// Bundles function code: components/<area>/functions/<name>/handler.ts to functions/<name>/index.mjs, each whole in itself,
// the same bytes from the same sources wherever they lie. What is next to it is the archive that is deployed.
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Functions of every area, by name; their names are those of bundles, so no two areas may share one. */
export function functionEntries(root) {
  const components = path.join(root, "components");
  const entries = readdirSync(components).flatMap((area) => {
    const folder = path.join(components, area, "functions");
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .map((name) => ({ name, handler: path.join(folder, name, "handler.ts") }))
      .filter(({ handler }) => existsSync(handler));
  });
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`two areas have a function "${twice}"`);
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

// What is bundled as CommonJS may require Node's own modules, which an ES module has to be given a way to.
const REQUIRE =
  'import{createRequire as __require}from"node:module";const require=__require(import.meta.url);';

/** Files that a bundle is made from, but for those of packages. */
export const ownInputs = ({ inputs }) =>
  Object.keys(inputs).filter((name) => !/(^|\/)node_modules\//.test(name));

const CREDENTIALS = fileURLToPath(new URL("lambda-credentials.mjs", import.meta.url));

/**
 * Bundles every function of `root` into `outdir`: the size of each bundle in bytes, by name, and what all are made from, by
 * path from `root`.
 *
 * The target is below the runtime that functions are deployed on, nodejs24.x, and above the one that tests may run on. The
 * SDK is bundled: the runtime's own has no fixed version.
 */
export async function buildFunctions(root, outdir) {
  const entries = functionEntries(root);
  if (entries.length === 0) return { sizes: {}, inputs: [] };
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      entries.map(({ name, handler }) => [`${name}/index`, path.relative(root, handler)]),
    ),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    mainFields: ["module", "main"],
    conditions: ["module"],
    alias: { "@aws-sdk/credential-provider-node": CREDENTIALS },
    minify: true,
    charset: "utf8",
    // Licences want their notices beside the code; in a file of their own they cost no start-up time.
    legalComments: "external",
    banner: { js: REQUIRE },
    logLevel: "warning",
  });
  const sizes = entries.map(({ name }) => [name, statSync(path.join(outdir, name, "index.mjs")).size]);
  return { sizes: Object.fromEntries(sizes), inputs: ownInputs(metafile) };
}
