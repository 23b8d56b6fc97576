/** What is rehearsed, and what comes of it. */
import type { Exposure } from "../../lib/reachability";
import type { AffectedStack } from "./affected";
import type { Checkout } from "./checkout";
import type { PolicyUse } from "./policy-use";
import type { Standing, Told } from "./stage";

/** What is compared, in which environment. */
export interface Subject {
  readonly env: string;
  readonly base: Checkout;
  readonly head: Checkout;
  readonly policies: PolicyUse;
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
  /** What it opens to the internet; undefined where nothing that has a say in that differs. */
  readonly reach?: ReachChange;
}

/** What the internet newly reaches. */
export interface Opened extends Exposure {
  /** URNs of what lets it in, whether that differs or not. */
  readonly by: readonly string[];
}

/** What a change opens. */
export interface ReachChange {
  readonly opened: readonly Opened[];
  /** What has a say and is not considered, each a sentence. */
  readonly gaps: readonly string[];
  /** The first stack of the head that can not be deployed, so that what it opens is not known. */
  readonly broken?: { readonly stack: string; readonly message: string };
}

/** What comes of an environment of which nothing is looked at. */
export function nothing(env: string, stacks: readonly AffectedStack[]): Rehearsal {
  const none = { stacks: [], policy: [] };
  return {
    ...{ env, stacks, same: new Set(), blocked: new Map() },
    ...{ base: { ...none, dependencies: new Map() }, head: none },
  };
}
