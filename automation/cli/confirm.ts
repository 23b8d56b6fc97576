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
  const dialogue = createInterface({ input: terminal.stdin, output: terminal.stderr });
  try {
    const answer = await dialogue.question(`${question} Type yes to go ahead: `);
    if (answer.trim().toLowerCase() !== "yes") throw new DeployError("interrupted", "nothing was changed");
  } finally {
    dialogue.close();
  }
}
