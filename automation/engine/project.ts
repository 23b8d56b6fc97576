/** Pulumi.yaml: which program, by which runtime, with which configuration. */
import fs from "node:fs";
import path from "node:path";
import { messageOf, unsupported, usage } from "./errors";
import { parseYaml } from "./sdk";
import type { Json } from "./wire";

export interface ConfigDeclaration {
  readonly type?: "string" | "integer" | "boolean" | "number" | "array" | "object";
  readonly default?: Json;
  readonly value?: Json;
  readonly secret?: boolean;
}

export interface Project {
  readonly name: string;
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  /** Folder that the program runs in. */
  readonly programDirectory: string;
  /** What the runner is told to run: `.` or a file. */
  readonly entryPoint: string;
  readonly description: string;
  /** Arguments for node, from `runtime.options.nodeargs`. */
  readonly nodeArgs: readonly string[];
  readonly typescript: boolean;
  readonly config: Readonly<Record<string, ConfigDeclaration>>;
}

const NAMES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

export function findFile(directory: string, names: readonly string[]): string | undefined {
  return names.map((name) => path.join(directory, name)).find((file) => fs.existsSync(file));
}

export function loadProject(workDir: string): Project {
  let root = path.resolve(workDir);
  let file = findFile(root, NAMES);
  while (file === undefined && path.dirname(root) !== root) {
    root = path.dirname(root);
    file = findFile(root, NAMES);
  }
  if (file === undefined) {
    throw usage(`no Pulumi.yaml project file found (searching upwards from ${workDir})`);
  }
  let raw: Record<string, unknown>;
  try {
    raw = parseYaml(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw usage(`${file} can not be read: ${messageOf(error)}`);
  }
  if (typeof raw !== "object" || raw === null)
    throw usage(`${file} is not a project file: it holds no mapping`);
  const { name, main, description } = raw;
  if (typeof name !== "string" || !/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
    throw usage(`${file}: name must be 1 to 100 letters, digits, hyphens, underscores or periods`);
  }
  const runtime = raw["runtime"] as string | { name?: string; options?: Record<string, unknown> } | undefined;
  const runtimeName = typeof runtime === "string" ? runtime : runtime?.name;
  if (runtimeName !== "nodejs") {
    throw unsupported(`the runtime ${JSON.stringify(runtimeName)} of ${file}`, "it runs nodejs programs");
  }
  const options = typeof runtime === "object" ? (runtime.options ?? {}) : {};
  return {
    name,
    root,
    ...program(root, typeof main === "string" ? main : undefined),
    description: typeof description === "string" ? description : "",
    nodeArgs: typeof options["nodeargs"] === "string" ? options["nodeargs"].split(/\s+/).filter(Boolean) : [],
    typescript: options["typescript"] !== false,
    config: declarations((raw["config"] ?? {}) as Record<string, Json>, name),
  };
}

/** `main` may name a folder or a file; the program runs in the folder. */
function program(root: string, main: string | undefined): Pick<Project, "programDirectory" | "entryPoint"> {
  if (main === undefined || main === "") return { programDirectory: root, entryPoint: "." };
  const full = path.resolve(root, main);
  if (fs.existsSync(full) && fs.statSync(full).isDirectory())
    return { programDirectory: full, entryPoint: "." };
  return { programDirectory: path.dirname(full), entryPoint: path.basename(full) };
}

function declarations(raw: Record<string, Json>, project: string): Record<string, ConfigDeclaration> {
  return Object.fromEntries(
    Object.entries(raw ?? {}).map(([key, value]) => {
      const full = key.includes(":") ? key : `${project}:${key}`;
      const isDeclaration =
        value !== null &&
        typeof value === "object" &&
        !Array.isArray(value) &&
        ["type", "default", "value", "secret"].some((field) => field in value);
      return [full, isDeclaration ? value : { value }];
    }),
  );
}
