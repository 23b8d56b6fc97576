import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Engine } from "./engine";
import { DeployError } from "./failure";
import type { Layout } from "./layout";
import type { LoadedPlatform } from "./load-platform";

/**
 * The folder with the Pulumi.yaml that a platform's stacks run from: its own where it has one. A platform without one
 * gets a generated project under the state root when it is rehearsed, so that nothing is written beside it; on the real
 * engine, which keeps each stack's settings there, it has to have its own.
 *
 * @throws {DeployError} `input` on the real engine for a platform without a Pulumi.yaml, with the files to write, and for
 * one that is part of an installed package, where settings would be lost with the next install; `missing-tool` where the
 * platform finds no Pulumi SDK.
 */
export function projectFolder(
  loaded: LoadedPlatform,
  engine: Pick<Engine, "simulated">,
  layout: Layout,
): string {
  if (loaded.project !== undefined) {
    if (!engine.simulated && loaded.project.split(path.sep).includes("node_modules")) {
      throw new DeployError("input", installedReference(loaded.project));
    }
    return loaded.project;
  }
  if (!engine.simulated) throw new DeployError("input", missingProject(loaded));
  const folder = path.join(layout.home, "projects", `${loaded.platform.name}-${shortHash(loaded.module)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(generatedProject(loaded))) {
    writeFileSync(path.join(folder, name), content);
  }
  linkModules(folder, loaded.module);
  return folder;
}

/** Files of a project that runs a platform, by name. JSON is YAML, too. */
function generatedProject({ platform, module }: LoadedPlatform): Readonly<Record<string, string>> {
  const project = {
    name: platform.name,
    main: "main.cjs",
    runtime: { name: "nodejs", options: { typescript: false } },
  };
  const define = path.join(__dirname, "..", "..", "stacks", "define", "index.js");
  const load = path.join(__dirname, "load-platform.js");
  const main = [
    `const { runPlatform } = require(${JSON.stringify(define)});`,
    `const { loadPlatform } = require(${JSON.stringify(load)});`,
    `process.chdir(${JSON.stringify(path.dirname(module))});`,
    `module.exports = async () => runPlatform((await loadPlatform(${JSON.stringify(module)}, "/")).platform);`,
  ];
  return {
    "Pulumi.yaml": `${JSON.stringify(project, null, 2)}\n`,
    "main.cjs": `${main.join("\n")}\n`,
    "package.json": `${JSON.stringify({ name: platform.name, private: true })}\n`,
  };
}

/** The SDK's runner is looked for beside the program: it must be the copy that the platform itself uses. */
function linkModules(folder: string, module: string): void {
  const link = path.join(folder, "node_modules");
  const sdk = sdkBeside(module);
  const modules = path.resolve(sdk, "..", "..", "..");
  const current = lstatSync(link, { throwIfNoEntry: false });
  if (current?.isSymbolicLink() === true && readlinkSync(link) === modules) return;
  rmSync(link, { force: true });
  symlinkSync(modules, link);
}

function sdkBeside(module: string): string {
  try {
    return createRequire(module).resolve("@pulumi/pulumi/package.json");
  } catch (error) {
    const message = `--platform: @pulumi/pulumi is not installed where ${module} finds its packages. Install it there: npm install @pulumi/pulumi`;
    throw new DeployError("missing-tool", message, { cause: error });
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function installedReference(project: string): string {
  return [
    `The Pulumi CLI would keep the settings of every stack, its encryption salt among them, in ${project}, which the next install replaces.`,
    "Deploy the reference platform from a checkout of causeway, or a platform of your own with --platform.",
  ].join("\n");
}

function missingProject({ platform, module }: LoadedPlatform): string {
  const folder = path.dirname(module);
  return [
    `${folder} has no Pulumi.yaml, in which the Pulumi CLI looks for the program and beside which it keeps each stack's settings. Write two files there:`,
    `  Pulumi.yaml   {name: ${platform.name}, main: main.js, runtime: {name: nodejs, options: {typescript: false}}}`,
    `  main.js       const { runPlatform } = require("pulumi-causeway/platform");`,
    `                module.exports = () => runPlatform(require("./${path.basename(module)}").platform);`,
  ].join("\n");
}
