/**
 * Whether a text can be like a template and match a regular expression at once. It knows what schemas of identifiers are
 * made of: literals, classes, groups, alternatives and counts. For anything else it says yes.
 */

type Unit = (code: number) => boolean;

/** A step of a template: one of these characters, or any text. */
export type Step = readonly string[] | "any text";

/** States by number; `free` are moves that take no character. */
interface Machine {
  readonly free: number[][];
  readonly moves: { readonly on: Unit; readonly to: number }[][];
}

interface Part {
  readonly from: number;
  readonly to: number;
}

/** More states than this come of counts in the hundreds, for which the answer is not worth the time. */
const MAX_STATES = 4000;

class Unsupported extends Error {}

export function canMatch(expression: string, template: readonly Step[]): boolean {
  let reader: Reader;
  let whole: Part;
  try {
    reader = new Reader(expression);
    whole = reader.read();
  } catch (error) {
    if (error instanceof Unsupported) return true;
    throw error;
  }
  const { machine } = reader;
  const seen = new Set<number>();
  const open: [state: number, step: number][] = [[whole.from, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [state, at] = next;
    const key = state * (template.length + 1) + at;
    if (seen.has(key)) continue;
    seen.add(key);
    const step = template[at];
    if (step === undefined && state === whole.to) return true;
    for (const to of machine.free[state] ?? []) open.push([to, at]);
    if (step === "any text") open.push([state, at + 1]);
    for (const { on, to } of machine.moves[state] ?? []) {
      if (step === "any text") open.push([to, at]);
      else if (step?.some((character) => on(character.charCodeAt(0))) === true) open.push([to, at + 1]);
    }
  }
  return false;
}

const ANY: Unit = () => true;
const CLASSES: Readonly<Record<string, Unit>> = {
  d: (code) => code >= 48 && code <= 57,
  w: (code) => /\w/.test(String.fromCharCode(code)),
  s: (code) => /\s/.test(String.fromCharCode(code)),
};

/** Reads an expression into a machine, by descent. */
class Reader {
  readonly machine: Machine = { free: [], moves: [] };
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Part {
    const anchored = this.take("^");
    const body = this.alternatives();
    const ended = this.take("$");
    if (this.at < this.text.length) throw new Unsupported();
    // There each alternative has an anchor of its own, or none.
    if (body.several && (anchored || ended)) throw new Unsupported();
    const [from, to] = [this.state(), this.state()];
    if (!anchored) this.move(from, ANY, from);
    if (!ended) this.move(to, ANY, to);
    this.link(from, body.from);
    this.link(body.to, to);
    return { from, to };
  }

  private alternatives(): Part & { readonly several: boolean } {
    const [from, to] = [this.state(), this.state()];
    let count = 0;
    do {
      const part = this.sequence();
      this.link(from, part.from);
      this.link(part.to, to);
      count++;
    } while (this.take("|"));
    return { from, to, several: count > 1 };
  }

  private sequence(): Part {
    const from = this.state();
    let to = from;
    while (this.at < this.text.length && !"|)$".includes(this.peek())) {
      const part = this.counted();
      this.link(to, part.from);
      to = part.to;
    }
    return { from, to };
  }

  /** One atom and how often it may come. */
  private counted(): Part {
    const start = this.at;
    let part = this.atom();
    const end = this.at;
    const [least, most] = this.count();
    if (least === 1 && most === 1) return part;
    const from = this.state();
    let to = from;
    const again = (): Part => {
      const after = this.at;
      this.at = start;
      part = this.atom();
      if (this.at !== end) throw new Unsupported();
      this.at = after;
      return part;
    };
    for (let i = 0; i < least; i++) {
      const copy = again();
      this.link(to, copy.from);
      to = copy.to;
    }
    if (most === Infinity) {
      const copy = again();
      this.link(to, copy.from);
      this.link(copy.to, to);
      return { from, to };
    }
    const done = this.state();
    this.link(to, done);
    for (let i = least; i < most; i++) {
      const copy = again();
      this.link(to, copy.from);
      to = copy.to;
      this.link(to, done);
    }
    return { from, to: done };
  }

  private count(): [least: number, most: number] {
    const [found, least, comma, most] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.text.slice(this.at)) ?? [];
    if (found === undefined) return [1, 1];
    this.at += found.length;
    if (this.take("?")) throw new Unsupported();
    if (found === "*") return [0, Infinity];
    if (found === "+") return [1, Infinity];
    if (found === "?") return [0, 1];
    const lowest = Number(least);
    return [lowest, comma === "" ? lowest : most === "" ? Infinity : Number(most)];
  }

  private atom(): Part {
    const character = this.next();
    if (character === "(") {
      if (this.take("?") && !this.take(":")) throw new Unsupported();
      const part = this.alternatives();
      if (!this.take(")")) throw new Unsupported();
      return part;
    }
    if (character === "[") return this.one(this.set());
    if (character === ".") return this.one((code) => code !== 10 && code !== 13);
    if (character === "\\") return this.one(this.escaped());
    if ("^$*+?{".includes(character)) throw new Unsupported();
    return this.one(is(character));
  }

  private set(): Unit {
    const negated = this.take("^");
    const units: Unit[] = [];
    while (!this.take("]")) {
      const first = this.next();
      if (first === "\\") {
        units.push(this.escaped());
        if (this.peek() === "-" && this.text[this.at + 1] !== "]") throw new Unsupported();
      } else if (this.peek() === "-" && this.text[this.at + 1] !== "]") {
        this.at++;
        const last = this.next();
        if (last === "\\") throw new Unsupported();
        units.push((code) => code >= first.charCodeAt(0) && code <= last.charCodeAt(0));
      } else units.push(is(first));
    }
    const within: Unit = (code) => units.some((unit) => unit(code));
    return negated ? (code) => !within(code) : within;
  }

  private escaped(): Unit {
    const character = this.next();
    const known = CLASSES[character];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(character)) throw new Unsupported();
    return is(character);
  }

  private one(on: Unit): Part {
    const [from, to] = [this.state(), this.state()];
    this.move(from, on, to);
    return { from, to };
  }

  private state(): number {
    if (this.machine.free.length >= MAX_STATES) throw new Unsupported();
    this.machine.moves.push([]);
    return this.machine.free.push([]) - 1;
  }

  private link(from: number, to: number): void {
    this.machine.free[from]?.push(to);
  }

  private move(from: number, on: Unit, to: number): void {
    this.machine.moves[from]?.push({ on, to });
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private next(): string {
    const character = this.peek();
    if (character === "") throw new Unsupported();
    this.at++;
    return character;
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }
}

const is =
  (character: string): Unit =>
  (code) =>
    code === character.charCodeAt(0);
