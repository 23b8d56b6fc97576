import { identity, type AddressRange, type Condition, type TextCondition } from "../condition";
import { numberBits, type Value } from "../value";
import { step, matchesOf, nextOf, type ByteState, type Match, type Transition } from "./byte-state";
import { Texts } from "./build";
import { bytes, textsOf } from "./characters";

/** A condition that a value fits, and where it leads. */
export interface Lead<T> {
  readonly condition: string;
  readonly state: T;
}

type Mode = "text" | "number" | "address";

/**
 * The texts and addresses of one field in one automaton over bytes, as event-ruler keeps them (its `ByteMachine`, Apache
 * License 2.0). It is used where conditions are not independent of one another there: a wildcard or a character in either
 * case beside another text, an address beside a number's spelling.
 */
export class Automaton<T> {
  private readonly conditions = new Map<string, Condition["type"]>();
  private readonly texts = new Texts<T>((match) => this.note(match));
  private readonly unlessFailed: Match<T>[] = [];
  private addresses = false;

  /** Adds a condition; the answer is where it leads: to what is given, or where it led to before. */
  add(condition: TextCondition | AddressRange, target: T): T {
    const id = identity(condition);
    this.conditions.set(id, condition.type);
    const exact = condition.type === "exact" ? { exact: condition.text } : {};
    const entry = { condition: id, target, ...exact };
    if (condition.type === "addresses") {
      const { bottom, openBottom, top, openTop } = condition.range;
      return this.texts.addRange({ bottom: bytes(bottom), openBottom, top: bytes(top), openTop }, entry);
    }
    return textsOf(condition).reduce(
      (known, text) => this.texts.add(text, { ...entry, target: known }),
      target,
    );
  }

  private note(match: Match<T>): void {
    const type = this.typeOf(match);
    if (type === "addresses") this.addresses = true;
    if (type.includes("suffix")) this.texts.hasSuffixes = true;
    if (type.startsWith("not-")) this.unlessFailed.push(match);
  }

  private typeOf({ condition }: Match<T>): Condition["type"] {
    return this.conditions.get(condition) ?? "exact";
  }

  /** Where a value leads; `asNumber` as in a `Predicate`. */
  of(value: Value, asNumber: boolean): Lead<T>[] {
    const leads: Lead<T>[] = [];
    if (this.addresses && value.address !== undefined)
      this.collect(value.address, value.address, "address", leads);
    if (asNumber && value.number !== undefined) this.collect(numberBits(value.number), "", "number", leads);
    else this.collect(value.text, value.spelling, "text", leads);
    return leads;
  }

  private collect(text: string, spelling: string, mode: Mode, leads: Lead<T>[]): void {
    const encoded = bytes(text);
    const failed: Match<T>[] = [];
    const found = ({ condition, target }: Match<T>) => leads.push({ condition, state: target });
    if (this.texts.hasSuffixes) {
      this.walk(encoded.toReversed(), (match) => {
        const type = this.typeOf(match);
        if (type === "not-suffixes") failed.push(match);
        else if (type === "suffix" || type === "suffix-any-case") found(match);
      });
    }
    this.walk(encoded, (match, atEnd, shortcut) => {
      if (shortcut !== undefined) {
        if (shortcut === spelling) found(match);
      } else if (fails(this.typeOf(match), mode, atEnd)) failed.push(match);
      else if (fits(this.typeOf(match), mode, atEnd)) found(match);
    });
    if (mode === "address") return;
    for (const match of this.unlessFailed) {
      const { condition, target } = match;
      if (!failed.some((one) => one.condition === condition && one.target === target)) found(match);
    }
  }

  private walk(
    encoded: readonly number[],
    meet: (match: Match<T>, atEnd: boolean, shortcut?: string) => void,
  ): void {
    let states: readonly Transition<T>[] = [this.texts.start];
    for (let at = 0; at < encoded.length && states.length > 0; at++) {
      const transitions = step(states, encoded[at] as number);
      for (const one of transitions) if (one.kind === "shortcut") meet(one.match, false, one.text);
      const matches =
        transitions.length === 1 && transitions[0]?.kind === "shortcut" ? [] : matchesOf(transitions);
      for (const match of matches) meet(match, at === encoded.length - 1);
      states = distinct(transitions.flatMap((one) => nextOf(one) ?? []));
    }
  }
}

const distinct = <T>(states: ByteState<T>[]): ByteState<T>[] =>
  states.length < 2 ? states : [...new Set(states)];

function fits(type: Condition["type"], mode: Mode, atEnd: boolean): boolean {
  if (type === "exact" || type === "any-case" || type === "wildcard") return atEnd;
  if (type === "addresses") return mode !== "number";
  return type === "prefix" || type === "prefix-any-case";
}

function fails(type: Condition["type"], mode: Mode, atEnd: boolean): boolean {
  if (type === "not-texts") return atEnd && mode !== "number";
  if (type === "not-any-case" || type === "not-wildcards") return atEnd;
  return type === "not-prefixes";
}
