import type { Engine } from "./engine";
import { readStacks } from "./read-stacks";
import type { Selection } from "./selection";
import { shownOutputs } from "./stack-run";

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
export function readOutputs(
  selection: Selection,
  engine: Engine,
  workDir: string,
  showSecrets: boolean,
): Promise<readonly StackOutputs[]> {
  return readStacks(selection, engine, workDir, async (stack, name, fullName) => {
    const outputs = stack === undefined ? {} : shownOutputs(await stack.outputs(), showSecrets);
    return { name, fullName, deployed: Object.keys(outputs).length > 0, outputs };
  });
}
