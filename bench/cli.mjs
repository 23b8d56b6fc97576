// The dev platform by the Pulumi CLI, stack after stack, and by the embedded engine: the same programs, policy pack and
// simulated clouds. The CLI gets the clouds from a process beside it, as from plugins that run already.
import { execFileSync, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { measure } from "./measure.mjs";
import { causeway } from "./platform.mjs";
import { context, heading, root, writeResult } from "./result.mjs";
import { median, spread, table } from "./stats.mjs";

const require = createRequire(import.meta.url);
/** Issue: the whole platform, by the CLI stack after stack over the embedded engine. */
const AIM = 4;
const ENVIRONMENT = "dev";

function cliVersion() {
  try {
    return execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim();
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Starts the clouds; what PULUMI_DEBUG_PROVIDERS takes, and how to stop them. */
async function serveClouds(bundle, home) {
  const child = spawn(process.execPath, [bundle, home], { stdio: ["pipe", "pipe", "inherit"] });
  const [providers] = await once(createInterface({ input: child.stdout }), "line");
  const stop = async () => {
    const exited = once(child, "exit");
    child.stdin.end();
    await exited;
  };
  return { providers, stop };
}

/** A copy of the project whose settings files are its own; everything else is the built package's. */
async function makeProject(folder, platform, environment) {
  mkdirSync(folder);
  for (const name of readdirSync(root)) {
    if (!name.startsWith(".") && !name.startsWith("Pulumi.")) {
      symlinkSync(path.join(root, name), path.join(folder, name));
    }
  }
  writeFileSync(path.join(folder, "Pulumi.yaml"), readFileSync(path.join(root, "Pulumi.yaml")));
  const config = platform.rehearsalConfig(environment);
  const stacks = platform.stacks.filter((stack) => stack.includedIn(environment));
  for (const { name } of stacks) {
    writeFileSync(path.join(folder, `Pulumi.${ENVIRONMENT}-${name}.yaml`), JSON.stringify({ config }));
  }
  const policies = (await platform.policies(environment, config)).flatMap((pack, index) => {
    const file = path.join(folder, `policy-${index}.json`);
    writeFileSync(file, JSON.stringify(pack.config ?? {}));
    return ["--policy-pack", pack.path, "--policy-pack-config", file];
  });
  return { stacks: stacks.map(({ name }) => name), policies };
}

async function pulumi(args, options) {
  const result = await measure("pulumi", [...args, "--non-interactive"], options);
  if (result.status === 0) return result;
  throw new Error(`pulumi ${args.join(" ")} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
}

async function byCli(bundle, platform, environment) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));
  const clouds = await serveClouds(bundle, path.join(folder, "clouds"));
  try {
    const project = path.join(folder, "project");
    const { stacks, policies } = await makeProject(project, platform, environment);
    mkdirSync(path.join(folder, "state"));
    const options = {
      cwd: project,
      env: {
        ...process.env,
        PULUMI_HOME: path.join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "bench",
        PULUMI_DEBUG_PROVIDERS: clouds.providers,
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    };
    const pass = async (perStack) => {
      const results = [];
      for (const name of stacks) results.push(...(await perStack(`${ENVIRONMENT}-${name}`)));
      return results.reduce((sum, { seconds }) => sum + seconds, 0);
    };
    const up = ["up", "--yes", "--skip-preview", ...policies];
    return {
      "first up": await pass(async (stack) => [
        await pulumi(["stack", "init", stack, "--no-select"], options),
        await pulumi([...up, "--stack", stack], options),
      ]),
      "unchanged up": await pass(async (stack) => [
        await pulumi([...up, "--expect-no-changes", "--stack", stack], options),
      ]),
    };
  } finally {
    await clouds.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byEngine(parallel) {
  const state = mkdtempSync(path.join(os.tmpdir(), "causeway-bench-"));
  const options = { engine: "embedded", state, parallel, yes: true };
  try {
    const first = await causeway("up", options);
    const unchanged = await causeway("up", { ...options, "expect-no-changes": true });
    return { "first up": first.seconds, "unchanged up": unchanged.seconds };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** The clouds are those that the engine has, as they were built. */
const built = {
  name: "built",
  setup: (bundler) =>
    bundler.onResolve({ filter: /\/automation\// }, ({ path: request, resolveDir }) => {
      const source = path.relative(root, path.resolve(resolveDir, request));
      return { path: require.resolve(path.join(root, "dist", source)), external: true };
    }),
};

async function bundleClouds(folder) {
  const outfile = path.join(folder, "clouds.cjs");
  await build({
    entryPoints: [path.join(root, "bench", "cli", "clouds.ts")],
    outfile,
    bundle: true,
    platform: "node",
    packages: "external",
    plugins: [built],
    logLevel: "error",
  });
  return outfile;
}

export async function run({ runs, out }) {
  const cli = cliVersion();
  if (cli === undefined) {
    console.log("not run (no CLI): there is no pulumi on PATH");
    return;
  }
  const about = context("cli", runs);
  const { platform } = require("../dist/stacks/reference.js");
  const environment = platform.environments[ENVIRONMENT];
  // Below the project, so that what is left out of the bundle is found.
  const cache = path.join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(cache, "bench-"));
  const results = { cli: [], engine: [] };
  try {
    const bundle = await bundleClouds(scratch);
    for (let run = 1; run <= runs; run++) {
      process.stderr.write(`run ${run} of ${runs}\n`);
      results.cli.push(await byCli(bundle, platform, environment));
      results.engine.push(await byEngine(about.machine.cores));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${heading(about)}\nPulumi CLI ${cli}\n`);
  const operations = ["first up", "unchanged up"];
  const ratio = (operation) =>
    median(results.cli.map((one, index) => one[operation] / results.engine[index][operation]));
  const rows = operations.map((operation) => [
    operation,
    spread(results.cli.map((one) => one[operation])),
    spread(results.engine.map((one) => one[operation])),
    ratio(operation).toFixed(2),
  ]);
  console.log(table(["operation", "CLI, stack after stack, s", "embedded engine, s", "times faster"], rows));
  console.log("");
  for (const operation of operations) {
    const times = ratio(operation);
    console.log(`${times >= AIM ? "met   " : "MISSED"} ${operation}: ${times.toFixed(2)} times (aim ${AIM})`);
  }
  console.log(`\nwritten to ${writeResult("cli", { ...about, cli, results }, out)}`);
}
