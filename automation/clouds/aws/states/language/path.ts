import { JSONPath } from "jsonpath-plus";
import { runtimeFailure, StateFailure } from "../failure";
import { isList, isObject, type Json, type JsonObject } from "../json";

/** What a path leads into: the state's data for `$`, the context object for `$$`. */
export interface Scope {
  readonly data: Json;
  readonly context: JsonObject;
}

/** What a value may be computed from, and where randomness comes from. */
export interface Environment extends Scope {
  /** From 0 to below 1, from the execution's seed. */
  readonly random: () => number;
}

type Step = string | number;

/** A path that was read: steps to one value, or a query that may find several. */
export type Path = { readonly root: "$" | "$$" } & (
  { readonly steps: readonly Step[] } | { readonly query: string }
);

const STEP = /\.([\p{L}\p{N}_-]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/uy;

/** What jsonpath-plus knows beyond JSONPath: parents, names, types of its own. */
const FOREIGN = /\^|~|`|@\w+\(/;

/** Reads a path; undefined when it is none. Steps are those of a Reference Path (states-language.net, "Reference Paths"). */
export function parsePath(text: string): Path | undefined {
  const root = text.startsWith("$$") ? "$$" : "$";
  if (!text.startsWith(root)) return undefined;
  const rest = text.slice(root.length);
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < rest.length) {
    const match = STEP.exec(rest);
    if (match === null) return query(root, rest);
    const [, name, index, single, double] = match;
    steps.push(index !== undefined ? Number(index) : (name ?? unescaped(single ?? double ?? "")));
  }
  return { root, steps };
}

function query(root: "$" | "$$", rest: string): Path | undefined {
  if (!/^(\.|\[)/.test(rest) || FOREIGN.test(rest) || rest.endsWith(".")) return undefined;
  const open = [...rest].filter((letter) => "[(".includes(letter)).length;
  const closed = [...rest].filter((letter) => "])".includes(letter)).length;
  if (open !== closed) return undefined;
  if (!/[*:,?@]|\.\./.test(rest)) return undefined;
  return { root, query: `$${rest}` };
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/g, "$1");
}

/** Steps of a Reference Path, which leads to exactly one place of the data; undefined when the text is none. */
export function referenceSteps(text: string): readonly Step[] | undefined {
  const path = parsePath(text);
  return path !== undefined && path.root === "$" && "steps" in path ? path.steps : undefined;
}

/** The value at a path, or undefined where there is none; of a query, the list of all that it finds. */
export function find(text: string, scope: Scope): Json | undefined {
  const path = parsePath(text);
  if (path === undefined) throw runtimeFailure(`Invalid path '${text}'`);
  const from: Json = path.root === "$" ? scope.data : scope.context;
  if ("query" in path) {
    if (!isList(from) && !isObject(from)) return [];
    return JSONPath<Json[]>({ path: path.query, json: from, wrap: true });
  }
  return path.steps.reduce<Json | undefined>(child, from);
}

function child(at: Json | undefined, step: Step): Json | undefined {
  if (isList(at)) return typeof step === "number" ? at[step] : undefined;
  return isObject(at) && typeof step === "string" && Object.hasOwn(at, step) ? at[step] : undefined;
}

/** The value at a path. @throws {StateFailure} `States.Runtime` when there is none. */
export function read(text: string, scope: Scope, field: string): Json {
  const value = find(text, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.data)}'`,
  );
}

/**
 * The data with a value put where a Reference Path leads; objects on the way are made when they are missing
 * (states-language.net, "Using ResultPath").
 *
 * @throws {StateFailure} `States.ResultPathMatchFailure` when the way is barred.
 */
export function put(data: Json, text: string, value: Json): Json {
  const steps = referenceSteps(text);
  if (steps === undefined) throw runtimeFailure(`Invalid path '${text}' : not a Reference Path`);
  return putAt(data, steps, value, text);
}

function putAt(at: Json, steps: readonly Step[], value: Json, text: string): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "string" && isObject(at)) {
    const next = Object.hasOwn(at, step) ? (at[step] as Json) : {};
    return { ...at, [step]: putAt(next, rest, value, text) };
  }
  const next = isList(at) && typeof step === "number" ? at[step] : undefined;
  if (!isList(at) || next === undefined)
    throw new StateFailure(
      "States.ResultPathMatchFailure",
      `Unable to apply ReferencePath ${text} to input ${JSON.stringify(at)}`,
    );
  return at.map((item, i) => (i === step ? putAt(next, rest, value, text) : item));
}
