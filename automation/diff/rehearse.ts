/** One environment in memory: the base deployed, the head previewed on top of it. */
import { affected, withNeeds, type AffectedStack } from "./affected";
import { nothing, type Rehearsal, type Subject } from "./rehearsal";
import type { Checkout } from "./checkout";
import { reachChange } from "./reach";
import { nextRound, type Outcome } from "./rounds";
import { Stage, type Told } from "./stage";

export interface RehearsalRequest extends Subject {
  /** A folder of the environment's own; its states and what programs write. */
  readonly folder: string;
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** Deploys and previews what differs, and what that needs. What goes wrong in a stack is in the reports. */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { env, base, head } = request;
  const stacks = affected(base, head, env);
  if (stacks.every(({ because }) => because === "unchanged")) return nothing(env, stacks);
  const stage = await Stage.open({ ...request, read: readBy(base, head) });
  try {
    const rehearsal = await rehearseOn(stage, request, stacks);
    const reach = await reachChange(stage, request, rehearsal);
    return { ...rehearsal, ...(reach === undefined ? {} : { reach }) };
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
  const looked = new Set(stacks.filter(({ because }) => because !== "unchanged").map(({ name }) => name));
  const deploy = (names: readonly string[]) =>
    stage.deploy(
      base,
      policies.advisory("base", env),
      new Set([
        ...withNeeds(base.description, new Set(names)),
        // What the head needs and the base has must be up, too.
        ...withNeeds(head.description, new Set(names)),
      ]),
      // What rules say of the others is the same in both revisions.
      (name) => looked.has(name),
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

function readBy(...checkouts: readonly Checkout[]): readonly string[] {
  return checkouts.flatMap(({ root, modules }) => [root, ...(modules === undefined ? [] : [modules])]);
}
