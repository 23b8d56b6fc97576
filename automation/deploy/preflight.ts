import { stackName } from "../../stacks/define/platform";
import { DeployError } from "./failure";
import type { Verb } from "./report";
import { neededBy, type Selection } from "./selection";

/** A stack of the backend, as `pulumi stack ls` lists it. */
export interface ListedStack {
  readonly name: string;
  readonly resourceCount?: number;
}

/**
 * Whether a selection can be worked on alone: what it needs is up, and what is taken down carries nothing that stays.
 *
 * @param list the stacks of the backend; asked for only where the answer matters.
 * @param handed stacks that were previewed before, which need not be up.
 * @throws {DeployError} `input`, naming the stacks in the way and the way out.
 */
export async function checkSelection(
  verb: Verb,
  selection: Selection,
  list: () => Promise<readonly ListedStack[]>,
  handed?: { has(stack: string): boolean },
): Promise<void> {
  const beside = selection.all.filter((stack) => !selection.stacks.includes(stack));
  if (beside.length === 0) return;
  const chosen = new Set(selection.stacks.map((stack) => stack.name));
  const needed = new Set(selection.stacks.flatMap(neededBy));
  const concerned =
    verb === "destroy"
      ? beside.filter((stack) => neededBy(stack).some((need) => chosen.has(need)))
      : beside.filter((stack) => needed.has(stack.name) && handed?.has(stack.name) !== true);
  if (concerned.length === 0) return;
  const up = new Set(
    (await list()).filter(({ resourceCount = 1 }) => resourceCount > 0).map(({ name }) => baseName(name)),
  );
  const isUp = (name: string) => up.has(stackName(selection.env.name, name));
  const inTheWay = concerned.map((stack) => stack.name).filter((name) => isUp(name) === (verb === "destroy"));
  if (inTheWay.length === 0) return;
  const names = inTheWay.join(", ");
  const message =
    verb === "destroy"
      ? `--only: still deployed and dependent on what would be destroyed: ${names}. Destroy them first, or add them to --only.`
      : `--only: needed and not deployed: ${names}. Deploy them first, or add them to --only.`;
  throw new DeployError("input", message);
}

/** `organization/project/dev-eks` and `dev-eks` are one. */
function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
