import type { Json } from "../../json";

/** An argument of an intrinsic function: a value, a path, or a call of another function. */
export type Argument = { readonly value: Json } | { readonly path: string } | { readonly call: Call };

export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** Text that is no call of an intrinsic function. */
export class CallFault extends Error {
  override readonly name = "CallFault";
}

const NAME = /States\.\w+/y;
const LITERAL = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*[,)])/y;

/** Reads `States.Format('{} of {}', $.a, States.ArrayLength($.b))`; at most ten calls within each other (Developer Guide). */
export function parseCall(text: string): Call {
  const reader = new Reader(text);
  const call = reader.call(1);
  reader.skip();
  if (reader.at !== text.length) throw new CallFault(`nothing may follow the call: ${text.slice(reader.at)}`);
  return call;
}

const MAX_NESTING = 10;

class Reader {
  at = 0;
  constructor(private readonly text: string) {}

  skip(): void {
    while (this.text[this.at] === " ") this.at++;
  }

  private take(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text);
    if (match === null) return undefined;
    this.at = expression.lastIndex;
    return match[0];
  }

  private expect(letter: string): void {
    this.skip();
    if (this.text[this.at] !== letter)
      throw new CallFault(`"${letter}" is missing at position ${this.at} of ${this.text}`);
    this.at++;
  }

  call(depth: number): Call {
    if (depth > MAX_NESTING) throw new CallFault(`calls are nested deeper than ${MAX_NESTING}`);
    this.skip();
    const name = this.take(NAME);
    if (name === undefined)
      throw new CallFault("neither a path, which begins with $, nor States.<function>(…)");
    this.expect("(");
    const args: Argument[] = [];
    this.skip();
    if (this.text[this.at] === ")") {
      this.at++;
      return { name, args };
    }
    for (;;) {
      args.push(this.argument(depth));
      this.skip();
      if (this.text[this.at] === ")") break;
      this.expect(",");
    }
    this.at++;
    return { name, args };
  }

  private argument(depth: number): Argument {
    this.skip();
    const first = this.text[this.at];
    if (first === "'") return { value: this.quoted() };
    if (first === "$") return { path: this.path() };
    const literal = this.take(LITERAL);
    if (literal !== undefined) return { value: JSON.parse(literal) as Json };
    return { call: this.call(depth + 1) };
  }

  /** Text in single quotes; a backslash keeps the next letter from meaning anything, and stays before braces. */
  private quoted(): string {
    let value = "";
    for (this.at++; this.text[this.at] !== "'"; this.at++) {
      const letter = this.text[this.at];
      if (letter === undefined) throw new CallFault(`a closing ' is missing in ${this.text}`);
      if (letter !== "\\") {
        value += letter;
        continue;
      }
      const next = this.text[++this.at];
      if (next === undefined) throw new CallFault(`a closing ' is missing in ${this.text}`);
      value += next === "{" || next === "}" ? `\\${next}` : next;
    }
    this.at++;
    return value;
  }

  /** A path goes on to the comma or bracket that is not inside its own brackets or quotes. */
  private path(): string {
    const from = this.at;
    let depth = 0;
    let quote: string | undefined;
    for (; this.at < this.text.length; this.at++) {
      const letter = this.text[this.at] as string;
      if (quote !== undefined) {
        if (letter === quote) quote = undefined;
      } else if (letter === "'" || letter === '"') quote = letter;
      else if (letter === "[" || letter === "(") depth++;
      else if (depth > 0 && (letter === "]" || letter === ")")) depth--;
      else if (depth === 0 && (letter === "," || letter === ")")) break;
    }
    return this.text.slice(from, this.at).trimEnd();
  }
}
