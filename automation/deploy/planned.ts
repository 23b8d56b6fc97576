import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { digestOf } from "../../stacks/define/digest";
import type { PlannedDocument, PlannedOutputs, PlannedValue } from "../../stacks/define/planned";
import { neededBy } from "./selection";
import type { Stack } from "../../stacks/define/stack";

type Outputs = Readonly<Record<string, unknown>>;

/** Hands the planned outputs of a preview from stack to stack, so that a platform previews from nothing. */
export class PlannedHandover {
  /** Stacks in which the preview changes nothing. */
  readonly #standing = new Set<string>();
  /** Of each stack that was compared with what is deployed: the outputs that are the same. */
  readonly #same = new Map<string, ReadonlySet<string>>();
  /** Tells secrets apart that are never written. */
  readonly #key = randomBytes(32).toString("base64url");

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Notes that a stack stays as it is: its secrets, which are never handed on, can be read where they are. */
  stays(stack: string): void {
    this.#standing.add(stack);
  }

  /** Whether the stack hands on secrets of which only a comparison can say whether they stay. */
  hasSecrets(stack: string): boolean {
    if (this.#standing.has(stack)) return false;
    return Object.values(this.#planned(stack)?.outputs ?? {}).some(isSecret);
  }

  /** Notes which outputs of a stack are what is deployed already. */
  compare(stack: string, deployed: Outputs): void {
    const planned = Object.entries(this.#planned(stack)?.outputs ?? {});
    const same = planned.filter(([key, value]) => this.#isSame(value, deployed[key])).map(([key]) => key);
    this.#same.set(stack, new Set(same));
  }

  /** Whether a stack was previewed, so that what it hands on is at hand. */
  has(stack: string): boolean {
    return existsSync(this.#file(stack));
  }

  /** Whether a stack that was compared hands on anything else than what is deployed. */
  differs(stack: string): boolean {
    const same = this.#same.get(stack);
    const fields = Object.keys(this.#planned(stack)?.outputs ?? {});
    return same === undefined || fields.some((field) => !same.has(field));
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
    return {
      CAUSEWAY_PLAN_IN: input,
      CAUSEWAY_PLAN_OUT: this.#file(stack.name),
      CAUSEWAY_PLAN_KEY: this.#key,
    };
  }

  #read(stack: string): PlannedOutputs | undefined {
    const planned = this.#planned(stack);
    if (planned === undefined) return undefined;
    const standing = this.#standing.has(stack);
    const outputs = Object.entries(planned.outputs).map(([key, value]): [string, PlannedValue] => {
      const deployed = isSecret(value) && (standing || this.#same.get(stack)?.has(key) === true);
      return [key, deployed ? { unknown: true, secret: true, deployed: true } : value];
    });
    return { ...planned, outputs: Object.fromEntries(outputs) };
  }

  #planned(stack: string): PlannedOutputs | undefined {
    const file = this.#file(stack);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PlannedOutputs) : undefined;
  }

  #isSame(planned: PlannedValue, deployed: unknown): boolean {
    if ("value" in planned) return isDeepStrictEqual(planned.value, deployed);
    if ("unknown" in planned)
      return planned.digest !== undefined && planned.digest === digestOf(this.#key, deployed);
    if (deployed === null || typeof deployed !== "object") return false;
    const parts: Outputs = "items" in planned ? { ...planned.items } : planned.fields;
    const of = { ...deployed } as Outputs;
    return (
      Array.isArray(deployed) === "items" in planned &&
      Object.keys(parts).length === Object.keys(of).length &&
      Object.entries(parts).every(([key, part]) => this.#isSame(part as PlannedValue, of[key]))
    );
  }

  #file(stack: string): string {
    return path.join(this.folder, `${stack}.planned.json`);
  }
}

const isSecret = (value: PlannedValue): boolean => "unknown" in value && value.secret === true;
