/** What the engine itself no longer keeps from going: the options `protect` and `retainOnDelete`. */
import type { Risk } from "../model";
import { alike, listed, type Several } from "./alike";
import { called, keeps, stays, urnsOf, type Judged } from "./judged";

const OPTIONS = new Set(["protect", "retainOnDelete"]);

/** One risk for each stack and the options that go: a component hands its own on to all that is in it. */
export function optionRisks(changes: readonly Judged[]): readonly Risk[] {
  const losing = changes.filter((change) => lostBy(change) !== "");
  return alike(losing, (change) => [change.stack, lostBy(change)]).map(optionRisk);
}

function optionRisk(all: Several<Judged>): Risk {
  const [{ stack }] = all;
  const kept = all.filter(keeps);
  const plain = all.filter((one) => !keeps(one) && one.resource.type.includes("/"));
  const told = (kept.length + plain.length > 0 ? [...kept, ...plain] : all).map(({ resource }) => resource);
  const [lose, it] = told.length > 1 ? ["lose", "they are"] : ["loses", "it is"];
  return {
    kind: "protection-lost",
    severity: kept.length > 0 ? "high" : "medium",
    stack,
    ...urnsOf(told),
    message: `${listed(told.map(called))} ${lose} ${lostBy(all[0])}: taken out of the program or replaced, ${it} deleted.`,
    advice: "Keep it on unless what it protects goes on purpose.",
  };
}

const lostBy = ({ resource }: Judged): string =>
  stays(resource)
    ? resource.properties
        .filter(({ path, before, after }) => OPTIONS.has(path) && before === "true" && after === "false")
        .map(({ path }) => path)
        .join(" and ")
    : "";
