/** What of a difference deserves a second look. Pure. */
import { byText } from "../../lib/by-text";
import { leavesOf, opened } from "./leaves";
import type { EnvironmentDiff, ResourceDiff, Risk } from "./model";
import type { PolicyUse } from "./policy-use";
import type { ReachChange } from "./rehearsal";
import { renamesIn, type Rename } from "./renames";
import { leftRisks, optionRisks, riskOf, tierRisks, withReach, type Judged } from "./risks";

/** Inputs of a resource before and after, secrets masked, and its region, by stack and URN. */
export type InputsOf = (
  stack: string,
  urn: string,
) =>
  { readonly before?: unknown; readonly after?: unknown; readonly region?: string | undefined } | undefined;

/** The difference with its risks, gravest first. */
export function judged(
  environment: EnvironmentDiff,
  policies: PolicyUse,
  inputsOf: InputsOf,
  reach?: ReachChange,
): EnvironmentDiff {
  const deleted = environment.stacks.flatMap(({ resources }) =>
    resources.filter(({ action }) => action === "delete" || action === "replace"),
  );
  const moved = new Map(
    environment.stacks.flatMap(({ name, resources }) =>
      resources.flatMap(({ action, from }) =>
        action === "move" && from !== undefined ? [[from, name] as const] : [],
      ),
    ),
  );
  const renamesOf = new Map(
    environment.stacks.map(({ name, resources }) => [
      name,
      renamesIn(resources, (urn) => inputsOf(name, urn)),
    ]),
  );
  const stacksOf = new Map(
    environment.stacks.flatMap(({ name, resources }) => resources.map(({ urn }) => [urn, name] as const)),
  );
  const changes = environment.stacks.flatMap((stack) => {
    const of = (urn: string) => inputsOf(stack.name, urn);
    const renames = renamesOf.get(stack.name) ?? new Map<string, Rename>();
    const former = formerOf(renames);
    return stack.resources.map((resource): Judged => {
      const { urn, action, from } = resource;
      // What comes in the place of something else is held to what that was.
      const origin = action === "move" ? from : former.get(urn);
      const was = origin === undefined ? of(urn) : inputsOf(stacksOf.get(origin) ?? "", origin);
      const [before, after] = [was?.before, of(urn)?.after].map(opened);
      return {
        ...{ stack: stack.name, resource, after },
        leaves: resource.action === "delete" ? [] : leavesOf(before, after),
        rename: renames.get(urn),
        movedTo: moved.get(urn),
        goesWith: deleted.filter(({ takesDown }) => takesDown.includes(urn)),
      };
    });
  });
  const own = changes.flatMap(riskOf);
  const risks = [
    ...(reach === undefined ? own : withReach(own, reach)).filter((risk) => !isSaid(risk, own)),
    ...leftRisks(changes),
    ...optionRisks(changes),
    ...tierRisks(changes),
    ...policies.weakened(environment.name).map(({ rule, before, after }): Risk => ({
      kind: "policy-weaker",
      severity: before === "mandatory" ? "high" : "medium",
      message: `The rule ${rule} is ${after}, and was ${before}.`,
      advice: "Have the owner of the policy agree, or waive single resources with a reason and an end.",
    })),
    ...policies.waived(environment.name).map(({ rule, resource = "", expires = "" }): Risk => ({
      kind: "policy-weaker",
      severity: "medium",
      message: `The rule ${rule} is waived for ${resource} until ${expires}.`,
      advice: "Have the owner of the policy agree to the reason, which is among the findings.",
    })),
  ];
  const order = ({ severity, kind, stack = "", urn = "", message }: Risk) =>
    [severity === "high" ? 0 : 1, kind, stack, urn, message].join("\n");
  return {
    ...environment,
    stacks: environment.stacks.map((stack) => ({
      ...stack,
      resources: paired(stack.resources, renamesOf.get(stack.name) ?? new Map<string, Rename>()),
    })),
    risks: risks.sort((a, b) => byText(order(a), order(b))),
  };
}

/** Whether a rename of a component is told of something in it that keeps data, with the same way out. */
const isSaid = ({ kind, stack, advice }: Risk, all: readonly Risk[]): boolean =>
  kind === "rename-without-alias" &&
  all.some((one) => one.kind === "stateful-deleted" && one.stack === stack && one.advice === advice);

/** By the URN of what comes that of what goes. */
const formerOf = (renames: ReadonlyMap<string, Rename>): ReadonlyMap<string, string> =>
  new Map([...renames].map(([was, { urn }]) => [urn, was]));

/** What goes and what comes in its place, each with the other's URN. */
function paired(resources: readonly ResourceDiff[], renames: ReadonlyMap<string, Rename>): ResourceDiff[] {
  const former = formerOf(renames);
  return resources.map((resource) => {
    const [becomes, from] = [renames.get(resource.urn)?.urn, former.get(resource.urn)];
    if (becomes !== undefined) return { ...resource, becomes };
    return from === undefined ? resource : { ...resource, from };
  });
}
