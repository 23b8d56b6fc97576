import type { Kind } from "../kind";
import * as v from "../values";
import { conflict, oci } from "./common";

/** A piece of a query: a field or word, a quoted text, an operator or sign. */
const PIECE = /\s*(?:("[^"]*"|'[^']*')|(!=|>=|<=|[=<>(),|*])|([\w.$-]+)|(\S))/gy;

interface Piece {
  readonly kind: "text" | "sign" | "word";
  readonly text: string;
}

class Reader {
  #at = 0;
  constructor(private readonly pieces: readonly Piece[]) {}

  get next(): Piece | undefined {
    return this.pieces[this.#at];
  }
  is(...texts: string[]): boolean {
    return (
      this.next !== undefined && this.next.kind !== "text" && texts.includes(this.next.text.toLowerCase())
    );
  }
  accept(...texts: string[]): boolean {
    const found = this.is(...texts);
    if (found) this.#at++;
    return found;
  }
  expect(...texts: string[]): void {
    if (!this.accept(...texts))
      throw new Error(`${this.#here()} stands where ${texts.join(" or ")} is expected`);
  }
  take(what: string, ...kinds: Piece["kind"][]): Piece {
    const piece = this.next;
    if (piece === undefined || !kinds.includes(piece.kind))
      throw new Error(`${this.#here()} stands where ${what} is expected`);
    this.#at++;
    return piece;
  }
  list(one: () => void): void {
    do one();
    while (this.accept(","));
  }
  #here(): string {
    return this.next === undefined ? "its end" : `"${this.next.text}"`;
  }
}

function piecesOf(query: string): Piece[] {
  return [...query.matchAll(PIECE)].map(([, text, sign, word, other]): Piece => {
    if (text !== undefined) return { kind: "text", text: text.slice(1, -1) };
    if (sign !== undefined) return { kind: "sign", text: sign };
    if (word !== undefined) return { kind: "word", text: word };
    throw new Error(`"${other ?? ""}" is out of place`);
  });
}

/** `(a = 'x' or b != 1) and not c = 'y*'`. */
function readExpression(reader: Reader): void {
  do {
    reader.accept("not");
    if (reader.accept("(")) {
      readExpression(reader);
      reader.expect(")");
    } else {
      reader.take("a field", "word", "text");
      reader.expect("=", "!=", ">", "<", ">=", "<=");
      reader.take("a value", "text", "word");
    }
  } while (reader.accept("and", "or"));
}

const field = (reader: Reader) => (): void => {
  reader.take("a field", "word", "text");
};

/** What may follow a `|` (Logging guide, "Logging Query Language Specification": tabular operators), those of them that are read here. */
const STAGES: Readonly<Record<string, (reader: Reader) => void>> = {
  where: readExpression,
  select: (reader) => reader.list(field(reader)),
  sort: (reader) => {
    reader.expect("by");
    reader.list(() => {
      field(reader)();
      reader.accept("asc", "desc");
    });
  },
  top: (reader) => {
    if (!/^\d+$/.test(reader.take("a number", "word").text)) throw new Error("top needs a number");
    reader.expect("by");
    field(reader)();
  },
  summarize: (reader) => {
    reader.list(() => {
      reader.take("a function such as count", "word");
      reader.expect("(");
      if (!reader.is(")")) reader.list(field(reader));
      reader.expect(")");
      if (reader.accept("as")) field(reader)();
    });
    if (reader.accept("by")) reader.list(field(reader));
  },
};

/** A compartment, a log group in it, a log in that: OCIDs, or `_Audit` for the audit log. */
const STREAM =
  /^ocid1\.(compartment|tenancy)\.[\w.-]+(\/(ocid1\.loggroup\.[\w.-]+(\/ocid1\.log\.[\w.-]+)?|_Audit(_Include_Subcompartment)?))?$/;

/** What is wrong with a query of the Logging service, as far as it is read here; undefined when nothing is. */
export function queryFault(query: string): string | undefined {
  try {
    const reader = new Reader(piecesOf(query.trim()));
    reader.expect("search");
    reader.list(() => {
      const { text } = reader.take("a stream in quotes", "text");
      if (!STREAM.test(text)) throw new Error(`"${text}" is no compartment/log group/log`);
    });
    while (reader.accept("|")) {
      const { text } = reader.take("an operator such as where", "word");
      const stage = Object.hasOwn(STAGES, text) ? STAGES[text] : undefined;
      if (stage === undefined) throw new Error(`"${text}" is not one of ${Object.keys(STAGES).join(", ")}`);
      stage(reader);
    }
    if (reader.next) throw new Error(`"${reader.next.text}" stands where the query should end`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const savedSearch: Kind = oci({
  type: "oci:Logging/logSavedSearch:LogSavedSearch",
  simulates:
    "the syntax of its query (streams, where, select, sort, top, summarize), one of a name in its compartment",
  ocid: "logsavedsearch",
  naming: { property: "name", maximum: 255 },
  check: (inputs, report) => {
    const query = v.text(inputs, "query");
    const fault = query === undefined ? undefined : queryFault(query);
    if (fault !== undefined) report("query", `it can not be read: ${fault}`);
  },
  claims: (c) => [
    `oci saved search ${c.site.region} ${c.text("compartmentId") ?? ""} ${c.text("name") ?? ""}`,
  ],
  taken: (c) => conflict(`Log saved search ${c.text("name") ?? ""} already exists in the compartment`),
  outputs: () => ({ state: "ACTIVE" }),
});

export const logSearch: readonly Kind[] = [savedSearch];
