import { PatternError } from "../faults";
import {
  ByteState,
  matchesOf,
  nextOf,
  nextOfAny,
  soleShortcut,
  type Match,
  type Shortcut,
  type Transition,
} from "./byte-state";
import { bytes, hasCases, type Character } from "./characters";

const HEX_DIGITS = bytes("0123456789ABCDEF");
const [ZERO, F] = bytes("0F") as [number, number];

/** What is put into the automaton under one condition. */
export interface Entry<T> {
  /** Identity of the condition. */
  readonly condition: string;
  readonly target: T;
  /** The text, when it is an exact one, which may hang as a shortcut. */
  readonly exact?: string;
}

/** The texts of a field's conditions as states of bytes, put together step by step as event-ruler does. */
export class Texts<T> {
  readonly start = new ByteState<T>();
  /** Whether texts are also looked for from the end. */
  hasSuffixes = false;

  /** Called for each new match. */
  constructor(private readonly onMatch: (match: Match<T>) => void) {}

  /** Adds a text; the answer is where it leads, which is where the same condition led to before if its end is found. */
  add(text: readonly Character[], entry: Entry<T>): T {
    let state = this.start;
    let before: ByteState<T> | undefined;
    let at = 0;
    for (; at < text.length - 1; at++) {
      const here = state;
      const next = here
        .onCharacter(text[at] as Character)
        .map((one) => nextOf(one))
        .find((one) => one !== undefined && this.reusable(here, one, text, at));
      if (next === undefined) break;
      before = state;
      state = next;
    }
    return this.end(state, before, text, at, entry);
  }

  /** Adds the hexadecimal digits between two strings of them. */
  addRange(range: ByteRange, entry: Entry<T>): T {
    const { bottom, top } = range;
    let target = entry.target;
    const match = (state: ByteState<T>, above: number, below: number) => {
      for (const digit of HEX_DIGITS) {
        if (digit > above && digit < below) target = this.match(digit, state, { ...entry, target });
      }
    };
    let fork = this.start;
    let at = 0;
    for (; bottom[at] === top[at]; at++) fork = this.lead(fork, bottom[at] as number);
    match(fork, bottom[at] as number, top[at] as number);
    const last = bottom.length - 1;
    const side = (
      digits: readonly number[],
      open: boolean,
      end: number,
      rest: (state: ByteState<T>, digit: number) => void,
    ) => {
      let state = fork;
      let laid = at;
      const reach = (offset: number) => {
        for (; laid < offset; laid++) state = this.lead(state, digits[laid] as number);
      };
      for (let offset = at + 1; offset < last; offset++) {
        if (digits[offset] === end) continue;
        reach(offset);
        rest(state, digits[offset] as number);
      }
      if (digits[last] === end && open) return;
      reach(last);
      if (!open) target = this.match(digits[last] as number, state, { ...entry, target });
      if (at < last) rest(state, digits[last] as number);
    };
    side(bottom, range.openBottom, F, (state, digit) => match(state, digit, F + 1));
    side(top, range.openTop, ZERO, (state, digit) => match(state, ZERO - 1, digit));
    return target;
  }

  /** The state after a digit of a range; a shortcut that hung there is lost. */
  private lead(state: ByteState<T>, byte: number): ByteState<T> {
    const transitions = state.on(byte);
    const known = nextOfAny(transitions);
    if (known !== undefined) return known;
    const next = new ByteState<T>(state.ambiguous);
    this.goOn(state, byte, transitions[0], next);
    return next;
  }

  private reusable(state: ByteState<T>, next: ByteState<T>, text: readonly Character[], at: number): boolean {
    return next !== state && !(next.ambiguous && this.converges(state, text, at));
  }

  /** Whether two ways from a state over this character can come together again. */
  private converges(state: ByteState<T>, text: readonly Character[], at: number): boolean {
    const byte = text[at];
    if (typeof byte !== "number") return false;
    const first = byte < 0x80 || byte > 0xbf;
    const inSuffix = this.hasSuffixes && isContinuation(byte) && !isContinuation(text[at - 1]);
    if (!first && !inSuffix) return false;
    const all = state.onAll();
    if (all.length > 0 && !(all.length === 1 && all[0] === state)) return true;
    return hasCases(first ? forwards(text, at) : backwards(text, at));
  }

  private end(
    from: ByteState<T>,
    fromBefore: ByteState<T> | undefined,
    text: readonly Character[],
    start: number,
    entry: Entry<T>,
  ): T {
    let state = from;
    let before = fromBefore;
    const shortcut = soleShortcut(state.onCharacter(text[start] as Character));
    if (shortcut !== undefined) {
      if (shortcut.match.condition === entry.condition) return shortcut.match.target;
      this.layOut(state, start, shortcut, commonLength(text, shortcut.bytes, start));
    }
    let at = start;
    let hanging = entry.exact;
    for (; at < text.length - 1; at++) {
      const character = text[at] as Character;
      const transitions = state.onCharacter(character);
      if (transitions.length === 0) break;
      let next = nextOfAny(transitions);
      if (next?.ambiguous) {
        hanging = undefined;
        break;
      }
      if (next === undefined) {
        next = new ByteState<T>(state.ambiguous);
        this.goOn(state, character, transitions[0], next);
      }
      before = state;
      state = next;
    }
    if (hanging !== undefined && at < text.length - 1) {
      const match: Match<T> = { kind: "match", condition: entry.condition, target: entry.target };
      const bytes = text as readonly number[];
      state.add(text[at] as number, { kind: "shortcut", match, text: hanging, bytes });
      this.onMatch(match);
      return entry.target;
    }
    for (; at < text.length - 1; at++) {
      const next = this.findOrMake(state, before, text, at);
      before = state;
      state = next;
    }
    const afterWildcard = text.at(-2) === "wildcard" ? before : undefined;
    return this.match(text[at] as Exclude<Character, "wildcard">, state, entry, afterWildcard);
  }

  private findOrMake(
    state: ByteState<T>,
    before: ByteState<T> | undefined,
    text: readonly Character[],
    at: number,
  ): ByteState<T> {
    const character = text[at] as Character;
    const shortcut = soleShortcut(state.onCharacter(character));
    if (shortcut !== undefined) this.layOut(state, at, shortcut, shortcut.bytes.length);
    const known = nextOfAny(state.onCharacter(character));
    if (known !== undefined && !known.ambiguous) return known;
    const next = new ByteState<T>(state.ambiguous || typeof character !== "number");
    if (character === "wildcard") {
      next.addForAll(next);
      state.addForAll(next);
      return next;
    }
    state.addOn(character, next);
    if (before !== undefined && text[at - 1] === "wildcard") before.addOn(character, next);
    return next;
  }

  /** Lays a shortcut's text out in states from one offset to another; what is left hangs as a shortcut again. */
  private layOut(state: ByteState<T>, from: number, shortcut: Shortcut<T>, to: number): void {
    const { bytes, match } = shortcut;
    const last = bytes.length - 1;
    const first = new ByteState<T>(state.ambiguous);
    let current = first;
    for (let at = from + 1; at < Math.min(to, last); at++) {
      const next = new ByteState<T>(current.ambiguous);
      current.add(bytes[at] as number, next);
      current = next;
    }
    if (to < last) current.add(bytes[to] as number, { ...shortcut });
    else current.add(bytes[last] as number, match);
    state.add(bytes[from] as number, first);
    state.remove(bytes[from] as number, shortcut);
  }

  /** Puts a state behind a transition that had none. */
  private goOn(
    state: ByteState<T>,
    character: Character,
    transition: Transition<T> | undefined,
    next: ByteState<T>,
  ): void {
    const both = transition?.kind === "match" ? ({ kind: "both", match: transition, next } as const) : next;
    if (character === "wildcard") return;
    state.addOn(character, both);
    if (transition !== undefined && typeof character === "number") state.remove(character, transition);
  }

  private match(
    character: Exclude<Character, "wildcard">,
    state: ByteState<T>,
    entry: Entry<T>,
    afterWildcard?: ByteState<T>,
  ): T {
    const known = matchesOf(state.onCharacter(character)).find(
      ({ condition }) => condition === entry.condition,
    );
    if (known !== undefined) return known.target;
    const match: Match<T> = { kind: "match", condition: entry.condition, target: entry.target };
    this.onMatch(match);
    state.addOn(character, match);
    afterWildcard?.addOn(character, match);
    return entry.target;
  }
}

/** Two strings of as many hexadecimal digits, the first the smaller. */
export interface ByteRange {
  readonly bottom: readonly number[];
  readonly openBottom: boolean;
  readonly top: readonly number[];
  readonly openTop: boolean;
}

function commonLength(text: readonly Character[], bytes: readonly number[], from: number): number {
  let at = from;
  while (at < text.length && at < bytes.length && text[at] === bytes[at]) at++;
  return at;
}

const isContinuation = (character: Character | undefined): boolean =>
  typeof character === "number" && character >= 0x80 && character <= 0xbf;

/** The bytes of the character that begins here. In a suffix, where bytes stand backwards, event-ruler fails on some. */
function forwards(text: readonly Character[], at: number): number[] {
  const byte = text[at] as number;
  const length = byte < 0x80 ? 1 : byte >= 0xc2 && byte <= 0xdf ? 2 : 3;
  const encoded = text.slice(at, at + length);
  if (encoded.length === length && encoded.every((one) => typeof one === "number")) return encoded;
  throw new PatternError([
    {
      path: "pattern",
      allowed: "these filters in separate rules; EventBridge's matcher fails on them together",
    },
  ]);
}

/** The bytes of the character that ends here, in a suffix. */
function backwards(text: readonly Character[], at: number): number[] {
  const encoded: number[] = [];
  for (const character of text.slice(at)) {
    if (typeof character !== "number") break;
    encoded.unshift(character);
    if (!isContinuation(character)) break;
  }
  return encoded;
}
