import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PlannedDocument, PlannedOutputs } from "../../stacks/define/planned";
import { neededBy } from "./selection";
import type { Stack } from "../../stacks/define/stack";

/** Hands the planned outputs of a preview from stack to stack, so that a platform previews from nothing. */
export class PlannedHandover {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Variables for a stack's preview: where its needs are told, and where it tells its own. */
  variables(stack: Pick<Stack, "name" | "needs">): Readonly<Record<string, string>> {
    const told = neededBy(stack).flatMap((need) => {
      const outputs = this.#read(need);
      return outputs === undefined ? [] : [[need, outputs] as const];
    });
    const document: PlannedDocument = { version: 1, stacks: Object.fromEntries(told) };
    const input = path.join(this.folder, `${stack.name}.needs.json`);
    writeFileSync(input, JSON.stringify(document), { mode: 0o600 });
    return { CAUSEWAY_PLAN_IN: input, CAUSEWAY_PLAN_OUT: this.#file(stack.name) };
  }

  #read(stack: string): PlannedOutputs | undefined {
    const file = this.#file(stack);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PlannedOutputs) : undefined;
  }

  #file(stack: string): string {
    return path.join(this.folder, `${stack}.planned.json`);
  }
}
