import type { Stack as PulumiStack } from "@pulumi/pulumi/automation";
import { stackName } from "../../stacks/define/platform";
import type { Engine } from "./engine";
import type { Selection } from "./selection";
import { deployError } from "./stack-failure";
import { openWorkspace, selectStack } from "./stack-run";

/**
 * Reads something from the state of every stack of a selection, one after the other.
 *
 * @param read is given undefined for a stack that was never brought up or was taken down.
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function readStacks<T>(
  { stacks, env }: Selection,
  engine: Engine,
  workDir: string,
  read: (stack: PulumiStack | undefined, name: string, fullName: string) => Promise<T>,
): Promise<readonly T[]> {
  const workspace = await openWorkspace(engine, workDir);
  const found: T[] = [];
  for (const { name } of stacks) {
    const fullName = stackName(env.name, name);
    try {
      found.push(await read(await selectStack(fullName, workspace), name, fullName));
    } catch (error) {
      throw deployError(error, engine.failureOf(error), fullName);
    }
  }
  return found;
}
