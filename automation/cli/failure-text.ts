import { CommanderError } from "commander";
import { InputError } from "../../components/core/errors";
import { DeployError, EXIT_CODES, failureOf, type Failure } from "../deploy/failure";
import type { Terminal } from "./command";

/** The schema of what `--json` writes when a command could not begin. */
export const ERROR_SCHEMA = "causeway.error/1";

/** Tells of a failure on one screen; commander has already told of its own. The answer is the exit code. */
export function tellFailure(error: unknown, terminal: Terminal, json: boolean): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const failure = error instanceof CommanderError ? usageFailure(error) : failureOf(error);
  const exitCode = EXIT_CODES[failure.kind];
  if (!(error instanceof CommanderError)) {
    const hint = isExpected(error) || terminal.env["CAUSEWAY_DEBUG"] ? "" : UNEXPECTED;
    terminal.stderr.write(`causeway: ${failure.message}\n${hint}`);
  }
  if (json) {
    terminal.stdout.write(`${JSON.stringify({ schema: ERROR_SCHEMA, exitCode, failure }, null, 2)}\n`);
  }
  if (terminal.env["CAUSEWAY_DEBUG"]) terminal.stderr.write(traces(error));
  return exitCode;
}

const UNEXPECTED = "(unexpected: --debug shows where it comes from)\n";

/** Whether its message was written for the user. */
const isExpected = (error: unknown): boolean => error instanceof DeployError || InputError.is(error);

function usageFailure(error: CommanderError): Failure {
  return { kind: "input", message: error.message.replace(/^error: /, "") };
}

/** The stack trace of an error and of everything that led to it. */
function traces(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const cause = error.cause === undefined ? "" : `caused by: ${traces(error.cause)}`;
  return `${error.stack ?? error.message}\n${cause}`;
}
