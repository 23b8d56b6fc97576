import type { ResourceState } from "../state";

/** What was decided so far, by URN. */
export class Decisions {
  readonly seen = new Set<string>();
  readonly sames = new Set<string>();
  readonly creates = new Set<string>();
  readonly updates = new Set<string>();
  readonly replaces = new Set<string>();
  readonly deletes = new Set<string>();
  readonly reads = new Set<string>();
  readonly refreshes = new Set<string>();
  readonly skippedCreates = new Set<string>();
  /** States already condemned as part of someone's replacement. */
  readonly condemned = new Set<ResourceState>();
  /** Former URN to the URN that claimed it, and back. */
  readonly claimed = new Map<string, string>();
  readonly usedAlias = new Map<string, string>();
  /** Why dependents of a replaced resource are replaced: the properties. */
  readonly dependentKeys = new Map<string, readonly string[]>();
  readonly providers = new Map<string, ResourceState>();

  /** Whether a resource of the previous state was met in this operation. */
  operatedOn(urn: string): boolean {
    const current = this.claimed.get(urn) ?? urn;
    return [this.sames, this.updates, this.replaces, this.reads].some((set) => set.has(current));
  }

  hasStep(urn: string): boolean {
    return [this.creates, this.sames, this.updates, this.deletes, this.replaces, this.reads].some((set) =>
      set.has(urn),
    );
  }
}
