import type { Event } from "../event";
import { Lookup, getOrAdd, keysOf, rangesOf, type Key } from "./keys";
import { Ranges } from "./ranges";
import type { FieldTest, Requirement } from "./requirement";

type Take = (requirement: Requirement) => void;

/** What is found by one field. */
interface Split {
  readonly name: string;
  readonly lookup?: Lookup<Tree>;
  readonly ranges?: Ranges<Requirement>;
}

/** So many are tried as fast as they are looked up. */
const FEW = 4;

/** Lists of values in several fields multiply where a requirement is filed; so many fields tell enough apart. */
const MAX_DEPTH = 4;

/**
 * Finds the few requirements that an event may meet among many. Each is filed under what one of its fields must be, begin
 * with or lie between: the field that the fewest others ask the same of. What shares a place is told apart by the next
 * field; what can not be told apart is tried one by one.
 */
export class Tree {
  private readonly tried: Requirement[] = [];
  private readonly splits: Split[] = [];

  constructor(requirements: readonly Requirement[], used: ReadonlySet<string> = new Set()) {
    if (requirements.length <= FEW || used.size === MAX_DEPTH) this.tried.push(...requirements);
    else this.divide(requirements, used);
  }

  /** Hands over every requirement that the event may meet, some more than once. */
  visit(event: Event, take: Take): void {
    for (const requirement of this.tried) take(requirement);
    if (this.splits.length === 0) return;
    const below = (tree: Tree) => tree.visit(event, take);
    for (const { name, lookup, ranges } of this.splits) {
      const values = event.fields.get(name);
      if (values === undefined) continue;
      for (const { value } of values) {
        lookup?.of(value, below);
        if (ranges !== undefined && value.number !== undefined) ranges.of(value.number, take);
      }
    }
  }

  private divide(requirements: readonly Requirement[], used: ReadonlySet<string>): void {
    const open = ({ fields }: Requirement) => fields.filter(({ name }) => !used.has(name));
    const shares = countShares(requirements.flatMap(open));
    const filed = new Map<string, [field: FieldTest, requirement: Requirement][]>();
    const rest: Requirement[] = [];
    for (const requirement of requirements) {
      const field = mostTelling(open(requirement), shares, requirements.length);
      if (field === undefined) rest.push(requirement);
      else getOrAdd(filed, field.name, () => []).push([field, requirement]);
    }
    for (const [name, members] of filed) this.splits.push(byKey(name, members, used));
    this.byRange(rest, open);
  }

  private byRange(requirements: readonly Requirement[], open: (one: Requirement) => FieldTest[]): void {
    const filed = new Map<string, ConstructorParameters<typeof Ranges<Requirement>>[0][number][]>();
    for (const requirement of requirements) {
      const field = open(requirement).find((one) => rangesOf(one) !== undefined);
      if (field === undefined) this.tried.push(requirement);
      else {
        const entries = (rangesOf(field) ?? []).map((range) => ({ range, value: requirement }));
        getOrAdd(filed, field.name, () => []).push(...entries);
      }
    }
    for (const [name, entries] of filed) this.splits.push({ name, ranges: new Ranges(entries) });
  }
}

const idOf = (name: string, key: Key): string => JSON.stringify([name, key]);

/** How many fields ask for each key. */
function countShares(fields: readonly FieldTest[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const field of fields) {
    for (const key of keysOf(field) ?? []) {
      const id = idOf(field.name, key);
      shares.set(id, (shares.get(id) ?? 0) + 1);
    }
  }
  return shares;
}

/** The field whose keys the fewest share; undefined when all that have it share it. */
function mostTelling(
  fields: readonly FieldTest[],
  shares: ReadonlyMap<string, number>,
  all: number,
): FieldTest | undefined {
  let best: FieldTest | undefined;
  let fewest = all;
  for (const field of fields) {
    const keys = keysOf(field);
    const sum = keys?.reduce((total, key) => total + (shares.get(idOf(field.name, key)) ?? 0), 0) ?? all;
    if (sum < fewest) [best, fewest] = [field, sum];
  }
  return best;
}

function byKey(
  name: string,
  members: readonly [field: FieldTest, requirement: Requirement][],
  used: ReadonlySet<string>,
): Split {
  const filed = new Lookup<Requirement[]>();
  for (const [field, requirement] of members) {
    for (const key of keysOf(field) ?? []) {
      const place = filed.getOrAdd(key, () => []);
      if (place.at(-1) !== requirement) place.push(requirement);
    }
  }
  const below = new Set([...used, name]);
  return { name, lookup: filed.map((requirements) => new Tree(requirements, below)) };
}
