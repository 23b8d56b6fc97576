import type { Engine } from "./engine";
import { readStacks } from "./read-stacks";
import type { Selection } from "./selection";

/** A resource of a stack, as its state has it. */
export interface StateResource {
  /** Name of its stack in the platform. */
  readonly stack: string;
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Reads the resources of stacks from their states, without those that only wait to be deleted.
 *
 * @throws {DeployError} of the kind of the first stack whose state can not be read.
 */
export async function readResources(
  selection: Selection,
  engine: Engine,
  workDir: string,
): Promise<readonly StateResource[]> {
  const found = await readStacks(selection, engine, workDir, async (stack, name) => {
    if (stack === undefined) return [];
    const { resources = [] } = (await stack.exportStack()).deployment as {
      readonly resources?: readonly (Omit<StateResource, "stack"> & { readonly delete?: boolean })[];
    };
    return resources.filter((one) => one.delete !== true).map((one) => ({ ...one, stack: name }));
  });
  return found.flat();
}
