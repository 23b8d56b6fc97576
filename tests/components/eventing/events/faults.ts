import { DefinitionError, InvalidEventError } from "../../../../components/eventing/events";

/** The faults of what is thrown, `path: allowed`; none when nothing is. */
export function faultsOf(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof DefinitionError || error instanceof InvalidEventError) {
      return error.faults.map(({ path, allowed }) => `${path}: ${allowed}`);
    }
    throw error;
  }
  return [];
}
