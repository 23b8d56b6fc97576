import type { ChoiceState, ChoiceTest } from "../definition";
import { runtimeFailure, StateFailure } from "../failure";
import type { Json } from "../json";
import { COMPARISONS, TYPE_TESTS } from "./compare";
import { find, type Scope } from "./path";

/**
 * The state that a Choice goes on with: the first rule that holds, else the default.
 *
 * @throws {StateFailure} `States.NoChoiceMatched` when nothing holds and there is no default.
 */
export function choose(state: ChoiceState, scope: Scope): string {
  const rule = state.Choices.find((one) => holds(one, scope));
  const next = rule?.Next ?? state.Default;
  if (next !== undefined) return next;
  throw new StateFailure(
    "States.NoChoiceMatched",
    "No choice rule holds for the input, and the Choice state has no Default",
  );
}

function holds(test: ChoiceTest, scope: Scope): boolean {
  if (test.And !== undefined) return test.And.every((inner) => holds(inner, scope));
  if (test.Or !== undefined) return test.Or.some((inner) => holds(inner, scope));
  if (test.Not !== undefined) return !holds(test.Not, scope);
  const operator = operatorOf(test) ?? "";
  const variable = test.Variable ?? "";
  const typeTest = TYPE_TESTS[operator];
  if (typeTest !== undefined) {
    const value = operator === "IsPresent" ? find(variable, scope) : required(variable, scope);
    return typeTest(value) === test[operator];
  }
  const value = required(variable, scope);
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return comparison.holds(value, test[operator] as Json);
  const other = required(test[operator] as string, scope);
  return COMPARISONS[operator.slice(0, -"Path".length)]?.holds(value, other) ?? false;
}

/** The one field of a comparison that is neither its variable, its way on nor a comment. */
export function operatorOf(test: ChoiceTest): string | undefined {
  return Object.keys(test).find((name) => !["Variable", "Next", "Comment"].includes(name));
}

function required(path: string, scope: Scope): Json {
  const value = find(path, scope);
  if (value !== undefined) return value;
  throw runtimeFailure(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}
