import { createInterface } from "node:readline/promises";
import { DeployError } from "../deploy/failure";
import type { Terminal } from "./command";

/**
 * Asks before a real cloud is changed.
 *
 * @throws {DeployError} `input` when there is no terminal to ask on, `interrupted` when the answer is not yes.
 */
export async function confirm(question: string, terminal: Terminal): Promise<void> {
  if (terminal.stdin.isTTY !== true || terminal.stderr.isTTY !== true) {
    throw new DeployError("input", `${question}\nThere is no terminal to ask on: add --yes to go ahead.`);
  }
  const answer = await answerTo(`${question}\nType yes to go ahead: `, terminal);
  if (answer?.trim().toLowerCase() === "yes") return;
  if (answer === undefined) terminal.stderr.write("\n");
  throw new DeployError("interrupted", "not confirmed: nothing was changed");
}

/** What is typed; undefined where Ctrl-C or Ctrl-D ends the question, which Node leaves open for ever or rejects. */
async function answerTo(question: string, { stdin, stderr }: Terminal): Promise<string | undefined> {
  const dialogue = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<undefined>((resolve) => {
    dialogue.once("close", () => {
      resolve(undefined);
    });
  });
  const typed = dialogue.question(question).catch((error: unknown) => {
    if (error instanceof Error && error.name === "AbortError") return undefined;
    throw error;
  });
  try {
    return await Promise.race([typed, ended]);
  } finally {
    dialogue.close();
  }
}
