/** The market, each stack of which is deployed once, and what changes to it come to, in this process but for the programs. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { affected } from "../../../../automation/diff/affected";
import { revision, type Checkout } from "../../../../automation/diff/checkout";
import { compare, inputsIn } from "../../../../automation/diff/compare";
import type * as describing from "../../../../automation/diff/describe";
import { priced } from "../../../../automation/diff/cost";
import { readPrices } from "../../../../automation/diff/prices";
import { DIFF_SCHEMA, type DiffDocument, type EnvironmentDiff } from "../../../../automation/diff/model";
import { PolicyUse } from "../../../../automation/diff/policy-use";
import { reachChange, roadsIn } from "../../../../automation/diff/reach";
import {
  nothing,
  type ReachChange,
  type Rehearsal,
  type Subject,
} from "../../../../automation/diff/rehearsal";
import { rehearseOn } from "../../../../automation/diff/rehearse";
import { judged } from "../../../../automation/diff/risk";
import { Stage } from "../../../../automation/diff/stage";
import { root } from "../../cli/causeway";
import type { Edit } from "../revisions";

// As built: Vitest would transform each file of every change.
const { describePlatform } = createRequire(__filename)(
  path.join(root, "dist/automation/diff/describe.js"),
) as typeof describing;
const fixture = path.join(root, "tests/fixtures/market");
/** Figures that no cloud asks for: what is told of them is what is tested. */
const PRICES = readPrices(path.join(__dirname, "prices.json"));
const TIME = "2026-11-25T12:00:00Z";

/** What a pull request does to files: another text, or undefined to remove one. */
export type Edits = Readonly<Record<string, Edit>>;

export class Market {
  readonly #stages = new Map<string, Stage>();
  #changes = 0;

  private constructor(
    private readonly folder: string,
    private readonly base: Checkout,
  ) {}

  static async open(): Promise<Market> {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "causeway-market-")));
    mkdirSync(path.join(folder, "node_modules"));
    symlinkSync(root, path.join(folder, "node_modules", "pulumi-causeway"));
    const sdk = realpathSync(path.join(root, "node_modules", "@pulumi"));
    symlinkSync(sdk, path.join(folder, "node_modules", "@pulumi"));
    return new Market(folder, await checkoutIn(folder, "base", {}));
  }

  /** What a change does to environments. */
  async change(edits: Edits, environments: readonly string[]): Promise<DiffDocument> {
    const head = await checkoutIn(this.folder, `head-${this.#changes++}`, edits);
    const all: EnvironmentDiff[] = [];
    for (const env of environments) all.push(await this.#environment(head, env));
    return {
      schema: DIFF_SCHEMA,
      simulated: true,
      platform: "market",
      base: { name: "main", commit: "b".repeat(40), committedAt: TIME },
      head: { name: "HEAD", commit: "a".repeat(40), committedAt: TIME },
      now: TIME,
      environments: all,
      notes: [],
    };
  }

  async close(): Promise<void> {
    for (const stage of this.#stages.values()) await stage.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #environment(head: Checkout, env: string): Promise<EnvironmentDiff> {
    const policies = new PolicyUse(this.base, head, false);
    const stacks = affected(this.base, head, env);
    const looked = stacks.some(({ because }) => because !== "unchanged");
    const subject = { env, base: this.base, head, policies };
    const told = looked ? await rehearseOn(await this.#stage(env), subject, stacks) : nothing(env, stacks);
    const reach = await this.#reach(subject, told);
    const rehearsal = { ...told, ...(reach === undefined ? {} : { reach }) };
    const clean = (text: string) =>
      [head.root, this.base.root].reduce(
        (rest, one) => rest.replaceAll(`${one}/`, "").replaceAll(one, "."),
        text,
      );
    const compared = { base: this.base.description, head: head.description, rehearsal, policies, clean };
    const inputsOf = inputsIn(rehearsal);
    return priced(judged(compare(compared), policies, inputsOf, reach), inputsOf, PRICES);
  }

  /** On a stage of its own: the others go on with the base. */
  async #reach(subject: Subject, told: Rehearsal): Promise<ReachChange | undefined> {
    if (roadsIn(told).length === 0) return undefined;
    const shared = await this.#stage(subject.env);
    const all = this.base.description.environments[subject.env]?.stacks;
    await shared.deploy(this.base, subject.policies.advisory("base", subject.env), new Set(all));
    const stage = await shared.fork(path.join(this.folder, "stages", path.basename(subject.head.root)));
    try {
      return await reachChange(stage, subject, told);
    } finally {
      await stage.close();
    }
  }

  async #stage(env: string): Promise<Stage> {
    const known = this.#stages.get(env);
    if (known !== undefined) return known;
    const folder = path.join(this.folder, "stages", env);
    mkdirSync(folder, { recursive: true });
    const read = [this.folder, path.join(root, "node_modules", "@pulumi"), root];
    const { signal } = new AbortController();
    const stage = await Stage.open({ env, folder, read, parallel: 2, signal });
    this.#stages.set(env, stage);
    return stage;
  }
}

async function checkoutIn(folder: string, name: string, edits: Edits): Promise<Checkout> {
  const own = path.join(folder, name);
  cpSync(fixture, own, { recursive: true });
  for (const [file, edit] of Object.entries(edits)) {
    const at = path.join(own, file);
    const after = edit(textOf(at));
    if (after === textOf(at)) throw new Error(`the edit of ${file} changes nothing`);
    if (after === undefined) rmSync(at);
    else {
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, after);
    }
  }
  const module = path.join(own, "platform.js");
  const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const tracked = files.map(({ parentPath, name: file }) => path.join(parentPath, file));
  const digest = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return {
    ...revision({
      root: own,
      workDir: own,
      description: await describePlatform(module, {}),
      entries: [module, path.join(own, "main.js")],
      tracked: new Map(tracked.map((file) => [path.relative(own, file), digest(file)])),
    }),
    installSeconds: 0,
    buildSeconds: 0,
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
