/** A git repository of a small platform, in which tests make changes. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DiffDocument } from "../../../automation/diff/model";
import { causeway, root, type Ended, type Where } from "../cli/causeway";

const fixture = path.join(root, "tests/fixtures/revisions");
const TIME = "2026-11-25T12:00:00Z";

/** What a change does to a file: another text, or undefined to remove it. */
export type Edit = (text: string) => string | undefined;

export class Revisions {
  private constructor(readonly folder: string) {}

  /** The shop as it is on `main`. */
  static make(): Revisions {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "causeway-shop-")));
    cpSync(fixture, folder, { recursive: true });
    mkdirSync(path.join(folder, "node_modules"));
    symlinkSync(root, path.join(folder, "node_modules", "pulumi-causeway"));
    symlinkSync(
      realpathSync(path.join(root, "node_modules", "@pulumi")),
      path.join(folder, "node_modules", "@pulumi"),
    );
    writeFileSync(path.join(folder, ".gitignore"), "node_modules\n");
    const made = new Revisions(folder);
    made.git("init", "--quiet", "--initial-branch=main");
    made.#commit("The shop");
    return made;
  }

  /** Commits edits of files on a branch of their own that starts at another. */
  change(branch: string, edits: Readonly<Record<string, Edit>>, from = "main"): void {
    this.git("checkout", "--quiet", "-b", branch, from);
    for (const [name, edit] of Object.entries(edits)) this.edit(name, edit);
    this.#commit(branch);
    this.git("checkout", "--quiet", "main");
  }

  /** Edits a file as it lies in the clone. */
  edit(name: string, edit: Edit): void {
    const file = path.join(this.folder, name);
    const before = this.#read(file);
    const after = edit(before);
    if (after === before) throw new Error(`the edit of ${name} changes nothing`);
    if (after === undefined) {
      rmSync(file);
      return;
    }
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, after);
  }

  async diff(args: readonly string[], where: Where = {}): Promise<Ended> {
    return await causeway(["diff", "--platform", "platform.js", ...args], { cwd: this.folder, ...where });
  }

  /** The document for a branch against `main`. */
  async document(branch: string, ...args: string[]): Promise<DiffDocument> {
    const { stdout, stderr } = await this.diff([
      "--base",
      "main",
      "--head",
      branch,
      "--format",
      "json",
      ...args,
    ]);
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout) as DiffDocument;
  }

  git(...args: readonly string[]): string {
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: "1",
      ...{ GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@example.org", GIT_AUTHOR_DATE: TIME },
      ...{ GIT_COMMITTER_NAME: "A", GIT_COMMITTER_EMAIL: "a@example.org", GIT_COMMITTER_DATE: TIME },
    };
    return execFileSync("git", args, {
      cwd: this.folder,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
  }

  #read(file: string): string {
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }
}

/** An edit that replaces a text that must be there. */
export function replaced(before: string, after: string): Edit {
  return (text) => {
    if (!text.includes(before)) throw new Error(`there is no ${before}`);
    return text.replace(before, after);
  };
}
