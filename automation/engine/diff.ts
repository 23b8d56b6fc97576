/** What changed between two sets of inputs, and what `ignoreChanges` and `replaceOnChanges` make of it. */
import { UNKNOWN } from "./provider";
import type { DiffResponse, PropertyDiffKind } from "./provider";
import { covers, formatPath, parsePath, resetAt, tryParsePath } from "./property-path";
import type { PathElement, PropertyPath } from "./property-path";
import { Secret, equal, isList, isMap } from "./values";
import type { Property, PropertyMap } from "./values";

export interface PropertyDiff {
  readonly kind: PropertyDiffKind;
  readonly inputDiff: boolean;
}

export interface Diff {
  readonly changed: boolean;
  readonly replaceKeys: readonly string[];
  readonly changedKeys: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Paths that may force a replacement, for all that the provider knows; empty in a replacement. */
  readonly undecided: readonly string[];
  readonly detailed: Readonly<Record<string, PropertyDiff>>;
}

export const noDiff: Diff = {
  changed: false,
  replaceKeys: [],
  changedKeys: [],
  deleteBeforeReplace: false,
  undecided: [],
  detailed: {},
};

/** Every leaf that differs, by path; a secret is one. */
export function compare(old: PropertyMap, now: PropertyMap): Record<string, PropertyDiff> {
  const found: Record<string, PropertyDiff> = {};
  const visit = (before: Property | undefined, after: Property | undefined, path: PropertyPath): void => {
    if (equal(before, after)) return;
    if (isMap(before) && isMap(after)) {
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        visit(own(before, key), own(after, key), [...path, key]);
      }
    } else if (isList(before) && isList(after)) {
      for (let index = 0; index < Math.max(before.length, after.length); index++)
        visit(before[index], after[index], [...path, index]);
    } else {
      const kind = (before ?? null) === null ? "add" : (after ?? null) === null ? "delete" : "update";
      found[formatPath(path)] = { kind, inputDiff: true };
    }
  };
  visit(old, now, []);
  return found;
}

function own(map: PropertyMap, key: string): Property | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

export function topLevelKeys(paths: readonly string[]): string[] {
  const heads = paths.map((path) => tryParsePath(path)?.[0] ?? path).map(String);
  return [...new Set(heads)].sort();
}

/** The provider's answer, or the engine's own comparison where it leaves the decision. */
export function settleDiff(response: DiffResponse, oldInputs: PropertyMap, news: PropertyMap): Diff {
  if (response.changes === "unknown") {
    const detailed = compare(oldInputs, news);
    const paths = Object.keys(detailed);
    return {
      changed: paths.length > 0 || response.replaces.length > 0,
      replaceKeys: topLevelKeys(response.replaces),
      changedKeys: topLevelKeys(paths),
      deleteBeforeReplace: response.deleteBeforeReplace,
      undecided: response.replaces.length > 0 ? [] : (response.undecided ?? []),
      detailed,
    };
  }
  const detailed = response.detailed ?? {};
  const replacing = Object.entries(detailed).flatMap(([path, { kind }]) =>
    kind === REPLACING[kind] ? path : [],
  );
  const replaceKeys = topLevelKeys([...response.replaces, ...replacing]);
  return {
    changed: response.changes === "some",
    replaceKeys,
    changedKeys: topLevelKeys(Object.keys(detailed)),
    deleteBeforeReplace: response.deleteBeforeReplace,
    undecided: replaceKeys.length > 0 ? [] : (response.undecided ?? []),
    detailed,
  };
}

const REPLACING: Readonly<Record<PropertyDiffKind, PropertyDiffKind>> = {
  add: "add-replace",
  "add-replace": "add-replace",
  delete: "delete-replace",
  "delete-replace": "delete-replace",
  update: "update-replace",
  "update-replace": "update-replace",
};

/** The option's own name for "when the resource failed to initialise". */
const INIT_ERROR_KEY = "#initerror";

export function applyReplaceOnChanges(diff: Diff, options: readonly string[], initErrors: boolean): Diff {
  if (options.length === 0 || (!diff.changed && !initErrors)) return diff;
  const parsed = options.map(parsePath);
  const replaced = new Set(diff.replaceKeys);
  const detailed: Record<string, PropertyDiff> = Object.fromEntries(
    Object.entries(diff.detailed).map(([text, change]) => {
      const path: readonly PathElement[] = tryParsePath(text) ?? [text];
      if (!parsed.some((pattern) => covers(pattern, path))) return [text, change];
      replaced.add(String(path[0]));
      return [text, { ...change, kind: REPLACING[change.kind] }];
    }),
  );
  for (const key of diff.changedKeys) {
    if (parsed.some((pattern) => covers(pattern, [key]))) replaced.add(key);
  }
  if (initErrors && parsed.some((pattern) => covers(pattern, [INIT_ERROR_KEY]))) {
    replaced.add(INIT_ERROR_KEY);
    detailed[INIT_ERROR_KEY] = { kind: "update-replace", inputDiff: false };
  }
  return {
    ...diff,
    changed: diff.changed || replaced.size > 0,
    replaceKeys: [...replaced],
    undecided: replaced.size > 0 ? [] : diff.undecided,
    detailed,
  };
}

/** Inputs with the ignored paths put back to what they were; and the paths where that can not be done. */
export function applyIgnoreChanges(
  now: PropertyMap,
  old: PropertyMap,
  ignored: readonly string[],
): { readonly inputs: PropertyMap; readonly impossible: readonly string[] } {
  let inputs: PropertyMap = now;
  const impossible: string[] = [];
  for (const text of ignored) {
    const path = tryParsePath(text);
    if (path === undefined) continue;
    const result = resetAt(old, inputs, path);
    if (!result.ok) impossible.push(text);
    if (isMap(result.value)) inputs = result.value;
  }
  return { inputs, impossible };
}

/** Whether a changed `replacementTrigger` asks for a replacement. */
export function triggersReplacement(now: Property | undefined, old: Property | undefined): boolean {
  const open = (value: Property | undefined): Property =>
    value instanceof Secret ? value.value : (value ?? null);
  const a = open(now);
  const b = open(old);
  if (a === UNKNOWN || b === UNKNOWN) return true;
  return a !== null && b !== null && !equal(a, b);
}
