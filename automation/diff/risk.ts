/** What of a difference deserves a second look. Pure. */
import { byText } from "../../lib/by-text";
import { leavesOf, opened } from "./leaves";
import type { EnvironmentDiff, Risk } from "./model";
import type { PolicyUse } from "./policy-use";
import type { ReachChange } from "./rehearsal";
import { renamesIn } from "./renames";
import { reachRisks, riskOf, tierRisks, type Judged } from "./risks";

/** Inputs of a resource before and after, secrets masked, by stack and URN. */
export type InputsOf = (
  stack: string,
  urn: string,
) => { readonly before?: unknown; readonly after?: unknown } | undefined;

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
  const changes = environment.stacks.flatMap((stack) => {
    const of = (urn: string) => inputsOf(stack.name, urn);
    const renames = renamesIn(stack.resources, of);
    return stack.resources.map((resource): Judged => {
      const { urn } = resource;
      const inputs = of(urn);
      const [before, after] = [inputs?.before, inputs?.after].map(opened);
      return {
        ...{ stack: stack.name, resource, after },
        leaves: resource.action === "delete" ? [] : leavesOf(before, after),
        rename: renames.get(urn),
        movedTo: moved.get(urn),
        goesWith: deleted.filter(({ takesDown }) => takesDown.includes(urn)),
      };
    });
  });
  const risks = [
    ...changes.flatMap(riskOf),
    ...tierRisks(changes),
    ...(reach === undefined ? [] : reachRisks(reach)),
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
    risks: risks.sort((a, b) => byText(order(a), order(b))),
  };
}
