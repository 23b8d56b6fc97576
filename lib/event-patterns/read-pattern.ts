import type { Fault } from "../fault";
import type { Condition } from "./condition";
import { PatternError, plain } from "./faults";
import { JsonFault, readObject, type Json, type JsonArray, type JsonObject } from "./json";
import { readConditions } from "./read-condition";

/** One way for an event to match: every field, by the names that lead to it joined with dots, fits one condition. */
export type Alternative = ReadonlyMap<string, readonly Condition[]>;

/** What event-ruler does not take as a field's name inside `$or` (its `Constants`, 2.0.1). */
const RESERVED = new Set([
  ...[
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
  ],
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);

/** Fields in one alternative (event-ruler 2.0.1, `GenericMachine.MAXIMUM_RULE_SIZE`). */
const MAX_FIELDS = 256;

/** Where `$or` inside `$or` multiplies to more, reading stops, for the memory's sake. The service's limit is far below. */
const MAX_ALTERNATIVES = 20_000;

/**
 * Reads a pattern into its alternatives, one for each way through its `$or`. A name that repeats replaces what stood
 * there before. Where the pattern is not valid with `$or` as a keyword, it is read by the older grammar, in which `$or`
 * is a field like any other; event-ruler does the same.
 *
 * @param path names the pattern in a fault.
 * @throws {PatternError} with every fault.
 */
export function readPattern(text: string, path = "pattern"): Alternative[] {
  const root = parse(text, path);
  const reader = new PatternReader(path, false);
  const alternatives = reader.read(root);
  if (reader.faults.length === 0) return alternatives;
  const older = new PatternReader(path, true);
  const one = older.read(root);
  if (older.faults.length === 0) return one;
  throw new PatternError(reader.faults);
}

function parse(text: string, path: string): JsonObject {
  try {
    return readObject(text, "a pattern");
  } catch (error) {
    if (error instanceof JsonFault) throw new PatternError([{ path, allowed: error.message }]);
    throw error;
  }
}

type Draft = Map<string, readonly Condition[]>;

class PatternReader {
  readonly faults: Fault[] = [];
  private drafts: Draft[] = [];

  constructor(
    private readonly path: string,
    private readonly older: boolean,
  ) {}

  read(root: JsonObject): Alternative[] {
    this.object(root, [], this.path, false);
    for (const draft of this.drafts) {
      if (draft.size <= MAX_FIELDS) continue;
      this.faults.push({
        path: this.path,
        given: `${draft.size} fields`,
        allowed: `at most ${MAX_FIELDS} fields`,
      });
      break;
    }
    return this.drafts;
  }

  private object(json: JsonObject, steps: readonly string[], at: string, inOr: boolean): void {
    if (json.entries.length === 0) this.refuse(json, at, "an object with at least one field");
    for (const { name, value } of json.entries) {
      const below = `${at}.${name}`;
      if (name === "$or" && !this.older) this.or(value, steps, below);
      else if (inOr && !this.older && RESERVED.has(name)) {
        this.refuse(
          value,
          below,
          "a field of the event; this name is a filter's, and not allowed inside $or",
        );
      } else if (value.kind === "object") this.object(value, [...steps, name], below, inOr);
      else if (value.kind === "array") this.field(value, nameOf(steps, name), below);
      else this.refuse(value, below, "a list of one or more values, in square brackets, or an object");
    }
  }

  /** Each object of the list goes on from what was read before it. */
  private or(json: Json, steps: readonly string[], at: string): void {
    const items = json.kind === "array" ? json.items : [];
    if (items.length < 2) this.refuse(json, at, "a list of two or more objects");
    const before = this.drafts;
    const after: Draft[] = [];
    items.forEach((item, i) => {
      this.drafts =
        before.length === 0
          ? [new Map<string, readonly Condition[]>()]
          : before.map((draft) => new Map(draft));
      if (item.kind === "object") this.object(item, steps, `${at}[${i}]`, true);
      else this.refuse(item, `${at}[${i}]`, "an object with one or more fields");
      for (const draft of this.drafts) after.push(draft);
      if (after.length > MAX_ALTERNATIVES) {
        throw new PatternError([
          { path: at, given: "$or in $or", allowed: `at most ${MAX_ALTERNATIVES} ways through all of them` },
        ]);
      }
    });
    this.drafts = after;
  }

  private field(json: JsonArray, name: string, at: string): void {
    if (json.items.length === 0) this.refuse(json, at, "a list of one or more values, in square brackets");
    const conditions = json.items.flatMap((item, i) => {
      const refuse = (given: Json, allowed: string, below?: string) =>
        this.refuse(given, `${at}[${i}]${below === undefined ? "" : `.${below}`}`, allowed);
      return readConditions(item, this.older, refuse) ?? [];
    });
    if (this.drafts.length === 0) this.drafts.push(new Map());
    for (const draft of this.drafts) draft.set(name, conditions);
  }

  private refuse(json: Json, path: string, allowed: string): undefined {
    this.faults.push({ path, given: plain(json), allowed });
  }
}

/** event-ruler puts no dot after steps that together are the empty text. */
function nameOf(steps: readonly string[], last: string): string {
  const base = steps.join(".");
  return base === "" ? last : `${base}.${last}`;
}
