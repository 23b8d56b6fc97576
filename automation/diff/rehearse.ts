/** One environment in memory: the base deployed, the head previewed on top of it. */
import type { RunReport } from "../deploy/report";
import { affected, withNeeds, type AffectedStack } from "./affected";
import type { Checkout } from "./checkout";
import type { PolicyUse } from "./policy-use";
import { Stage } from "./stage";

export interface RehearsalRequest {
  readonly env: string;
  readonly base: Checkout;
  readonly head: Checkout;
  readonly policies: PolicyUse;
  /** A folder of the environment's own; its states and what programs write. */
  readonly folder: string;
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/** What an environment's two revisions came to. */
export interface Rehearsal {
  readonly env: string;
  readonly stacks: readonly AffectedStack[];
  /** The base's deployment; undefined where nothing of it is looked at. */
  readonly base: RunReport | undefined;
  /** The head's preview, of what it has and is looked at. */
  readonly head: RunReport | undefined;
  /** What every resource of the base depends on, by URN. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** Deploys and previews what differs, and what that needs. What goes wrong in a stack is in the reports. */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { env, base, head, policies } = request;
  const stacks = affected(base, head, env);
  const looked = lookedAt(stacks);
  if (looked.size === 0) return { env, stacks, base: undefined, head: undefined, dependencies: new Map() };
  const stage = await Stage.open({ ...request, read: readBy(base, head) });
  try {
    const needed = new Set([
      ...withNeeds(base.description, looked),
      // What the head needs and the base has must be up, too.
      ...withNeeds(head.description, looked),
    ]);
    const standing = await stage.deploy(base, policies.advisory("base", env), needed);
    const preview = await stage.preview(head, policies.advisory("head", env), looked);
    return { env, stacks, base: standing.report, head: preview, dependencies: standing.dependencies };
  } finally {
    await stage.close();
  }
}

/** Names of the stacks that are looked at. */
export function lookedAt(stacks: readonly AffectedStack[]): ReadonlySet<string> {
  return new Set(stacks.filter(({ because }) => because !== "unchanged").map(({ name }) => name));
}

function readBy(...checkouts: readonly Checkout[]): readonly string[] {
  return checkouts.flatMap(({ root, modules }) => [root, ...(modules === undefined ? [] : [modules])]);
}
