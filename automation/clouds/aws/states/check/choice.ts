import { allowedNames } from "../../../../../lib/suggest";
import { isObject } from "../json";
import { operatorOf } from "../language/choice";
import { COMPARISONS, TYPE_TESTS } from "../language/compare";
import type { ChoiceTest } from "../definition";
import type { Faults } from "./faults";
import { checkPath } from "./values";

const OPERATORS = [
  ...Object.keys(TYPE_TESTS),
  ...Object.keys(COMPARISONS).flatMap((name) => (name === "StringMatches" ? [name] : [name, `${name}Path`])),
];

/** A rule of a Choice: one comparison of a variable, or And, Or, Not of others; only the outermost has a way on. */
export function checkTest(faults: Faults, path: string, test: unknown, outermost = true): void {
  if (!isObject(test)) {
    faults.add(path, test, "an object");
    return;
  }
  if (!outermost && test["Next"] !== undefined)
    faults.add(`${path}.Next`, test["Next"], "nothing: only a rule, not a part of it, says where to go");
  const combined = ["And", "Or", "Not"].filter((name) => test[name] !== undefined);
  const [first] = combined;
  if (first !== undefined) {
    const others = Object.keys(test).filter((name) => ![first, "Next", "Comment"].includes(name));
    for (const name of others) faults.add(`${path}.${name}`, test[name], `nothing beside ${first}`);
    if (first === "Not") checkTest(faults, `${path}.Not`, test["Not"], false);
    else {
      faults
        .list(`${path}.${first}`, test[first])
        .forEach((inner, i) => checkTest(faults, `${path}.${first}[${i}]`, inner, false));
    }
    return;
  }
  checkPath(faults, `${path}.Variable`, test["Variable"]);
  checkComparison(faults, path, test);
}

function checkComparison(faults: Faults, path: string, test: ChoiceTest): void {
  const operators = Object.keys(test).filter((name) => !["Variable", "Next", "Comment"].includes(name));
  const operator = operatorOf(test);
  if (operator === undefined || operators.length > 1) {
    faults.add(path, operators, "exactly one comparison");
    return;
  }
  const at = `${path}.${operator}`;
  const against = test[operator];
  const comparison = COMPARISONS[operator];
  if (!OPERATORS.includes(operator)) faults.add(at, against, allowedNames(operator, OPERATORS));
  else if (TYPE_TESTS[operator] !== undefined) {
    if (typeof against !== "boolean") faults.add(at, against, "true or false");
  } else if (comparison === undefined) checkPath(faults, at, against);
  else if (!comparison.takes(against)) faults.add(at, against, `a value that ${operator} can compare with`);
}
