/** What a stack's program is made of, as one digest, so that a stack of which nothing differs is not run again. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Tracked files that no program is made of: what is tested, told and run by CI. */
const APART = /^(tests?|docs|bench|\.github|\.ci)\/|\.md$|^(LICENSE|CHANGELOG|SECURITY)/;
const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const ENDINGS = ["", ".js", ".cjs", ".mjs", ".json", "/index.js"];

/** Lists what is in a folder: its program may read what it does not name. */
const LISTS = /\b(readdir(Sync)?|opendir(Sync)?|glob(Sync)?)\b/;

interface ModuleText {
  readonly digest: string;
  /** Parts of paths among its texts, `functions` of `"./functions/orders"`; undefined where it lists folders. */
  readonly names: ReadonlySet<string> | undefined;
  /** Files that it loads at once, and those that it may load later. */
  readonly static: readonly string[];
  readonly dynamic: readonly string[];
}

/** Reads modules of one revision; each file once. */
export class Fingerprints {
  readonly #modules = new Map<string, ModuleText | undefined>();
  /** Digests of what is no module, by the folders that a program must name to read it; files at the root are all's. */
  readonly #others: ReadonlyMap<string, readonly string[]>;

  /**
   * @param root the revision's folder.
   * @param entries modules that every program begins with, absolute: the platform's and the project's.
   * @param programs modules of all stacks' programs, absolute.
   * @param tracked digest of every tracked file by its path from the root.
   */
  constructor(
    private readonly root: string,
    private readonly entries: readonly string[],
    programs: readonly string[],
    tracked: ReadonlyMap<string, string>,
  ) {
    const modules = new Set<string>();
    for (const entry of entries) this.#collect(entry, modules, false);
    for (const program of programs) this.#collect(program, modules, true);
    this.#others = this.#rest(tracked, modules);
  }

  /** Digest of a stack whose program is in a module; undefined where what it loads can not be told by reading. */
  of(module: string): string | undefined {
    const files = new Set<string>();
    const sound = this.entries.every((entry) => this.#collect(entry, files, false));
    if (!sound || !this.#collect(module, files, true)) return undefined;
    const parts = [...files]
      .sort()
      .map((file) => `${path.relative(this.root, file)} ${this.#modules.get(file)?.digest ?? ""}`);
    const texts = [...files].map((file) => this.#modules.get(file)?.names);
    const reads = (folders: string) =>
      folders
        .split("/")
        .filter((name) => name !== "")
        .every((name) => texts.some((names) => names === undefined || names.has(name)));
    const others = [...this.#others].flatMap(([folders, lines]) => (reads(folders) ? lines : []));
    return digestOf([...parts, ...others].join("\n"));
  }

  /** What the platform's own module may load later is the programs of its stacks: it is not followed from there. */
  #collect(file: string, into: Set<string>, later: boolean): boolean {
    if (into.has(file)) return true;
    const read = this.#read(file);
    if (read === undefined) return false;
    into.add(file);
    return [...read.static, ...(later ? read.dynamic : [])].every((next) => this.#collect(next, into, later));
  }

  #read(file: string): ModuleText | undefined {
    if (!this.#modules.has(file)) this.#modules.set(file, readModule(file));
    return this.#modules.get(file);
  }

  /** Whatever is tracked or built and no module of a stack or source of one: programs that name its folder may read it. */
  #rest(
    tracked: ReadonlyMap<string, string>,
    modules: ReadonlySet<string>,
  ): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    const add = (folders: string, line: string) => {
      const lines = found.get(folders) ?? [];
      found.set(folders, lines);
      lines.push(line);
    };
    for (const [file, digest] of tracked) {
      if (APART.test(file) || SOURCE.test(file) || modules.has(path.join(this.root, file))) continue;
      // The first folder alone: what is below may be joined of names that are computed.
      add(file.includes("/") ? (file.split("/")[0] ?? "") : "", `${file} ${digest}`);
    }
    const built = path.join(this.root, "dist", "functions");
    for (const name of existsSync(built) ? readdirSync(built, { recursive: true, encoding: "utf8" }) : []) {
      const file = path.join(built, name);
      if (statSync(file).isFile()) add("dist/functions", `${name} ${digestOf(readFileSync(file))}`);
    }
    for (const lines of found.values()) lines.sort();
    return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** What a module requires and imports of its own project; undefined where it computes what it loads. */
function readModule(file: string): ModuleText | undefined {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".json"))
    return { digest: digestOf(text), names: namesIn(text), static: [], dynamic: [] };
  const bare = text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
  if (/\b(require|import)\((?!\s*["'])/.test(bare.replaceAll(/\brequire\.resolve\(/g, "("))) return undefined;
  const found = (pattern: RegExp) =>
    [...bare.matchAll(pattern)].flatMap(([, request = ""]) =>
      request.startsWith(".") ? [resolved(file, request)] : [],
    );
  const here = found(/(?:\brequire\(\s*|\bfrom\s*|^\s*import\s+)["']([^"']+)["']/gm);
  const later = found(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  if ([...here, ...later].includes(undefined)) return undefined;
  const names = LISTS.test(bare) ? undefined : namesIn(bare);
  return { digest: digestOf(text), names, static: here as string[], dynamic: later as string[] };
}

/** Every part of a path that stands in a text of a module. */
function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/["'`/]([\w.@-]+)(?=["'`/])/g)].map(([, name = ""]) => name));
}

function resolved(from: string, request: string): string | undefined {
  const plain = path.resolve(path.dirname(from), request);
  return ENDINGS.map((ending) => plain + ending).find((file) =>
    statSync(file, { throwIfNoEntry: false })?.isFile(),
  );
}

function digestOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
