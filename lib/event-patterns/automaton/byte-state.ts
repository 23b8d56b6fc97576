import type { Character, EitherCase } from "./characters";

/** A condition that is met at a transition, and the state of the machine that it leads to. */
export interface Match<T> {
  readonly kind: "match";
  readonly condition: string;
  readonly target: T;
}

/** An exact text that hangs at the first byte that no other text has, with the rest of it not laid out in states. */
export interface Shortcut<T> {
  readonly kind: "shortcut";
  readonly match: Match<T>;
  readonly text: string;
  readonly bytes: readonly number[];
}

/** A match where longer texts go on. */
export interface MatchAndState<T> {
  readonly kind: "both";
  readonly match: Match<T>;
  readonly next: ByteState<T>;
}

export type Transition<T> = ByteState<T> | Match<T> | Shortcut<T> | MatchAndState<T>;

/** What every byte does in one place of the texts. Several transitions on a byte are all taken. */
export class ByteState<T> {
  readonly kind = "state";
  /** Whether more than one text leads here, by a wildcard or by either case of a character. */
  ambiguous: boolean;
  private readonly some = new Map<number, Transition<T>[]>();
  private others: Transition<T>[] = [];

  constructor(ambiguous = false) {
    this.ambiguous = ambiguous;
  }

  on(byte: number): readonly Transition<T>[] {
    return this.some.get(byte) ?? this.others;
  }

  /** The transitions that every byte has. */
  onAll(): readonly Transition<T>[] {
    const lists = [...this.some.values()];
    return this.others.filter((one) => lists.every((list) => list.includes(one)));
  }

  onCharacter(character: Character): readonly Transition<T>[] {
    if (character === "wildcard") return this.onAll();
    return typeof character === "number" ? this.on(character) : this.onEitherCase(character);
  }

  add(byte: number, transition: Transition<T>): void {
    const list = this.some.get(byte) ?? [...this.others];
    this.some.set(byte, list);
    if (!list.some((one) => same(one, transition))) list.push(transition);
  }

  remove(byte: number, transition: Transition<T>): void {
    const list = this.some.get(byte) ?? [...this.others];
    this.some.set(
      byte,
      list.filter((one) => !same(one, transition)),
    );
  }

  addForAll(transition: Transition<T>): void {
    for (const list of [...this.some.values(), this.others]) {
      if (!list.some((one) => same(one, transition))) list.push(transition);
    }
  }

  addOn(character: Exclude<Character, "wildcard">, transition: Transition<T>): void {
    if (typeof character === "number") return this.add(character, transition);
    for (const encoded of character.cases) {
      const last = encoded.slice(0, -1).reduce<ByteState<T>>((state, byte) => {
        const next = new ByteState<T>(true);
        state.add(byte, next);
        return next;
      }, this);
      last.add(encoded.at(-1) as number, transition);
    }
  }

  /** What both cases lead to. event-ruler takes a wildcard's state, which any byte leads to, for that as well. */
  private onEitherCase({ cases }: EitherCase): readonly Transition<T>[] {
    const [first = [], ...rest] = cases.map((encoded) =>
      encoded.reduce<readonly Transition<T>[]>((from, byte) => step(from, byte), [this]),
    );
    return first.filter((one) => rest.every((list) => list.some((other) => same(one, other))));
  }
}

/** The transitions that a byte has in any of the states given. */
export function step<T>(from: readonly Transition<T>[], byte: number): readonly Transition<T>[] {
  const [only] = from;
  if (from.length === 1 && only?.kind === "state") return only.on(byte);
  const all: Transition<T>[] = [];
  for (const one of from) {
    if (one.kind !== "state") continue;
    for (const next of one.on(byte)) if (!all.some((known) => same(known, next))) all.push(next);
  }
  return all;
}

const same = <T>(a: Transition<T>, b: Transition<T>): boolean =>
  a === b ||
  (a.kind === "match" && b.kind === "match" && a.condition === b.condition && a.target === b.target);

export function nextOf<T>(transition: Transition<T>): ByteState<T> | undefined {
  if (transition.kind === "state") return transition;
  return transition.kind === "both" ? transition.next : undefined;
}

/** The state that a text goes on from: one that no ambiguity led to, if there is one. */
export function nextOfAny<T>(transitions: readonly Transition<T>[]): ByteState<T> | undefined {
  const states = transitions.flatMap((one) => nextOf(one) ?? []);
  return states.find((state) => !state.ambiguous) ?? states[0];
}

export function matchesOf<T>(transitions: readonly Transition<T>[]): Match<T>[] {
  return transitions.flatMap((one) => {
    if (one.kind === "match") return [one];
    return one.kind === "both" || (one.kind === "shortcut" && transitions.length === 1) ? [one.match] : [];
  });
}

/** The shortcut that is alone on a byte. */
export function soleShortcut<T>(transitions: readonly Transition<T>[]): Shortcut<T> | undefined {
  const [only] = transitions;
  return transitions.length === 1 && only?.kind === "shortcut" ? only : undefined;
}
