import { stackName } from "../../stacks/define/platform";
import type { Engine } from "./engine";
import type { Selection } from "./selection";
import { deployError } from "./stack-failure";
import { openWorkspace, selectStack, shownOutputs } from "./stack-run";

/** The outputs of one stack as they are now. */
export interface StackOutputs {
  readonly name: string;
  readonly fullName: string;
  /** False for a stack that was never brought up or was taken down: it has no outputs. */
  readonly deployed: boolean;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Reads what stacks promise to others, from their state.
 *
 * @param showSecrets whether secrets are told or masked.
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function readOutputs(
  selection: Selection,
  engine: Engine,
  workDir: string,
  showSecrets: boolean,
): Promise<readonly StackOutputs[]> {
  const workspace = await openWorkspace(engine, workDir);
  const read: StackOutputs[] = [];
  for (const { name } of selection.stacks) {
    const fullName = stackName(selection.env.name, name);
    try {
      const stack = await selectStack(fullName, workspace);
      const outputs = stack === undefined ? {} : shownOutputs(await stack.outputs(), showSecrets);
      read.push({ name, fullName, deployed: Object.keys(outputs).length > 0, outputs });
    } catch (error) {
      throw deployError(error, engine.failureOf(error), fullName);
    }
  }
  return read;
}
