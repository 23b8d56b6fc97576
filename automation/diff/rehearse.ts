/** One environment in memory: the base deployed, the head previewed on top of it. */
import { affected, withNeeds, type AffectedStack } from "./affected";
import type { Checkout } from "./checkout";
import type { PolicyUse } from "./policy-use";
import { nextRound, type Outcome } from "./rounds";
import { Stage, type Standing, type Told } from "./stage";

/** What is compared, in which environment. */
export interface Subject {
  readonly env: string;
  readonly base: Checkout;
  readonly head: Checkout;
  readonly policies: PolicyUse;
}

export interface RehearsalRequest extends Subject {
  /** A folder of the environment's own; its states and what programs write. */
  readonly folder: string;
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** What an environment's two revisions came to. */
export interface Rehearsal {
  readonly env: string;
  readonly stacks: readonly AffectedStack[];
  /** The base's deployment, of what is looked at and what that needs. */
  readonly base: Standing;
  /** The head's preview, of what it has and is looked at. */
  readonly head: Told;
  /** Stacks that were not previewed, as nothing that they need hands on anything else. */
  readonly same: ReadonlySet<string>;
  /** Stacks that were not previewed because of others, which are named. */
  readonly blocked: ReadonlyMap<string, readonly string[]>;
}

/** Deploys and previews what differs, and what that needs. What goes wrong in a stack is in the reports. */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { env, base, head } = request;
  const stacks = affected(base, head, env);
  if (stacks.every(({ because }) => because === "unchanged")) return nothing(env, stacks);
  const stage = await Stage.open({ ...request, read: readBy(base, head) });
  try {
    return await rehearseOn(stage, request, stacks);
  } finally {
    await stage.close();
  }
}

/**
 * Rehearses on a stage, on which some of the base may be up. A stack that only needs what differs is deployed and previewed
 * when that has been found to hand on something else.
 */
export async function rehearseOn(
  stage: Stage,
  { env, base, head, policies }: Subject,
  stacks: readonly AffectedStack[],
): Promise<Rehearsal> {
  const deploy = (names: readonly string[]) =>
    stage.deploy(
      base,
      policies.advisory("base", env),
      new Set([
        ...withNeeds(base.description, new Set(names)),
        // What the head needs and the base has must be up, too.
        ...withNeeds(head.description, new Set(names)),
      ]),
    );
  const gone = stacks.filter(({ because }) => because === "gone").map(({ name }) => name);
  if (gone.length > 0) await deploy(gone);
  const needsOf = (name: string) =>
    Object.values(head.description.stacks.find((stack) => stack.name === name)?.needs ?? {}).map(
      (need) => need.stack,
    );
  const brokenNeeds = (name: string) => {
    const broken = stage.standing.stacks.filter(({ result }) => result !== "succeeded");
    const needs = withNeeds(base.description, new Set([name]));
    return broken.map((stack) => stack.name).filter((one) => needs.has(one));
  };
  const handover = stage.handover();
  const decided = new Map<string, Outcome>(gone.map((name) => [name, "same"]));
  const [same, blocked] = [new Set<string>(), new Map<string, readonly string[]>()];
  const told: Told[] = [];
  for (;;) {
    const { run, settled } = nextRound(stacks, needsOf, decided);
    for (const [name, outcome] of settled) {
      decided.set(name, outcome);
      if (outcome === "same") same.add(name);
      else
        blocked.set(
          name,
          needsOf(name).filter((need) => decided.get(need) === "failed"),
        );
    }
    if (run.length === 0) break;
    const standing = new Set(run.filter((name) => brokenNeeds(name).length === 0));
    await deploy([...standing]);
    for (const name of run) {
      const broken = brokenNeeds(name);
      if (broken.length === 0) continue;
      standing.delete(name);
      decided.set(name, "failed");
      if (!broken.includes(name)) blocked.set(name, broken);
    }
    const report = await stage.preview(head, policies.advisory("head", env), standing, handover);
    told.push(report);
    for (const name of standing) {
      const result = report.stacks.find((stack) => stack.name === name)?.result;
      decided.set(name, result !== "succeeded" ? "failed" : handover.differs(name) ? "differs" : "same");
    }
  }
  return {
    ...{ env, stacks, same, blocked, base: stage.standing },
    head: { stacks: told.flatMap((one) => one.stacks), policy: told.flatMap((one) => one.policy) },
  };
}

/** What comes of an environment of which nothing is looked at. */
export function nothing(env: string, stacks: readonly AffectedStack[]): Rehearsal {
  const none = { stacks: [], policy: [] };
  return {
    ...{ env, stacks, same: new Set(), blocked: new Map() },
    ...{ base: { ...none, dependencies: new Map() }, head: none },
  };
}

function readBy(...checkouts: readonly Checkout[]): readonly string[] {
  return checkouts.flatMap(({ root, modules }) => [root, ...(modules === undefined ? [] : [modules])]);
}
