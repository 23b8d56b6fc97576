/** A revision made ready to run: its files, its packages, its build, and what its platform is. */
import { execFile } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { InputError } from "../../components/core/errors";
import { secondsSince, systemClock } from "../deploy/clock";
import { DeployError } from "../deploy/failure";
import type { Described } from "./affected";
import { confinement, npmEnvironment, ownFolders, plainEnvironment } from "./confined";
import { readDescription, type Description } from "./description";
import { Fingerprints } from "./fingerprint";
import { sameLock, type Repository } from "./git";

const run = promisify(execFile);
/** What is read of a Pulumi.yaml. */
interface ProjectSettings {
  readonly config?: Readonly<Record<string, { readonly default?: unknown } | null>>;
}

const MOST_OUTPUT = 64 * 1024 * 1024;

/** A revision that can be run. */
export interface Checkout extends Described {
  readonly root: string;
  /** Folder of its Pulumi.yaml. */
  readonly workDir: string;
  /** Folder of its packages, where it has any. */
  readonly modules: string | undefined;
  /** Seconds that its packages took to install; 0 where those of the clone are the same. */
  readonly installSeconds: number;
  readonly buildSeconds: number;
}

export interface CheckoutRequest {
  readonly repository: Repository;
  readonly label: "base" | "head";
  readonly commit: string;
  /** A new folder. */
  readonly folder: string;
  /** An empty folder, the home of what the revision runs. */
  readonly home: string;
  /** Module of the platform from the clone's root; the reference platform's when left out. */
  readonly platform: string | undefined;
}

/** A revision's files in a folder of their own, with the clone's packages where the lock is the same. Nothing has run. */
export interface Written extends CheckoutRequest {
  /** Digest of every tracked file by its path from the root. */
  readonly tracked: ReadonlyMap<string, string>;
  /** Whether its packages are there, or it has none. */
  readonly hasPackages: boolean;
}

/**
 * Writes a revision's files.
 *
 * @throws {InputError} when files of it are links that lead out of it.
 */
export async function checkOut(request: CheckoutRequest): Promise<Written> {
  const { repository, commit, folder } = request;
  await repository.checkOut(commit, folder);
  const tracked = await repository.files(commit);
  const out = await repository.linksOut(tracked, folder);
  if (out.length > 0) {
    const allowed = "a symbolic link to a file of the revision: a rehearsal reads nothing else";
    throw new InputError(
      `${request.label} ${commit.slice(0, 12)}`,
      out.map((path) => ({ path, allowed })),
    );
  }
  return { ...request, tracked, hasPackages: linkPackages(request) };
}

function linkPackages({ repository, folder }: CheckoutRequest): boolean {
  if (!existsSync(path.join(folder, "package.json"))) return true;
  const modules = path.join(repository.root, "node_modules");
  if (!sameLock(folder, repository.root) || !existsSync(modules)) return false;
  symlinkSync(realpathSync(modules), path.join(folder, "node_modules"));
  return true;
}

/**
 * Installs a revision's packages without their scripts where its lock differs, builds it, and has a child process tell what
 * its platform is. No code of the revision runs in this process.
 *
 * @throws {DeployError} `failed` when it can not be built or its platform can not be loaded, with what was said of it.
 */
export async function build(written: Written): Promise<Checkout> {
  const { folder, tracked } = written;
  const installSeconds = await install(written);
  const began = systemClock.elapsed();
  await runBuild(written);
  const buildSeconds = secondsSince(systemClock, began);
  const module = moduleOf(written);
  const description = await describe(written, module, [folder, modulesIn(folder) ?? folder]);
  const main = path.join(folder, "dist", "stacks", "main.js");
  const entries = [module, ...(written.platform === undefined ? [main] : [])];
  const workDir = path.dirname(projectFile(folder, module));
  return {
    ...revision({ root: folder, workDir, description, entries, tracked }),
    ...{ installSeconds, buildSeconds },
  };
}

/** The revision in a folder that is ready to run; `entries` are the modules that every program begins with. */
export function revision({
  root,
  workDir,
  description,
  entries,
  tracked,
}: Pick<Checkout, "root" | "workDir" | "description"> & {
  readonly entries: readonly string[];
  readonly tracked: ReadonlyMap<string, string>;
}): Omit<Checkout, "installSeconds" | "buildSeconds"> {
  const programs = description.stacks.flatMap((stack) => stack.module ?? []);
  const prints = new Fingerprints(root, entries, programs, tracked);
  const modulesOf = new Map(description.stacks.map((stack) => [stack.name, stack.module]));
  return {
    root,
    workDir,
    modules: modulesIn(root),
    description,
    fingerprint: (stack) => {
      const own = modulesOf.get(stack);
      return own === undefined ? undefined : prints.of(own);
    },
  };
}

function modulesIn(folder: string): string | undefined {
  const modules = path.join(folder, "node_modules");
  return existsSync(modules) ? realpathSync(modules) : undefined;
}

async function install({ repository, folder, label, hasPackages }: Written): Promise<number> {
  if (hasPackages) return 0;
  const began = systemClock.elapsed();
  takeSettings(repository.root, folder);
  // No code of the revision: the user's own home, which says where packages come from and with which token.
  await told(`the packages of the ${label} can not be installed`, () =>
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
      env: npmEnvironment(process.env),
      maxBuffer: MOST_OUTPUT,
    }),
  );
  return secondsSince(systemClock, began);
}

/**
 * npm's settings are the clone's own: those of a revision could send variables of this process to a registry of its choice,
 * which an `.npmrc` writes as `${NAME}`, and name the programs that npm runs.
 */
function takeSettings(clone: string, folder: string): void {
  const [own, its] = [clone, folder].map((one) => path.join(one, ".npmrc")) as [string, string];
  rmSync(its, { recursive: true, force: true });
  if (existsSync(own)) copyFileSync(own, its);
}

async function runBuild({ repository, folder, home, label }: CheckoutRequest): Promise<void> {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return;
  const { scripts } = JSON.parse(readFileSync(file, "utf8")) as { scripts?: Record<string, string> };
  if (scripts?.["build"] === undefined) return;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  keepBuilt(repository.root, folder);
  await told(`the ${label} can not be built (npm run build)`, () =>
    run("npm", ["run", "build", "--silent"], {
      cwd: folder,
      env: { ...plainEnvironment(process.env, home), npm_config_update_notifier: "false" },
      maxBuffer: MOST_OUTPUT,
    }),
  );
}

/**
 * A build of causeway makes anew only what differs from what it finds, by digests of all that it was made from: it finds a
 * copy of what the clone's own build made.
 */
function keepBuilt(clone: string, folder: string): void {
  if (!existsSync(path.join(clone, "dist", ".stamp"))) return;
  for (const name of ["dist", path.join("policy", "dist")]) {
    const [from, to] = [path.join(clone, name), path.join(folder, name)];
    // A revision may track such a folder, which is then what it says.
    if (existsSync(from) && !existsSync(to)) cpSync(from, to, { recursive: true });
  }
  const [from, to] = [clone, folder].map((one) => path.join(one, ".cache")) as [string, string];
  const facts = existsSync(from)
    ? readdirSync(from).filter((name) => /^kubernetes-facts-\w+\.json$/.test(name))
    : [];
  for (const name of facts) {
    mkdirSync(to, { recursive: true });
    copyFileSync(path.join(from, name), path.join(to, name));
  }
}

/** The module of the platform in a revision's folder, which there may be only when it is built. */
export const moduleIn = (folder: string, platform: string | undefined): string =>
  path.resolve(folder, platform ?? path.join("dist", "stacks", "reference.js"));

function moduleOf({ folder, platform, label }: CheckoutRequest): string {
  const module = moduleIn(folder, platform);
  if (existsSync(module)) return module;
  const missing = path.relative(folder, module);
  throw new DeployError(
    "input",
    platform === undefined
      ? `the ${label} is no checkout of causeway (it has no ${missing}): name the module of your platform with --platform`
      : `--platform: the ${label} has no ${missing}, also after its build; name the module from the root of the clone`,
  );
}

function projectFile(folder: string, module: string): string {
  for (let at = path.dirname(module); at.startsWith(folder); at = path.dirname(at)) {
    const file = ["Pulumi.yaml", "Pulumi.yml"]
      .map((name) => path.join(at, name))
      .find((one) => existsSync(one));
    if (file !== undefined) return file;
  }
  throw new DeployError(
    "input",
    `${path.relative(folder, module)} has no Pulumi.yaml beside or above it: a rehearsal runs the project's own program`,
  );
}

/**
 * Has a child process tell what platform a module exports.
 *
 * @param of the folder that the module is in, at any depth; what it is called in messages; the process's home.
 * @param readable folders that the process may read beside causeway's own.
 * @throws {DeployError} `failed` when it can not be loaded, with what was said of it.
 */
export async function describe(
  { folder, home, label }: Pick<CheckoutRequest, "folder" | "home" | "label">,
  module: string,
  readable: readonly string[],
): Promise<Description> {
  const project = parse(readFileSync(projectFile(folder, module), "utf8")) as ProjectSettings | null;
  const defaults = Object.entries(project?.config ?? {}).flatMap(([key, entry]) =>
    typeof entry?.default === "string" ? [[key, entry.default]] : [],
  );
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const read = [...readable, ...ownFolders()];
  const child = path.join(__dirname, "describe-child.js");
  const args = [...confinement(read, []), child, module, JSON.stringify(Object.fromEntries(defaults))];
  const { stdout } = await told(`the platform of the ${label} can not be loaded`, () =>
    run(process.execPath, args, {
      cwd: folder,
      env: plainEnvironment(process.env, home),
      maxBuffer: MOST_OUTPUT,
    }),
  );
  try {
    return readDescription(stdout);
  } catch (error) {
    const allowed = "nothing on standard output while it is loaded: what a platform is, is printed there";
    throw new DeployError("failed", `the platform of the ${label} can not be read; let it print ${allowed}`, {
      cause: error,
    });
  }
}

/** So many lines of what a child process said are shown. */
const LINES = 15;

/** Says what a child process said, on failure: the last lines of it. */
async function told<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { stderr = "", stdout = "" } = error as { stderr?: string; stdout?: string };
    const said = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
    // npm says first what is wrong, and then at length how it is called.
    const [first] = said;
    const part = first?.startsWith("npm error") === true ? said.slice(0, LINES) : said.slice(-LINES);
    const message = said.length > 0 ? part.join("\n") : String(error);
    throw new DeployError("failed", `${what}:\n${message}`, { cause: error });
  }
}
