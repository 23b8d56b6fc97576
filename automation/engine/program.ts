/** Runs a stack's program in a child process, through the SDK's own runner, as the CLI's language host does. */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { childEnvironment, startChild } from "./child";
import type { Child, Environment } from "./child";
import type { ConfigValue } from "./config";
import { usage } from "./errors";
import type { Project } from "./project";
import { ORGANIZATION } from "./store";

/** The runner has told the user already. */
export const EXIT_REPORTED = 32;

/** Frames that the SDK keeps for every output property cost more than all else; a few are enough to find the line. */
const STACK_FRAMES = 4;

export interface ProgramOptions {
  readonly project: Project;
  readonly stack: string;
  readonly address: string;
  readonly preview: boolean;
  readonly parallel: number;
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** The engine's own environment, of which a few variables are passed on. */
  readonly parentEnv: Environment;
  /** What the caller set for this program. */
  readonly env: Environment;
  readonly onStdout: (line: string) => void;
  readonly onStderr: (line: string) => void;
}

export function startProgram(options: ProgramOptions): Child {
  const { project } = options;
  const main = path.join(project.programDirectory, project.entryPoint);
  if (!fs.existsSync(main)) {
    throw usage(`project 'main' could not be read: ${main} does not exist${buildHint(project.root)}`);
  }
  const args = [
    `--stack-trace-limit=${STACK_FRAMES}`,
    ...project.nodeArgs,
    findRunner(project.programDirectory, "run"),
    ...["--monitor", options.address],
    ...["--engine", options.address],
    ...["--organization", ORGANIZATION],
    ...["--project", project.name],
    ...["--root-directory", project.root],
    ...["--stack", options.stack],
    ...["--pwd", project.programDirectory],
    ...(options.preview ? ["--dry-run"] : []),
    ...["--parallel", String(options.parallel)],
    project.entryPoint,
  ];
  return startChild({
    args,
    cwd: project.programDirectory,
    env: childEnvironment(options.parentEnv, options.env, {
      PULUMI_CONFIG: JSON.stringify(programConfig(options.config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys(options.config)),
      ...(project.typescript && needsTypeScript(project) ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    }),
    onStdout: options.onStdout,
    onStderr: options.onStderr,
  });
}

/** The way out where the program is one that is built. */
function buildHint(root: string): string {
  const manifest = path.join(root, "package.json");
  if (!fs.existsSync(manifest)) return "";
  const { scripts } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { scripts?: Record<string, string> };
  return scripts?.["build"] === undefined ? "" : "; run npm run build, then again";
}

// ts-node costs seconds and more than a gigabyte: it is loaded only for a program that is TypeScript.
function needsTypeScript(project: Project): boolean {
  if (project.entryPoint !== ".") return /\.[cm]?tsx?$/.test(project.entryPoint);
  const has = (file: string): boolean => fs.existsSync(path.join(project.programDirectory, file));
  if (has("index.js") || has("index.cjs")) return false;
  const manifest = path.join(project.programDirectory, "package.json");
  if (fs.existsSync(manifest)) {
    const { main, exports } = JSON.parse(fs.readFileSync(manifest, "utf8")) as {
      main?: string;
      exports?: unknown;
    };
    if (main !== undefined) return /\.[cm]?tsx?$/.test(main);
    if (exports !== undefined) return JSON.stringify(exports).includes(".ts");
  }
  return has("index.ts");
}

/** The runner beside the program's own SDK, so that there is one copy of it in the process. */
export function findRunner(directory: string, name: "run" | "run-policy-pack" | "dynamic-provider"): string {
  const module = `@pulumi/pulumi/cmd/${name}`;
  try {
    return createRequire(path.join(directory, "package.json")).resolve(module);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw usage(
      `@pulumi/pulumi can not be found from ${directory}; it looks like its dependencies are not installed: run npm ` +
        "install there",
    );
  }
}

/** The runner expects the older form of keys, `namespace:config:name`. */
export function programConfig(config: Readonly<Record<string, ConfigValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, { value }]) => {
      const colon = key.indexOf(":");
      return [`${key.slice(0, colon)}:config:${key.slice(colon + 1)}`, value];
    }),
  );
}

function secretKeys(config: Readonly<Record<string, ConfigValue>>): string[] {
  return Object.entries(config)
    .filter(([, value]) => value.secret)
    .map(([key]) => key);
}
