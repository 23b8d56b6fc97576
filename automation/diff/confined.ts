/** Node processes that run the code of a revision: an environment of named variables, and files of that revision alone. */
import { existsSync, realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { packageRoot } from "../../stacks/package-root";

type Variables = Readonly<Record<string, string | undefined>>;

const PASSED = ["PATH", "LANG", "LANGUAGE", "LC_ALL", "TZ", "SYSTEMROOT", "NO_COLOR"];

/** Variables for code of a revision: what a process needs to run, and a home that is empty. */
export function plainEnvironment(parent: Variables, home: string): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    const value = parent[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), HOME: home, TMPDIR: home };
}

/** What npm is set by beside its files, and the way out to a registry. */
const OF_NPM =
  /^(npm_|node_auth_token$|node_extra_ca_certs$|(https?|all|no)_proxy$|ssl_cert_(file|dir)$|ssh_auth_sock$)/i;

/** Variables for an installation of packages: no credential of a cloud is among them. */
export function npmEnvironment(parent: Variables): Record<string, string> {
  const { HOME: home = "", TMPDIR: temporary } = parent;
  const npm = Object.entries(parent).filter(([name, value]) => value !== undefined && OF_NPM.test(name));
  return {
    ...plainEnvironment(parent, home),
    ...(Object.fromEntries(npm) as Record<string, string>),
    TMPDIR: temporary ?? os.tmpdir(),
  };
}

/**
 * Options of Node's permission model: files to read and to write, no child process, no worker, no add-on. It is no sandbox
 * for code that attacks Node itself, as Node's own documentation says; it keeps a program from what lies around it.
 *
 * @param read folders; a folder behind a symbolic link is added as it is and as it is called.
 */
export function confinement(read: readonly string[], write: readonly string[]): readonly string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const both = (folder: string) =>
    [...new Set([folder, realpathSync(folder)])].map((one) => path.join(one, "*"));
  return [
    known.has("--permission") ? "--permission" : "--experimental-permission",
    ...(known.has("--allow-net") ? ["--allow-net"] : []),
    ...[...new Set(read.flatMap(both))].map((one) => `--allow-fs-read=${one}`),
    ...[...new Set(write.flatMap(both))].map((one) => `--allow-fs-write=${one}`),
    "--disable-warning=ExperimentalWarning",
    "--disable-warning=SecurityWarning",
  ];
}

/** Folders of the running causeway that every program reads: what runs it, and the policy pack. */
export function ownFolders(): readonly string[] {
  return [packageRoot, path.join(packageRoot, "node_modules")].filter((folder) => existsSync(folder));
}
