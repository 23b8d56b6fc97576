/** A token of a policy statement or matching rule. */
export interface Token {
  readonly kind: "word" | "text" | "pattern" | "sign";
  readonly text: string;
}

/** A fault in a statement, in words that go behind the statement. */
export class SyntaxFault extends Error {}

/** Words, quoted texts, `/patterns/` and the signs `{ } ( ) , = !=`. */
export function tokensOf(source: string): Token[] {
  const found: Token[] = [];
  const lexer = /\s*(?:'([^']*)'|"([^"]*)"|(!=|[{}(),=])|(\/[^/'"]*\/)|([^\s'"{}(),=!]+)|(\S))/gy;
  for (let m = lexer.exec(source); m; m = lexer.exec(source)) {
    const [, single, double, sign, pattern, word, other] = m;
    if (other !== undefined) throw new SyntaxFault(`"${other}" is out of place`);
    if (sign !== undefined) found.push({ kind: "sign", text: sign });
    else if (pattern !== undefined) found.push({ kind: "pattern", text: pattern.slice(1, -1) });
    else if (word !== undefined) found.push({ kind: "word", text: word });
    else found.push({ kind: "text", text: single ?? double ?? "" });
  }
  return found;
}

/** Reads tokens one after the other. */
export class Tokens {
  private at = 0;
  constructor(private readonly all: readonly Token[]) {}

  get next(): Token | undefined {
    return this.all[this.at];
  }
  get done(): boolean {
    return this.at >= this.all.length;
  }
  /** Takes the next token, which must be there. */
  take(wanted: string): Token {
    const token = this.next;
    if (!token) throw new SyntaxFault(`it ends where ${wanted} is expected`);
    this.at++;
    return token;
  }
  isWord(...words: string[]): boolean {
    return this.next?.kind === "word" && words.includes(this.next.text.toLowerCase());
  }
  isSign(sign: string): boolean {
    return this.next?.kind === "sign" && this.next.text === sign;
  }
  /** Takes the next token if it is one of these words. */
  word(...words: string[]): string | undefined {
    return this.isWord(...words) ? this.take("").text.toLowerCase() : undefined;
  }
  sign(sign: string): boolean {
    const found = this.isSign(sign);
    if (found) this.at++;
    return found;
  }
  expect(what: string): void {
    const token = this.take(`"${what}"`);
    if (token.text.toLowerCase() !== what)
      throw new SyntaxFault(`"${token.text}" stands where "${what}" is expected`);
  }
  /** One or more with commas between them. */
  list<T>(one: () => T): T[] {
    const found = [one()];
    while (this.sign(",")) found.push(one());
    return found;
  }
}
