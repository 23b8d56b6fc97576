/** Deletes everything that a stack has, or what is targeted of it, without running its program. */
import { Bail, messageOf } from "./errors";
import type { Deployment } from "./options";
import { planDeletes, runDeletes } from "./steps/deletes";
import type { StepExecutor } from "./steps/executor";
import { Decisions } from "./steps/decisions";
import { Targets, targetNotFound } from "./steps/targets";

export async function destroyAll(deployment: Deployment, executor: StepExecutor): Promise<void> {
  const targets = new Targets(deployment.options.targets);
  const missing = targets.missing((urn) => deployment.olds.has(urn));
  for (const urn of missing) deployment.error(targetNotFound(urn));
  if (missing.length > 0) throw new Bail("a target could not be found");
  try {
    const plan = await planDeletes(deployment, new Decisions(), targets);
    await runDeletes(deployment, executor, plan);
  } catch (error) {
    if (error instanceof Bail) throw error;
    const bail = deployment.error(messageOf(error));
    throw bail;
  }
}
