import type { Condition } from "./condition";
import { isNumeric, predicate } from "./evaluate";
import { readEvent } from "./event";

/** Whether one condition, on its own, is met by a value of JSON. */
export function fits(condition: Condition, given: string | number | boolean | null): boolean {
  const test = predicate(condition);
  const values = readEvent(JSON.stringify({ given })).fields.get("given") ?? [];
  return values.some(({ value }) => test(value, isNumeric(condition) && value.number !== undefined));
}
