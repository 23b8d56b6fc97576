/** What the engine itself no longer keeps from going: the options `protect` and `retainOnDelete`. */
import type { Risk } from "../model";
import { KEEPS } from "../stateful";
import { called, stays, urnsOf, type Judged } from "./judged";

const OPTIONS = new Set(["protect", "retainOnDelete"]);

/** So many names of one stack are told; the others are counted. */
const NAMED = 4;

/** One risk for each stack and the options that go: a component hands its own on to all that is in it. */
export function optionRisks(changes: readonly Judged[]): readonly Risk[] {
  const groups = new Map<string, Judged[]>();
  for (const change of changes) {
    const lost = lostBy(change);
    if (lost === "") continue;
    const key = JSON.stringify([change.stack, lost]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((all): Risk[] => {
    const kept = all.filter(({ resource }) => KEEPS[resource.type] !== undefined);
    const plain = all.filter((one) => !kept.includes(one) && one.resource.type.includes("/"));
    const told = kept.length + plain.length > 0 ? [...kept, ...plain] : all;
    const [one] = told;
    if (one === undefined) return [];
    const names = told.map(({ resource }) => called(resource));
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    const it = told.length > 1 ? "they are" : "it is";
    return [
      {
        kind: "protection-lost",
        severity: kept.length > 0 ? "high" : "medium",
        stack: one.stack,
        ...urnsOf(told.map(({ resource }) => resource)),
        message: `${names.slice(0, NAMED).join(", ")}${more} ${told.length > 1 ? "lose" : "loses"} ${lostBy(one)}: taken out of the program or replaced, ${it} deleted.`,
        advice: "Keep it on unless what it protects goes on purpose.",
      },
    ];
  });
}

const lostBy = ({ resource }: Judged): string =>
  stays(resource)
    ? resource.properties
        .filter(({ path, before, after }) => OPTIONS.has(path) && before === "true" && after === "false")
        .map(({ path }) => path)
        .join(" and ")
    : "";
