import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { InputError } from "../../components/core/errors";
import type { Platform } from "../../stacks/define/platform";
import { packageRoot } from "../../stacks/package-root";
import { ownPlace } from "./stack-frames";

/** A platform and where it comes from. */
export interface LoadedPlatform {
  readonly platform: Platform;
  /** The module that exports it, absolute. */
  readonly module: string;
  /** Folder with the Pulumi.yaml of the platform, absolute; undefined where there is none. */
  readonly project: string | undefined;
}

/**
 * Loads the platform that a module exports as `platform` or as its default; without a module, the reference platform.
 *
 * @param given path of the module, or of its folder.
 * @param from folder that a relative path starts at.
 * @throws {InputError} when there is no such module, it can not be loaded, or it exports no platform.
 */
export async function loadPlatform(given: string | undefined, from: string): Promise<LoadedPlatform> {
  if (given === undefined) {
    const { platform } = await import("../../stacks/reference.js");
    const module = path.join(packageRoot, "dist", "stacks", "reference.js");
    return { platform: platform as unknown as Platform, module, project: packageRoot };
  }
  const module = resolveModule(given, from);
  const exported = await load(module, given);
  const found = [exported["platform"], exported["default"], inner(exported["default"])].find(isPlatform);
  if (found === undefined) {
    const keys = Object.keys(exported).filter((key) => key !== "default" && key !== "module.exports");
    const allowed = `a module that exports what definePlatform returns, as platform or as its default; it exports ${keys.join(", ") || "nothing of that kind"}`;
    throw refuse(given, allowed);
  }
  return { platform: found, module, project: await projectOf(module, found.name) };
}

/**
 * The folder with the Pulumi.yaml of a platform: the module's own, or one above it in the same package, as where the module is
 * compiled into `dist`. A project of another name further up is another's.
 *
 * @throws {InputError} when the module's own folder holds a project of another name.
 */
async function projectOf(module: string, name: string): Promise<string | undefined> {
  const own = path.dirname(module);
  const beside = projectFile(own);
  if (beside !== undefined) {
    const named = await nameIn(beside);
    if (typeof named !== "string" || named === name) return own;
    const allowed = `${JSON.stringify(named)}, the name in ${beside}, by which stacks find each other; or another folder`;
    throw new InputError("platform", [{ path: "name", given: name, allowed }]);
  }
  let folder = own;
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder) {
    folder = path.dirname(folder);
    const file = projectFile(folder);
    if (file !== undefined && (await nameIn(file)) === name) return folder;
  }
  return undefined;
}

function projectFile(folder: string): string | undefined {
  return ["Pulumi.yaml", "Pulumi.yml"]
    .map((file) => path.join(folder, file))
    .find((file) => existsSync(file));
}

async function nameIn(file: string): Promise<unknown> {
  // Every program of a platform without a project loads this module.
  const { yamlValue } = await import("../../lib/yaml-value.js");
  const read = yamlValue(readFileSync(file, "utf8"));
  const project: unknown = "value" in read ? read.value : undefined;
  return project !== null && typeof project === "object" && "name" in project ? project.name : undefined;
}

function resolveModule(given: string, from: string): string {
  const full = path.resolve(from, given);
  if (!existsSync(full)) throw refuse(given, `a JavaScript module; there is nothing at ${full}`);
  const file = statSync(full).isDirectory() ? resolveFolder(full, given) : full;
  if (/\.[cm]?tsx?$/.test(file))
    throw refuse(given, `a JavaScript module: compile ${file} first and name the result`);
  return file;
}

function resolveFolder(folder: string, given: string): string {
  try {
    return require.resolve(folder);
  } catch (error) {
    const allowed = `a module, or a folder whose package.json names one as main; ${folder} does not`;
    throw Object.assign(refuse(given, allowed), { cause: error });
  }
}

async function load(module: string, given: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(module).href)) as Record<string, unknown>;
  } catch (error) {
    if (InputError.is(error)) throw error;
    throw Object.assign(refuse(given, `a module that can be loaded; loading it failed: ${reasonOf(error)}`), {
      cause: error,
    });
  }
}

/** What was thrown, on one line, and where in the user's code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error, { breakLength: Infinity });
  const [message = ""] = error.message.split("\n");
  const lines = (error.stack ?? "").split("\n");
  // Node begins the trace of text that is no JavaScript with its place.
  const place = /^(?:\w+:\/\/)?(\/.+:\d+)$/.exec(lines[0] ?? "")?.[1] ?? ownPlace(lines);
  return place === undefined ? message : `${message} (${place})`;
}

function inner(value: unknown): unknown {
  return value !== null && typeof value === "object" && "platform" in value ? value.platform : undefined;
}

function isPlatform(value: unknown): value is Platform {
  if (value === null || typeof value !== "object") return false;
  const { name, stacks, environments, policies } = value as Partial<Platform>;
  return (
    typeof name === "string" &&
    Array.isArray(stacks) &&
    typeof environments === "object" &&
    typeof policies === "function"
  );
}

function refuse(given: string, allowed: string): InputError {
  return new InputError("platform", [{ path: "--platform", given, allowed }]);
}
