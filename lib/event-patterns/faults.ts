import type { Fault } from "../fault";
import type { Json } from "./json";

/** A pattern that EventBridge would refuse, with everything that is wrong with it. */
export class PatternError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ path, allowed }) => `${path}: ${allowed}`).join("; "));
    this.name = "PatternError";
  }
}

/** A value as JavaScript has it, for a message. */
export function plain(json: Json): unknown {
  switch (json.kind) {
    case "object":
      return Object.fromEntries(json.entries.map(({ name, value }) => [name, plain(value)]));
    case "array":
      return json.items.map(plain);
    case "string":
      return json.value;
    case "number":
      return Number(json.text);
    case "literal":
      return JSON.parse(json.text) as boolean | null;
  }
}
