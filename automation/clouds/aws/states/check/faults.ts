import type { Fault } from "../../../../../lib/fault";
import { allowedNames } from "../../../../../lib/suggest";
import { isObject } from "../json";

/** Collects what is wrong with a definition. */
export class Faults {
  readonly found: Fault[] = [];

  add(path: string, given: unknown, allowed: string): void {
    this.found.push({ path, given, allowed });
  }

  /** The object at a path, with every name in it that is not known refused. */
  object(
    path: string,
    value: unknown,
    names: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    if (!isObject(value)) {
      this.add(path, value, "an object");
      return undefined;
    }
    for (const name of Object.keys(value)) {
      if (!names.includes(name)) this.add(`${path}.${name}`, value[name], allowedNames(name, names));
    }
    return value;
  }

  list(path: string, value: unknown): readonly unknown[] {
    if (Array.isArray(value) && value.length > 0) return value as readonly unknown[];
    this.add(path, value, "a list of one or more");
    return [];
  }

  text(path: string, value: unknown): value is string {
    if (typeof value === "string" && value !== "") return true;
    this.add(path, value, "text that is not empty");
    return false;
  }

  number(path: string, value: unknown, from: number, to: number, whole = true): void {
    if (value === undefined) return;
    if (typeof value === "number" && value >= from && value <= to && (!whole || Number.isInteger(value)))
      return;
    this.add(path, value, `a ${whole ? "whole " : ""}number from ${from} to ${to}`);
  }
}

/** Path of a state's field for people: `States.ReserveInventory.Retry[0]`. */
export function stateAt(block: string, name: string): string {
  return block === "" ? `States.${name}` : `${block}.States.${name}`;
}
