import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PlannedDocument, PlannedOutputs, PlannedValue } from "../../stacks/define/planned";
import { neededBy } from "./selection";
import type { Stack } from "../../stacks/define/stack";

/** Hands the planned outputs of a preview from stack to stack, so that a platform previews from nothing. */
export class PlannedHandover {
  /** Stacks in which the preview changes nothing. */
  readonly #standing = new Set<string>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Notes that a stack stays as it is: its secrets, which are never handed on, can be read where they are. */
  stays(stack: string): void {
    this.#standing.add(stack);
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
    if (!existsSync(file)) return undefined;
    const planned = JSON.parse(readFileSync(file, "utf8")) as PlannedOutputs;
    if (!this.#standing.has(stack)) return planned;
    const outputs = Object.entries(planned.outputs).map(([key, value]): [string, PlannedValue] => [
      key,
      "unknown" in value && value.secret === true ? { ...value, deployed: true } : value,
    ]);
    return { ...planned, outputs: Object.fromEntries(outputs) };
  }

  #file(stack: string): string {
    return path.join(this.folder, `${stack}.planned.json`);
  }
}
