import { Automaton, type Lead } from "./automaton";
import { identity, isText, type AddressRange, type Condition, type TextCondition } from "./condition";
import { partsOf } from "./event";
import { predicate, isNumeric, type Predicate } from "./evaluate";
import { PatternError } from "./faults";
import type { Alternative } from "./read-pattern";
import type { Value } from "./value";

/**
 * The alternatives of one pattern as a tree of states, built as event-ruler builds it, since what it answers where
 * alternatives share conditions follows from that. From a state, a field's value leads to the next when it fits one of
 * the conditions that any alternative has on the field there; the alternatives that a state still stands for, or ends,
 * are kept for each condition that leads to it.
 */
export class State {
  readonly fields = new Map<string, FieldConditions>();
  /** Where the absence of a field leads. */
  readonly absent = new Map<string, State>();
  /** By identity of the condition that led here. */
  readonly ends = new Map<string, Set<number>>();
  readonly goesOn = new Map<string, Set<number>>();
}

/** The condition under which {@link State.absent} leads on. */
export const ABSENT = identity({ type: "absent" });

interface Transition {
  readonly condition: string;
  readonly fits: Predicate;
  readonly state: State;
  /** Whether it is of those that an automaton takes over. */
  readonly text: boolean;
}

/** The conditions that alternatives have on one field at one state. */
export class FieldConditions {
  private readonly alone: Transition[] = [];
  private readonly together: { readonly condition: TextCondition | AddressRange; readonly state: State }[] =
    [];
  private automaton?: Automaton<State>;
  private numeric = false;

  /** Leads to the state given, or to one that the same condition led to before. */
  add(condition: Condition, next: State): State {
    this.numeric ||= isNumeric(condition);
    if (!isJoint(condition)) return this.addAlone(condition, next);
    if (
      this.automaton === undefined &&
      interplay([...this.together.map((one) => one.condition), condition])
    ) {
      this.automaton = new Automaton();
      for (const one of this.together) this.automaton.add(one.condition, one.state);
    }
    const state = this.automaton?.add(condition, next) ?? this.addAlone(condition, next);
    this.together.push({ condition, state });
    return state;
  }

  private addAlone(condition: Condition, next: State): State {
    const id = identity(condition);
    const known = this.alone.find((transition) => transition.condition === id);
    if (known !== undefined) return known.state;
    this.alone.push({ condition: id, fits: predicate(condition), state: next, text: isJoint(condition) });
    return next;
  }

  /** Where a value leads. */
  of(value: Value): Lead<State>[] {
    const asNumber = this.numeric && value.number !== undefined;
    const { automaton } = this;
    const leads: Lead<State>[] = this.alone.filter(
      ({ fits, text }) => !(text && automaton !== undefined) && fits(value, asNumber),
    );
    return automaton === undefined ? leads : [...leads, ...automaton.of(value, asNumber)];
  }
}

/** Whether a condition is of those that an automaton may decide together. */
export const isJoint = (condition: Condition): condition is TextCondition | AddressRange =>
  isText(condition) || condition.type === "addresses";

/**
 * Whether event-ruler decides these conditions differently together than one by one: it reuses states of a wildcard or
 * of either case of a character for other texts, and loses a number's spelling to a range of addresses.
 */
export function interplay(conditions: readonly (TextCondition | AddressRange)[]): boolean {
  const texts = conditions.reduce((sum, one) => sum + ("texts" in one ? one.texts.length : 1), 0);
  const types = conditions.map(({ type }) => type);
  return (
    (texts > 1 && types.some((type) => /any-case|wildcard/.test(type))) ||
    (types.includes("addresses") &&
      conditions.some((one) => one.type === "exact" && !one.text.startsWith('"')))
  );
}

/** A pattern, ready to be matched. */
export interface Machine {
  readonly start: State;
  /** The parts of all names; what an event has below a name with another part is not seen. */
  readonly parts: ReadonlySet<string>;
}

/**
 * @throws {PatternError} where event-ruler takes the pattern's text but fails when it builds its machine.
 */
export function buildMachine(alternatives: readonly Alternative[]): Machine {
  const builder = new Builder();
  for (const alternative of alternatives) builder.alternative(alternative);
  const names = alternatives.flatMap((fields) => [...fields.keys()]);
  return { start: builder.start, parts: new Set(names.flatMap(partsOf)) };
}

class Builder {
  readonly start = new State();
  private count = 0;

  alternative(fields: Alternative): void {
    const names = [...fields.keys()].sort();
    const reached = names.map(() => new Set<State>());
    const conditions = names.map((name) => fields.get(name) ?? []);
    if (this.step(this.start, names, conditions, 0, reached).size > 0) return;
    const id = this.count++;
    reached.forEach((states, i) => {
      for (const condition of conditions[i] ?? []) {
        for (const state of states) mark(i + 1 < names.length ? state.goesOn : state.ends, condition, id);
      }
    });
  }

  /**
   * Adds the fields from `at` on and answers with the alternatives that are taken for the same as this one, which is
   * not added then: those with one of its conditions on each field. So an alternative can be lost beside another that
   * has more; `docs/event-patterns.md` has an example.
   */
  private step(
    state: State,
    names: readonly string[],
    conditions: readonly (readonly Condition[])[],
    at: number,
    reached: readonly Set<State>[],
  ): Set<number> {
    const here = conditions[at] ?? [];
    const states = this.lead(state, names[at] ?? "", here);
    for (const next of states) reached[at]?.add(next);
    let same = new Set<number>();
    let ofThisField: Set<number> | undefined;
    for (const next of states) {
      if (at + 1 === names.length) {
        same = union(here.map((condition) => next.ends.get(identity(condition))));
        continue;
      }
      same = this.step(next, names, conditions, at + 1, reached);
      if (same.size > 0) ofThisField = union(here.map((condition) => next.goesOn.get(identity(condition))));
    }
    if (at + 1 === names.length) return same;
    return new Set([...same].filter((id) => ofThisField?.has(id)));
  }

  private lead(state: State, name: string, conditions: readonly Condition[]): Set<State> {
    const states = new Set<State>();
    let last: State | undefined;
    for (const condition of conditions) {
      if (condition.type === "absent") {
        last = getOrAdd(state.absent, name, () => last ?? new State());
      } else if ("texts" in condition && condition.texts.length === 0) {
        if (last === undefined) throw emptyList(name);
      } else {
        if (condition.type === "numbers" && condition.bottom === condition.top) throw noRoom(name);
        const field = getOrAdd(state.fields, name, () => new FieldConditions());
        last = field.add(condition, last ?? new State());
      }
      states.add(last);
    }
    return states;
  }
}

const emptyList = (path: string) =>
  new PatternError([{ path, given: [], allowed: "at least one text in the first anything-but of a field" }]);

const noRoom = (path: string) =>
  new PatternError([
    { path, allowed: "a range of numbers with room between its bounds and the largest double" },
  ]);

function getOrAdd<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function mark(map: Map<string, Set<number>>, condition: Condition, alternative: number): void {
  getOrAdd(map, identity(condition), () => new Set<number>()).add(alternative);
}

const union = (sets: readonly (Set<number> | undefined)[]): Set<number> =>
  new Set(sets.flatMap((set) => [...(set ?? [])]));
