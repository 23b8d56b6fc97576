import { InputError } from "../../../components/core/errors";
import { allowedNames } from "../../../lib/suggest";
import { readEvents, type EventEstate } from "../../deploy/read-events";
import type { Terminal } from "../command";
import { confirm } from "../confirm";
import type { OptionValues } from "../options";
import { marked, opened, type Opened } from "../run";

/** What an operation on deployed events works on. */
export interface Operation {
  readonly estate: EventEstate;
  readonly simulated: boolean;
  readonly values: OptionValues;
  readonly terminal: Terminal;
  /** Progress and notes: standard error with `--json`, so that standard output is one document. */
  readonly say: (line: string) => void;
  /** Asks before a real cloud is changed. */
  readonly confirm: (question: string) => Promise<void>;
}

/** Opens the state of an environment, and hands over what of events is in it. */
export async function operate(
  values: OptionValues,
  terminal: Terminal,
  work: (operation: Operation) => Promise<number>,
): Promise<number> {
  const operation = async ({ engine, selection, workDir }: Opened): Promise<Operation> => {
    const { simulated } = engine;
    return {
      estate: await readEvents(selection, engine, workDir),
      simulated,
      values,
      terminal,
      say: (line) => void (values.json ? terminal.stderr : terminal.stdout).write(`${line}\n`),
      confirm: async (question) => {
        if (!simulated && !values.yes) await confirm(question, terminal);
      },
    };
  };
  return await marked(values, terminal, () =>
    opened(values, terminal, async (on) => await work(await operation(on))),
  );
}

/**
 * The one that an option names, or the only one that there is.
 *
 * @throws {InputError} when there is none, or more than one and none is named.
 */
export function pick<T extends { readonly name: string }>(
  what: string,
  option: string,
  given: string | undefined,
  all: readonly T[],
): T {
  const [only] = all;
  if (given === undefined && only !== undefined && all.length === 1) return only;
  const found = all.find(({ name }) => name === given);
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name);
  const allowed =
    names.length === 0 ? `a ${what}; none is deployed in these stacks` : allowedNames(given ?? "", names);
  throw new InputError("options", [{ path: option, given, allowed }]);
}
