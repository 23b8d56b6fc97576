/** What is left in the cloud when it is taken out of the program or replaced: the option `retainOnDelete`. */
import type { Risk } from "../model";
import { alike, listed, type Several } from "./alike";
import { called, isLeft, keeps, keptFirst, urnsOf, type Judged } from "./judged";

/** One risk for each stack, and one for what is replaced there: of what has something in its place each is told for itself. */
export function leftRisks(changes: readonly Judged[]): readonly Risk[] {
  return alike(changes.filter(isLeftAlone), ({ stack, resource }) => [stack, resource.action]).map(leftRisk);
}

function leftRisk(all: Several<Judged>): Risk {
  const [{ stack, resource }] = all;
  const told = keptFirst(all);
  const what = listed(told.map(called));
  const [are, them] = told.length > 1 ? ["are", "them"] : ["is", "it"];
  const [subject, left] =
    resource.action === "delete"
      ? [`${what} ${are} left in the cloud`, them]
      : [`Of ${what}, which ${are} replaced, the old is left in the cloud`, "it"];
  return {
    kind: "left-unmanaged",
    severity: "medium",
    stack,
    ...urnsOf(told),
    message: `${subject}, as retainOnDelete says: no data is lost, and nothing manages ${left} from then on.`,
    advice: "Say who keeps or deletes what is left: it costs and lets in what it did.",
  };
}

function isLeftAlone(judged: Judged): boolean {
  const { resource, rename, movedTo } = judged;
  const { action, retained } = resource;
  if (action === "replace") return retained === true && !keeps(judged);
  if (action !== "delete" || retained !== true) return false;
  // What keeps something and loses what it needs, or has its like in its place, has a risk of its own.
  return keeps(judged)
    ? isLeft(judged) && rename === undefined && movedTo === undefined
    : rename === undefined || rename.ofComponent;
}
