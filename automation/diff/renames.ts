/** What is deleted while its like is created: a rename that nobody announced. Pure. */
import { byText } from "../../lib/by-text";
import { isDeepStrictEqual } from "node:util";
import { opened, type Inputs } from "./leaves";
import type { ResourceDiff } from "./model";

/** A likely rename of a resource, or of the component that it is in. */
export interface Rename {
  /** Name and type of what goes, and the name of what comes in its place. */
  readonly was: string;
  readonly type: string;
  readonly is: string;
  /** URN of what comes in the place of the resource itself. */
  readonly urn: string;
  /** Whether the alias belongs on the component around the resource. */
  readonly ofComponent: boolean;
}

type InputsOf = (urn: string) => { readonly before?: unknown; readonly after?: unknown } | undefined;

/** Of two that are alike at least this part of the inputs is the same. */
const ALIKE = 0.5;

/** Likely renames of deleted resources of one stack, by URN. */
export function renamesIn(
  resources: readonly ResourceDiff[],
  inputsOf: InputsOf,
): ReadonlyMap<string, Rename> {
  const gone = resources.filter(({ action }) => action === "delete");
  const come = resources
    .filter(({ action }) => action === "create")
    .map((is) => ({ is, inputs: inputsIn(inputsOf(is.urn)?.after) }));
  const pairs = gone
    .flatMap((was) => {
      const inputs = inputsIn(inputsOf(was.urn)?.before);
      return come
        .filter(({ is }) => is.type === was.type && is.urn !== was.urn)
        .map((one) => ({ was, is: one.is, alike: alikeness(inputs, one.inputs) }));
    })
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike || byText(a.was.urn, b.was.urn) || byText(a.is.urn, b.is.urn));
  const [found, taken] = [new Map<string, ResourceDiff>(), new Set<string>()];
  for (const { was, is } of pairs) {
    if (found.has(was.urn) || taken.has(is.urn)) continue;
    found.set(was.urn, is);
    taken.add(is.urn);
  }
  const components = gone.filter(({ type }) => !type.includes("/") && found.size > 0);
  return new Map(
    gone.flatMap((was) => {
      const is = found.get(was.urn);
      if (is === undefined) return [];
      // Of several components of the type, the one whose name begins that of its child.
      const around = components.find(
        (one) =>
          found.has(one.urn) &&
          one.urn !== was.urn &&
          was.component.split("/").at(-1) === one.type &&
          was.name.startsWith(one.name),
      );
      const named = around === undefined ? undefined : found.get(around.urn);
      const of = around !== undefined && named !== undefined ? { was: around, is: named } : { was, is };
      return [
        [
          was.urn,
          { was: of.was.name, type: of.was.type, is: of.is.name, urn: is.urn, ofComponent: of.was !== was },
        ] as const,
      ];
    }),
  );
}

const inputsIn = (inputs: unknown) => opened(inputs ?? {}) as Inputs;

/** Which part of the inputs of two is the same; 1 where neither has any, as components. Names are told apart as the rest. */
function alikeness(old: Inputs, now: Inputs): number {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const same = keys.filter((key) => isDeepStrictEqual(old[key], now[key])).length;
  return keys.length === 0 ? 1 : same / keys.length;
}
