// Bundles the policy pack into policy/dist/index.js, the one file that CrossGuard starts. The policy SDK stays outside: it
// must be the copy that goes with the reader's @pulumi/pulumi.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ownInputs } from "./build-functions.mjs";

const pack = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../policy");

/** The bundle: `main` of policy/package.json. */
export const policyBundle = path.join(pack, "dist", "index.js");

/** Writes the bundle; what it is made from, by path from the checkout. */
export async function buildPolicy() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: path.dirname(pack),
    metafile: true,
    entryPoints: [path.join(pack, "index.ts")],
    outfile: policyBundle,
    platform: "node",
    format: "cjs",
    target: "node20",
    bundle: true,
    external: ["@pulumi/*"],
    legalComments: "inline",
    write: false,
    logLevel: "warning",
  });
  mkdirSync(path.dirname(policyBundle), { recursive: true });
  // In one step, so that a pack that is just being started never reads half a file.
  const partial = `${policyBundle}.${process.pid}`;
  writeFileSync(partial, outputFiles[0].contents);
  renameSync(partial, policyBundle);
  return { inputs: ownInputs(metafile) };
}
