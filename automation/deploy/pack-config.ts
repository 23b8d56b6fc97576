import type { Fault } from "../../lib/fault";
import { allowedNames, didYouMean } from "../../lib/suggest";

const LEVELS: readonly unknown[] = ["advisory", "mandatory", "remediate", "disabled"];

/** What is wrong with a configuration of the pack by rule: a rule, level or fact that there is not would count for nothing, unseen. */
export async function packConfigFaults(config: Readonly<Record<string, unknown>>): Promise<readonly Fault[]> {
  // All rules, which no other command needs.
  const [{ RULES }, { FACT_SCHEMAS }] = await Promise.all([
    import("../../policy/rules/index.js"),
    import("../../policy/facts.js"),
  ]);
  const ids = RULES.map(({ id }) => id);
  const types = new Map(Object.entries(FACT_SCHEMAS).map(([fact, { type }]) => [fact, type]));
  return Object.entries(config).flatMap(([rule, given]) => [
    ...(ids.includes(rule) ? [] : [strangeRule(rule, ids)]),
    ...ruleFaults(rule, given, types),
  ]);
}

function strangeRule(rule: string, ids: readonly string[]): Fault {
  return { path: rule, allowed: `the id of a rule, as docs/policy.md lists them${didYouMean(rule, ids)}` };
}

function ruleFaults(rule: string, given: unknown, types: ReadonlyMap<string, unknown>): Fault[] {
  const levels = LEVELS.join(", ");
  if (typeof given === "string") {
    return LEVELS.includes(given) ? [] : [{ path: rule, given, allowed: `one of ${levels}` }];
  }
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    return [{ path: rule, given, allowed: `one of ${levels}, or an object with enforcementLevel and facts` }];
  }
  return Object.entries(given).flatMap(([key, value]: [string, unknown]): Fault[] => {
    const path = `${rule}.${key}`;
    if (key === "enforcementLevel")
      return LEVELS.includes(value) ? [] : [{ path, given: value, allowed: `one of ${levels}` }];
    if (!types.has(key))
      return [{ path, allowed: `enforcementLevel or a fact: ${allowedNames(key, [...types.keys()])}` }];
    const type = Array.isArray(value) ? "array" : typeof value;
    const wanted = types.get(key);
    return value !== null && type === wanted
      ? []
      : [{ path, given: value, allowed: `of the type ${String(wanted)}` }];
  });
}
