/** Deletes everything that a stack has, or what is selected of it, without running its program. */
import { Bail, messageOf } from "./errors";
import type { Deployment } from "./options";
import { Decisions } from "./steps/decisions";
import { planDeletes, runDeletes } from "./steps/deletes";
import type { StepExecutor } from "./steps/executor";
import { Selection } from "./steps/selection";
import { unknownTargets } from "./steps/targets";

export async function destroyAll(deployment: Deployment, executor: StepExecutor): Promise<void> {
  const selection = new Selection(deployment.options);
  // As the CLI does: what is there of the targets is deleted all the same.
  const unknown = unknownTargets(deployment, selection.targets);
  try {
    const decisions = new Decisions();
    executor.actions.deletions = decisions.deletes;
    const plan = await planDeletes(deployment, decisions, selection);
    await runDeletes(deployment, executor, plan);
  } catch (error) {
    if (error instanceof Bail) throw error;
    throw deployment.error(messageOf(error));
  }
  if (unknown !== undefined) throw unknown;
}
