import {
  UNKNOWN,
  type DiffRequest,
  type DiffResponse,
  type PropertyDiffKind,
  type Value,
} from "../../engine/provider";
import { equal, isArray, isObject, visible } from "../values";

/**
 * What a change of a property does: true where it makes a new resource, false where it is made in place, undefined
 * where nobody says.
 */
export type Replacement = (path: string, kind: ChangeKind) => boolean | undefined;

export type ChangeKind = "add" | "delete" | "update";

/** Each property that differs, down to the leaves of objects; a list that grew or shrank is listed by its members. */
export function* changes(
  before: Value | undefined,
  after: Value | undefined,
  path = "",
): Generator<[path: string, kind: ChangeKind]> {
  if (before === undefined || before === null) {
    if (after !== undefined && after !== null) yield [path, "add"];
  } else if (after === undefined || after === null) {
    yield [path, "delete"];
  } else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* changes(before[key], after[key], inside(path, key));
  } else if (isArray(before) && isArray(after)) {
    for (let i = 0; i < Math.max(before.length, after.length); i++)
      yield* changes(before[i], after[i], `${path}[${String(i)}]`);
  } else if (after === UNKNOWN || !equal(before, after)) {
    yield [path, "update"];
  }
}

/** A key that holds a dot or the like is quoted, as in every property path of Pulumi. */
function inside(path: string, key: string): string {
  if (/[.[\]"]/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** A path without its indexes and quotes: the form that facts are written in. */
export const factPath = (path: string): string =>
  path.replace(/\[\d+\]/g, "").replace(/\["([^"]*)"\]/g, ".$1");

/** Compares inputs property by property and says which differences make a new resource. */
export function diffInputs(
  request: DiffRequest,
  replacement: Replacement,
  nameIsFixed: boolean,
): DiffResponse {
  const detailed: Record<string, { kind: PropertyDiffKind; inputDiff: boolean }> = {};
  const replaces: string[] = [];
  const undecided: string[] = [];
  for (const [path, kind] of changes(visible(request.oldInputs), visible(request.news))) {
    const replace = replacement(factPath(path), kind);
    if (replace === undefined) undecided.push(path);
    if (replace === true) replaces.push(path);
    detailed[path] = { kind: replace === true ? `${kind}-replace` : kind, inputDiff: true };
  }
  if (Object.keys(detailed).length === 0)
    return { changes: "none", replaces: [], deleteBeforeReplace: false };
  return {
    // With a certain replacement there is nothing left to decide.
    changes: undecided.length > 0 && replaces.length === 0 ? "unknown" : "some",
    ...(undecided.length > 0 && replaces.length === 0 ? { undecided } : {}),
    replaces,
    deleteBeforeReplace: replaces.length > 0 && nameIsFixed,
    detailed,
  };
}
