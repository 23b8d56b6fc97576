/** Where things stand in the page, so that what is said of them can lead there. Ids are counted: names are a head's. */
import type { DiffDocument, Finding, Risk } from "../../model";
import { changesOf, differs, type ChangeView, type StackView, type View } from "../view";

export interface Places {
  readonly stacks: readonly StackView[];
  stackId(name: string | undefined): string | undefined;
  changeId(urn: string | undefined): string | undefined;
  idOf(change: ChangeView): string;
  risksOf(change: ChangeView): readonly Risk[];
  /** Findings that are new. */
  findingsOf(change: ChangeView): readonly Finding[];
}

export function placesOf(document: DiffDocument, view: View): Places {
  const stacks = view.stacks.filter(differs);
  const stackIds = new Map(stacks.map(({ name }, index) => [name, `s${index + 1}`]));
  const changes = stacks.flatMap(changesOf);
  const ids = new Map<ChangeView, string>(changes.map((change, index) => [change, `c${index + 1}`]));
  const byUrn = new Map(changes.flatMap((change) => change.urns.map((urn) => [urn, change])));
  const risks = byPlace(document.environments.flatMap((env) => env.risks));
  const findings = byPlace(
    document.environments.flatMap((env) => env.findings.filter(({ change }) => change === "new")),
  );
  const found = <T extends Risk | Finding>(all: ReadonlyMap<string, readonly T[]>, { urns }: ChangeView) => [
    ...new Map(urns.flatMap((urn) => all.get(urn) ?? []).map((one) => [one.message, one])).values(),
  ];
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

function byPlace<T extends { readonly urn?: string | undefined }>(all: readonly T[]): Map<string, T[]> {
  const places = new Map<string, T[]>();
  for (const one of all) {
    if (one.urn === undefined) continue;
    const same = places.get(one.urn);
    if (same) same.push(one);
    else places.set(one.urn, [one]);
  }
  return places;
}
