/** What `causeway diff` asks of git: which revisions are meant, and their files in folders of their own. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { DeployError } from "../deploy/failure";
import { InputError } from "../../components/core/errors";
import { textIn } from "../../lib/text-in";
import { isWithin } from "../../lib/within";
import type { Revision } from "./model";

const run = promisify(execFile);
/** Settings of a clone that would run a program at a checkout. */
const QUIET = [
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "advice.detachedHead=false",
];
/** Commits and listings of very large repositories. */
const MOST_OUTPUT = 256 * 1024 * 1024;
export const WORKING_TREE = "working tree";

export class Repository {
  /** Git locks what it keeps of worktrees: one is made after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(readonly root: string) {}

  /** @throws {DeployError} `missing-tool` without git, `input` where the folder is in no repository. */
  static async at(folder: string): Promise<Repository> {
    try {
      return new Repository((await git(folder, ["rev-parse", "--show-toplevel"])).trim());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        throw new DeployError("missing-tool", "git is not on the PATH; install it: https://git-scm.com", {
          cause: error,
        });
      }
      throw new DeployError("input", `${folder} is in no git repository: run causeway diff in a clone`, {
        cause: error,
      });
    }
  }

  /**
   * The commit that a name means.
   *
   * @throws {InputError} when it means none.
   */
  async revision(option: string, name: string): Promise<Revision> {
    const found = await this.#try([
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${name}^{commit}`,
    ]);
    if (found === undefined)
      throw new InputError("options", [{ path: option, given: name, allowed: ALLOWED }]);
    return await this.#dated(name, found);
  }

  /**
   * The tracked files as they lie in the clone, as a commit that no branch knows; the last commit where nothing differs.
   * Files that are not tracked are left out.
   */
  async workingTree(): Promise<
    Revision & { readonly snapshot: string; readonly untracked: readonly string[] }
  > {
    const snapshot = (await git(this.root, ["stash", "create"])).trim();
    const on = await this.revision("--head", "HEAD");
    const status = await git(this.root, ["ls-files", "--others", "--exclude-standard"]);
    const untracked = status.split("\n").filter((line) => line !== "");
    return {
      ...on,
      name: snapshot === "" ? "HEAD" : WORKING_TREE,
      snapshot: snapshot || on.commit,
      untracked,
    };
  }

  /** Where two revisions parted, and how many commits the first has gone on since. */
  async fork(base: Revision, head: string): Promise<{ readonly at: Revision; readonly ahead: number }> {
    const found = await this.#try(["merge-base", base.commit, head]);
    if (found === undefined) {
      throw new DeployError(
        "input",
        `${base.name} and the head have no commit in common as far as this clone knows; fetch their history: git fetch --unshallow`,
      );
    }
    const at = await this.#dated(base.name, found);
    const ahead = Number(await git(this.root, ["rev-list", "--count", `${at.commit}..${base.commit}`]));
    return { at, ahead };
  }

  /** Writes the files of a commit into a new folder. */
  async checkOut(commit: string, folder: string): Promise<void> {
    const before = this.#last;
    const mine = before.then(() =>
      git(this.root, ["worktree", "add", "--detach", "--force", folder, commit]),
    );
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  /** Removes folders of {@link checkOut}, gone already or not. */
  async forget(folder: string): Promise<void> {
    await this.#try(["worktree", "remove", "--force", "--force", folder]);
    await this.#try(["worktree", "prune"]);
  }

  /** Symbolic links among {@link files} that lead out of their folder, or to where nobody can tell. */
  async linksOut(files: ReadonlyMap<string, string>, folder: string): Promise<readonly string[]> {
    const links = [...files].flatMap(([file, meta]) =>
      meta.startsWith("120000 ") ? [{ file, blob: meta.split(" ")[2] ?? "" }] : [],
    );
    const targets = await Promise.all(links.map(({ blob }) => git(this.root, ["cat-file", "blob", blob])));
    return links.flatMap(({ file }, index) => {
      const target = path.resolve(folder, path.dirname(file), targets[index] ?? "");
      return target === folder || isWithin(target, folder) ? [] : [file];
    });
  }

  /** Digest of every tracked file of a commit, by its path. */
  async files(commit: string): Promise<ReadonlyMap<string, string>> {
    const listed = await git(this.root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
    return new Map(
      listed
        .split("\0")
        .filter((line) => line !== "")
        .map((line) => {
          const [meta = "", file = ""] = line.split("\t");
          return [file, meta.split(" ").slice(0, 3).join(" ")];
        }),
    );
  }

  /**
   * Whether a program or a setting in a commit has a text in quotes, as programs have names of environments. What is in the
   * folders of tests and documentation at its root is not looked at.
   */
  async quotes(commit: string, text: string): Promise<boolean> {
    const patterns = ['"', "'", "`"].flatMap((quote) => ["-e", `${quote}${text}${quote}`]);
    const apart = ["test", "tests", "docs"].map((folder) => `:(top,exclude)${folder}`);
    const found = await this.#try(["grep", "--quiet", "-I", "-F", ...patterns, commit, "--", ":/", ...apart]);
    return found !== undefined;
  }

  async #dated(name: string, commit: string): Promise<Revision> {
    const id = commit.trim();
    return {
      name,
      commit: id,
      committedAt: (await git(this.root, ["log", "-1", "--format=%cI", id])).trim(),
    };
  }

  async #try(args: readonly string[]): Promise<string | undefined> {
    try {
      return await git(this.root, args);
    } catch (error) {
      if (typeof (error as { code?: unknown }).code === "number") return undefined;
      throw error;
    }
  }
}

const ALLOWED =
  "a branch, tag or commit of this clone; where it is one of the remote's, fetch it first: git fetch origin (in GitHub Actions: actions/checkout with fetch-depth: 0)";

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", [...QUIET, ...args], { cwd, maxBuffer: MOST_OUTPUT });
  return stdout;
}

/** Whether two folders lock the same packages. */
export function sameLock(one: string, other: string): boolean {
  const [a, b] = [one, other].map((folder) => textIn(path.join(folder, "package-lock.json")));
  return a === b;
}
