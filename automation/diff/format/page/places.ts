/** Where things stand in the page, so that what is said of them can lead there. Ids are counted: names are a head's. */
import type { DiffDocument, EnvironmentDiff, Finding, Risk } from "../../model";
import { together, type Said } from "../said";
import { changesOf, differs, resourcesOf, type ChangeView, type StackView, type View } from "../view";

export interface Places {
  readonly stacks: readonly StackView[];
  stackId(name: string | undefined): string | undefined;
  changeId(urn: string | undefined): string | undefined;
  idOf(change: ChangeView): string;
  risksOf(change: ChangeView): readonly Said<Risk>[];
  /** Findings that are new. */
  findingsOf(change: ChangeView): readonly Said<Finding>[];
}

export function placesOf(document: DiffDocument, view: View): Places {
  const stacks = view.stacks.filter(differs);
  const stackIds = new Map(stacks.map(({ name }, index) => [name, `s${index + 1}`]));
  const changes = stacks.flatMap(changesOf);
  const ids = new Map<ChangeView, string>(changes.map((change, index) => [change, `c${index + 1}`]));
  const byUrn = new Map(changes.flatMap((change) => change.urns.map((urn) => [urn, change])));
  const risks = byPlace(document, (env) => env.risks, resourcesOf);
  const findings = byPlace(
    document,
    (env) => env.findings.filter(({ change }) => change === "new"),
    ({ urn }) => (urn === undefined ? [] : [urn]),
  );
  const found = <T extends Risk | Finding>(all: Placed<T>, { urns }: ChangeView): Said<T>[] =>
    together(
      [...new Set(urns)].flatMap((urn) => all.get(urn) ?? []),
      (one) => ({ ...one, urn: undefined, urns: undefined }),
    );
  const idOf = (change: ChangeView) => ids.get(change) ?? "";
  return {
    stacks,
    stackId: (name) => (name === undefined ? undefined : stackIds.get(name)),
    changeId(urn) {
      const change = urn === undefined ? undefined : byUrn.get(urn);
      return change && idOf(change);
    },
    idOf,
    risksOf: (change) => found(risks, change),
    findingsOf: (change) => found(findings, change),
  };
}

/** By URN, each with its environment. */
type Placed<T> = ReadonlyMap<string, readonly (readonly [string, T])[]>;

function byPlace<T>(
  document: DiffDocument,
  of: (env: EnvironmentDiff) => readonly T[],
  urnsOf: (one: T) => readonly string[],
): Placed<T> {
  const places = new Map<string, (readonly [string, T])[]>();
  for (const env of document.environments) {
    for (const one of of(env)) {
      for (const urn of urnsOf(one)) {
        const same = places.get(urn) ?? [];
        places.set(urn, same);
        same.push([env.name, one]);
      }
    }
  }
  return places;
}
