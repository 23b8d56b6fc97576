/** A platform deployed once an environment, and what changes to it come to, in this process but for the programs. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { affected } from "../../../../automation/diff/affected";
import type { Checkout } from "../../../../automation/diff/checkout";
import { compare, inputsIn } from "../../../../automation/diff/compare";
import { priced } from "../../../../automation/diff/cost";
import { NO_PRICES, type Catalogue } from "../../../../automation/diff/prices";
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

const TIME = "2026-11-25T12:00:00Z";

/** What a pull request does to files: another text, or undefined to remove one. */
export type Edits = Readonly<Record<string, Edit>>;

export interface Fixture {
  readonly platform: string;
  /** Whether it is the reference platform, whose rules are causeway's own. */
  readonly reference: boolean;
  readonly prices?: Catalogue;
  /** Writes a revision into a folder of its own, which is not there yet. */
  checkOut(folder: string, edits: Edits): Promise<Checkout>;
}

export class Stages {
  readonly #stages = new Map<string, Promise<Stage>>();
  readonly #folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "causeway-recorded-")));
  #base: Promise<Checkout> | undefined;
  #changes = 0;

  /** @param up the stacks that are deployed before any change, whichever comes first. @default all that there are */
  constructor(
    private readonly fixture: Fixture,
    private readonly up?: readonly string[],
  ) {}

  /**
   * What a change does to environments.
   *
   * @param only the stacks that there are, with all that they need. @default all
   */
  async change(
    edits: Edits,
    environments: readonly string[],
    only?: readonly string[],
  ): Promise<DiffDocument> {
    const all = await this.#checkedOut();
    const head = await this.fixture.checkOut(path.join(this.#folder, `head-${this.#changes++}`), edits);
    const [before, after] = [limited(all, only), limited(head, only)];
    const told: EnvironmentDiff[] = [];
    for (const env of environments) told.push(await this.#environment(all, before, after, env));
    return {
      schema: DIFF_SCHEMA,
      simulated: true,
      platform: this.fixture.platform,
      base: { name: "main", commit: "b".repeat(40), committedAt: TIME },
      head: { name: "HEAD", commit: "a".repeat(40), committedAt: TIME },
      now: TIME,
      environments: told,
      notes: [],
    };
  }

  /** Deploys an environment's base, for which the first change to it waits else. */
  async deploy(env: string): Promise<void> {
    await this.#stage(await this.#checkedOut(), env);
  }

  async close(): Promise<void> {
    for (const stage of this.#stages.values()) await (await stage).close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #checkedOut(): Promise<Checkout> {
    this.#base ??= this.fixture.checkOut(path.join(this.#folder, "base"), {});
    return this.#base;
  }

  async #environment(all: Checkout, base: Checkout, head: Checkout, env: string): Promise<EnvironmentDiff> {
    const policies = new PolicyUse(base, head, this.fixture.reference);
    const stacks = affected(base, head, env);
    const looked = stacks.some(({ because }) => because !== "unchanged");
    const subject = { env, base, head, policies };
    const told = looked
      ? await rehearseOn(await this.#stage(all, env), subject, stacks)
      : nothing(env, stacks);
    const reach = await this.#reach(all, subject, told);
    const rehearsal = { ...told, ...(reach === undefined ? {} : { reach }) };
    const clean = (text: string) =>
      [head.root, base.root].reduce((rest, one) => rest.replaceAll(`${one}/`, "").replaceAll(one, "."), text);
    const compared = { base: base.description, head: head.description, rehearsal, policies, clean };
    const inputsOf = inputsIn(rehearsal);
    return priced(
      judged(compare(compared), policies, inputsOf, reach),
      inputsOf,
      this.fixture.prices ?? NO_PRICES,
    );
  }

  /** On a stage of its own: the others go on with the base. */
  async #reach(all: Checkout, subject: Subject, told: Rehearsal): Promise<ReachChange | undefined> {
    if (roadsIn(told).length === 0) return undefined;
    const folder = path.join(this.#folder, "stages", path.basename(subject.head.root));
    const stage = await (await this.#stage(all, subject.env)).fork(folder);
    try {
      return await reachChange(stage, subject, told);
    } finally {
      await stage.close();
    }
  }

  /** The environment's stage, with the same stacks of the base up for every change. */
  #stage(base: Checkout, env: string): Promise<Stage> {
    const stage = this.#stages.get(env) ?? this.#deployed(limited(base, this.up), env);
    this.#stages.set(env, stage);
    return stage;
  }

  async #deployed(all: Checkout, env: string): Promise<Stage> {
    const stage = await this.#open(env);
    // What one change only needs, rules would not judge; another may look at it.
    const uses = new PolicyUse(all, all, this.fixture.reference).advisory("base", env);
    await stage.deploy(all, uses, new Set(all.description.environments[env]?.stacks));
    return stage;
  }

  async #open(env: string): Promise<Stage> {
    const folder = path.join(this.#folder, "stages", env);
    mkdirSync(folder, { recursive: true });
    const read = [this.#folder, path.join(root, "node_modules", "@pulumi"), root];
    const { signal } = new AbortController();
    return await Stage.open({ env, folder, read, parallel: 2, signal });
  }
}

/** A revision of which there are some stacks alone. */
function limited(checkout: Checkout, only: readonly string[] | undefined): Checkout {
  if (only === undefined) return checkout;
  const environments = Object.entries(checkout.description.environments).map(([name, env]) => [
    name,
    { ...env, stacks: env.stacks.filter((stack) => only.includes(stack)) },
  ]);
  const description = { ...checkout.description, environments: Object.fromEntries(environments) as never };
  return { ...checkout, description };
}
