import type { Value, Values } from "../../engine/provider";
import { optional, type TypeFacts } from "./facts";
import type { PropertyFact, Shape } from "./parser";

/** Makes up one output by its name, or answers undefined to leave it to its type. */
export type ByName = (property: string, fact: PropertyFact) => Value | undefined;

function ofShape(shape: Shape, standard: string | undefined): Value | undefined {
  switch (shape.kind) {
    case "boolean":
      return standard === "true";
    case "number":
      return standard !== undefined && /^-?\d+(\.\d+)?$/.test(standard) ? Number(standard) : 0;
    case "string":
    case "enum":
      return standard ?? "";
    case "array":
      return [];
    case "map":
    case "object":
      return {};
    case "literal":
      return shape.value;
    case "any":
    case "asset":
    case "undefined":
    case "union":
      return undefined;
  }
}

/**
 * Outputs that the program did not set: those that the SDK declares as always there. Their values are, in this order,
 * what the cloud's own naming says, the default that the documentation gives, and the empty value of their type.
 */
export function plausibleOutputs(facts: TypeFacts, given: Values, byName: ByName): Values {
  const outputs: Record<string, Value> = {};
  for (const fact of facts.outputs.values()) {
    if (given[fact.name] !== undefined) continue;
    const named = byName(fact.name, fact);
    const value = named ?? (optional(fact.shape) ? undefined : ofShape(fact.shape, fact.default));
    if (value !== undefined) outputs[fact.name] = value;
  }
  return outputs;
}
