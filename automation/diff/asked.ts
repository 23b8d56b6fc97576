/** Environments that are asked for by a name that there is none of, found out before anything is built. */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { isWithin } from "../../lib/within";
import { DeployError } from "../deploy/failure";
import { loadPlatform } from "../deploy/load-platform";
import { unknownEnvironments } from "../deploy/selection";
import { describe, moduleIn, type Written } from "./checkout";

/**
 * Refuses a name that can be that of no environment of either revision, as far as that can be told of revisions that are not
 * built: what was built before does not know it, and no program of either has it in quotes, as this platform's programs have
 * the names of all environments. What this lets pass is told when both are built.
 *
 * @throws {InputError} with the names.
 */
export async function refuseUnknown(asked: readonly string[], revisions: readonly Written[]): Promise<void> {
  const quoted = async (name: string) => {
    const found = await Promise.all(
      revisions.map(({ repository, commit }) => repository.quotes(commit, name)),
    );
    return found.includes(true);
  };
  const missing: string[] = [];
  for (const name of asked) if (!(await quoted(name))) missing.push(name);
  if (missing.length === 0) return;
  const built = await builtBefore(revisions);
  if (built === undefined) return;
  const { platform, names } = built;
  const unknown = missing.filter((name) => !names.includes(name));
  const isWritten = await Promise.all(names.map(quoted));
  if (unknown.length > 0 && isWritten.every((one) => one))
    throw unknownEnvironments(platform, unknown, names);
}

interface Built {
  readonly platform: string;
  /** Of its environments. */
  readonly names: readonly string[];
}

/**
 * The platform as it is known without a build: the running causeway's own, that of a module which the revisions track, or
 * what the clone's own build made. Nothing where there is none of these, or it can not be loaded as it lies there.
 */
async function builtBefore(revisions: readonly Written[]): Promise<Built | undefined> {
  const [one] = revisions;
  if (one === undefined) return undefined;
  const { repository, platform } = one;
  if (platform === undefined) {
    const { name, environments } = (await loadPlatform(undefined, repository.root)).platform;
    return { platform: name, names: Object.values(environments).map((one) => one.name) };
  }
  if (!isWithin(moduleIn(repository.root, platform), repository.root)) return undefined;
  const packages = path.join(repository.root, "node_modules");
  // Of the clone a module reads what was built, and not what else lies there.
  const [top = ""] = path.relative(repository.root, moduleIn(repository.root, platform)).split(path.sep);
  const own = [top, "package.json", "Pulumi.yaml"].map((name) => path.join(repository.root, name));
  const clone = { ...one, folder: repository.root, readable: own.filter((file) => existsSync(file)) };
  const hasModule = ({ folder }: { readonly folder: string }) => existsSync(moduleIn(folder, platform));
  const tracked = revisions.filter(hasModule).map((of) => ({ ...of, readable: [of.folder] }));
  const places = tracked.length > 0 ? tracked : [clone].filter(hasModule);
  const modules = existsSync(packages) ? [realpathSync(packages)] : [];
  try {
    const found = await Promise.all(
      places.map((of) => describe(of, moduleIn(of.folder, platform), [...of.readable, ...modules])),
    );
    const names = found.flatMap(({ environments }) => Object.keys(environments));
    const [name] = found.map((described) => described.name);
    return name === undefined ? undefined : { platform: name, names: [...new Set(names)] };
  } catch (error) {
    if (error instanceof DeployError) return undefined;
    throw error;
  }
}
