/** What is left in the cloud when it is taken out of the program or replaced: the option `retainOnDelete`. */
import type { Risk } from "../model";
import { KEEPS } from "../stateful";
import { called, isLeft, urnsOf, type Judged } from "./judged";

/** So many names of one stack are told; the others are counted. */
const NAMED = 4;

/** One risk for each stack, and one for what is replaced there: of what has something in its place each is told for itself. */
export function leftRisks(changes: readonly Judged[]): readonly Risk[] {
  const groups = new Map<string, Judged[]>();
  for (const change of changes.filter(isLeftAlone)) {
    const key = JSON.stringify([change.stack, change.resource.action]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((all): Risk[] => {
    const kept = all.filter(({ resource }) => KEEPS[resource.type] !== undefined);
    const told = [...kept, ...all.filter((one) => !kept.includes(one))];
    const [one] = told;
    if (one === undefined) return [];
    const names = told.map(({ resource }) => called(resource));
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    const what = `${names.slice(0, NAMED).join(", ")}${more}`;
    const [subject, them] =
      one.resource.action === "delete"
        ? [`${what} ${told.length > 1 ? "are" : "is"} left in the cloud`, told.length > 1 ? "them" : "it"]
        : [
            `Of ${what}, which ${told.length > 1 ? "are" : "is"} replaced, the old is left in the cloud`,
            "it",
          ];
    return [
      {
        kind: "left-unmanaged",
        severity: "medium",
        stack: one.stack,
        ...urnsOf(told.map(({ resource }) => resource)),
        message: `${subject}, as retainOnDelete says: no data is lost, and nothing manages ${them} from then on.`,
        advice: "Say who keeps or deletes what is left: it costs and lets in what it did.",
      },
    ];
  });
}

function isLeftAlone(judged: Judged): boolean {
  const { resource, rename, movedTo } = judged;
  const { type, action, retained } = resource;
  if (action === "replace") return retained === true && KEEPS[type] === undefined;
  if (action !== "delete" || retained !== true) return false;
  // What keeps something and loses what it needs, or has its like in its place, has a risk of its own.
  return KEEPS[type] === undefined
    ? rename === undefined || rename.ofComponent
    : isLeft(judged) && rename === undefined && movedTo === undefined;
}
