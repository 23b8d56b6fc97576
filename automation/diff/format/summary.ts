/** What a change comes to, before any form: its headline, and what is counted of each environment. */
import type { DiffDocument, EnvironmentDiff } from "../model";
import { changesOf, refuses, type View } from "./view";
import * as words from "./words";

/** What the mail about the comment begins with. */
export function headline({ environments }: DiffDocument, { stacks, risks, findings }: View): string {
  const changes = stacks.flatMap(changesOf).length;
  const touched = environments.filter((env) => actionsOf(env).length > 0).length;
  const partial = environments.filter(words.isPartial).length;
  const all = words.plural(environments.length, "environment");
  const high = risks.filter(({ value }) => value.severity === "high").length;
  const refused = findings.filter(({ value }) => refuses(value)).length;
  return [
    changes === 0 ? "no change found" : `${words.plural(changes, "change")} in ${touched} of ${all}`,
    ...(high > 0 ? [words.plural(high, "high risk")] : []),
    ...(refused > 0 ? [words.plural(refused, "new mandatory finding")] : []),
    ...(partial > 0 ? [`${partial} of ${all} could not be compared in whole`] : []),
  ].join(", ");
}

export interface Column {
  readonly title: string;
  readonly cell: (env: EnvironmentDiff) => string;
}

/** What is counted of each environment; a column of zeros is there only where its absence could be missed. */
export function columnsOf({ environments }: DiffDocument): Column[] {
  const counted = (title: string, always: boolean, count: (env: EnvironmentDiff) => number): Column[] =>
    always || environments.some((env) => count(env) > 0)
      ? [{ title, cell: (env) => words.countText(env, count(env)) }]
      : [];
  const actions = [...words.BY_DANGER].reverse().flatMap((action) => {
    const always = ["create", "update", "replace", "delete"].includes(action);
    const count = (env: EnvironmentDiff) => actionsOf(env).filter((one) => one === action).length;
    return counted(words.capital(words.ACTION_WORDS[action]), always, count);
  });
  return [
    ...actions,
    ...counted("High risks", true, (env) => env.risks.filter(({ severity }) => severity === "high").length),
    ...counted("New mandatory findings", true, (env) => env.findings.filter(refuses).length),
    // Where nobody looked at prices, "no change" would say that somebody did.
    ...(environments.some(isPriced) ? [{ title: "Cost a month", cell: words.costText }] : []),
  ];
}

const isPriced = ({ cost: { monthly, atLeast, lines, unknown } }: EnvironmentDiff): boolean =>
  monthly !== null || atLeast || lines.length > 0 || unknown.length > 0;

const actionsOf = ({ stacks }: EnvironmentDiff) =>
  stacks.flatMap(({ resources }) => resources.map(({ action }) => action));
