import type { ArrayOfEvent, Event, FieldValue, Membership } from "./event";
import { ABSENT, buildMachine, type Machine, type State } from "./machine";
import { consistentValues, merged } from "./arrays";
import { readPattern, type Alternative } from "./read-pattern";

/** A pattern that was read once, for any number of events. */
export interface Pattern {
  readonly alternatives: readonly Alternative[];
  readonly machine: Machine;
}

/**
 * Reads a pattern from its text.
 *
 * @param path names the pattern in a fault.
 * @throws {PatternError} with every fault, when EventBridge's matcher would not take it.
 */
export function compilePattern(text: string, path = "pattern"): Pattern {
  const alternatives = readPattern(text, path);
  return { alternatives, machine: buildMachine(alternatives) };
}

/** Whether an event matches a pattern. */
export function matches({ machine }: Pattern, event: Event): boolean {
  return new Walk(machine, event).from(machine.start, undefined, []);
}

class Walk {
  constructor(
    private readonly machine: Machine,
    private readonly event: Event,
  ) {}

  /**
   * @param open the alternatives that are still met; all of them at the start.
   * @param places the elements of arrays that the values so far stand in.
   */
  from(state: State, open: ReadonlySet<number> | undefined, places: Membership): boolean {
    for (const [name, next] of state.absent) {
      if (this.isAbsent(name, places) && this.to(next, ABSENT, open, places)) return true;
    }
    for (const [name, conditions] of state.fields) {
      for (const { value, membership } of consistentValues(this.valuesOf(name), places, this.numberOf)) {
        const both = merged(places, membership);
        if (both === undefined) continue;
        for (const { condition, state: next } of conditions.of(value)) {
          if (this.to(next, condition, open, both)) return true;
        }
      }
    }
    return false;
  }

  private to(
    state: State,
    condition: string,
    open: ReadonlySet<number> | undefined,
    places: Membership,
  ): boolean {
    const ends = state.ends.get(condition);
    if (ends !== undefined && (open === undefined || intersects(ends, open))) return true;
    const goesOn = state.goesOn.get(condition);
    if (goesOn === undefined) return false;
    const left = open === undefined ? goesOn : new Set([...goesOn].filter((id) => open.has(id)));
    return left.size > 0 && this.from(state, left, places);
  }

  /** event-ruler counts only the arrays below names that the pattern has. */
  private readonly numberOf = ({ id }: ArrayOfEvent): number =>
    this.event.arrays.filter(
      (other) => other.id < id && other.parts.every((part) => this.machine.parts.has(part)),
    ).length;

  private isAbsent(name: string, places: Membership): boolean {
    return !this.valuesOf(name).some(({ membership }) => merged(places, membership) !== undefined);
  }

  private valuesOf(name: string): readonly FieldValue[] {
    const values = this.event.fields.get(name) ?? [];
    return this.machine.parts.has("") ? values : values.filter(({ emptyName }) => !emptyName);
  }
}

function intersects(some: ReadonlySet<number>, others: ReadonlySet<number>): boolean {
  for (const id of some) if (others.has(id)) return true;
  return false;
}
