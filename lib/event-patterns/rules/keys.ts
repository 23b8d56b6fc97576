import type { Condition, NumberRange } from "../condition";
import { encodable } from "../text";
import type { FieldTest } from "./requirement";

/** By what a value can be looked up: what it is, or begins with. */
export type Key =
  | { readonly by: "spelling" | "prefix"; readonly text: string }
  | { readonly by: "number"; readonly number: number };

/** The keys of which a value must have one to fit; undefined where values that fit need have none. */
export function keysOf({ conditions, decided }: FieldTest): readonly Key[] | undefined {
  const keys = decided ? conditions.map(keyOf) : [undefined];
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function keyOf(condition: Condition): Key | undefined {
  if (condition.type === "exact") return { by: "spelling", text: condition.text };
  if (condition.type === "number") return { by: "number", number: condition.value };
  if (condition.type === "prefix") return { by: "prefix", text: encodable(condition.text) };
  return undefined;
}

/** The ranges of which a number must lie in one to fit; undefined where something else fits as well. */
export function rangesOf({ conditions, decided }: FieldTest): readonly NumberRange[] | undefined {
  const ranges = conditions.filter((condition) => condition.type === "numbers");
  return decided && ranges.length === conditions.length ? ranges : undefined;
}

/** What an event's values are looked up in. */
export class Lookup<T> {
  private readonly spellings = new Map<string, T>();
  private readonly numbers = new Map<number, T>();
  /** By their length. */
  private readonly prefixes = new Map<number, Map<string, T>>();

  getOrAdd(key: Key, make: () => T): T {
    switch (key.by) {
      case "spelling":
        return getOrAdd(this.spellings, key.text, make);
      case "number":
        return getOrAdd(this.numbers, key.number, make);
      case "prefix": {
        const ofLength = getOrAdd(this.prefixes, key.text.length, () => new Map<string, T>());
        return getOrAdd(ofLength, key.text, make);
      }
    }
  }

  map<R>(change: (value: T) => R): Lookup<R> {
    const changed = new Lookup<R>();
    for (const [text, value] of this.spellings) changed.spellings.set(text, change(value));
    for (const [number, value] of this.numbers) changed.numbers.set(number, change(value));
    for (const [length, ofLength] of this.prefixes) {
      changed.prefixes.set(length, new Map([...ofLength].map(([text, value]) => [text, change(value)])));
    }
    return changed;
  }

  /** Hands over what is under any key that the value has. */
  of(value: { spelling: string; text: string; number: number | undefined }, take: (found: T) => void): void {
    const same = this.spellings.get(value.spelling);
    if (same !== undefined) take(same);
    if (this.numbers.size > 0 && value.number !== undefined) {
      const equal = this.numbers.get(value.number);
      if (equal !== undefined) take(equal);
    }
    for (const [length, ofLength] of this.prefixes) {
      const begun = ofLength.get(value.text.slice(0, length));
      if (begun !== undefined) take(begun);
    }
  }
}

export function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
