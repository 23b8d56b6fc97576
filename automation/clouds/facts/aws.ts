import type { CheckFailure, Value, Values } from "../../engine/provider";
import { isArray, isObject } from "../values";
import { cloudFormation } from "./cloudformation";
import type { Replacement } from "./diff";
import type { TypeFacts } from "./facts";

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(".")));

/**
 * Whether a change of an AWS resource's property makes a new one: by the correction that its kind makes, else by its
 * facts, else by the SDK's documentation. What is said of a whole holds for its parts. Undefined where nobody says.
 */
export function awsReplacement(
  type: TypeFacts,
  corrections: Readonly<Record<string, boolean>> | undefined,
): Replacement {
  const facts = cloudFormation[type.token];
  const documented = [...type.inputs.values()].some((f) => f.forcesNew);
  // A type that is only known by hand, or by its documentation, is known by what makes a new one.
  const byHand = facts === undefined && (corrections !== undefined || documented);
  return (path, kind) => {
    for (let p = path; p !== ""; p = parentOf(p)) {
      const corrected = corrections?.[p];
      if (corrected !== undefined) return corrected;
      if (facts?.replaces.includes(p) === true || type.inputs.get(p)?.forcesNew === true) return true;
      if (facts?.inPlace.includes(p) === true) return false;
      if (facts?.presence.includes(p) === true) return p === path ? kind !== "update" : false;
      if (p === "region" || /^\w*[pP]refix$/.test(p)) return true;
    }
    return byHand ? false : undefined;
  };
}

/** Every value at a path through objects and lists, with the path it stands at, and the objects that lack its last key. */
function* valuesAt(
  value: Value | undefined,
  keys: readonly string[],
  at = "",
): Generator<[at: string, value: Value | undefined]> {
  const [key, ...rest] = keys;
  if (key === undefined) {
    if (isArray(value)) for (const [i, v] of value.entries()) yield [`${at}[${String(i)}]`, v];
    else yield [at, value];
  } else if (isArray(value)) {
    for (const [i, v] of value.entries()) yield* valuesAt(v, keys, `${at}[${String(i)}]`);
  } else if (isObject(value)) {
    yield* valuesAt(value[key], rest, at === "" ? key : `${at}.${key}`);
  }
}

/** What CloudFormation requires and allows beyond the SDK's declarations. Values may be secret and are not quoted. */
export function checkAws(type: string, inputs: Values): CheckFailure[] {
  const facts = cloudFormation[type];
  if (!facts) return [];
  const missing = facts.required.flatMap((path) =>
    [...valuesAt(inputs, path.split("."))]
      .filter(([, value]) => value === undefined || value === null)
      .map(([property]) => ({ property, reason: `${parentOf(property) || "this resource"} needs it` })),
  );
  const wrong = Object.entries(facts.allowed).flatMap(([path, allowed]) => {
    const listed = allowed.map(String);
    const refused = (value: Value | undefined): boolean =>
      (typeof value === "string" || typeof value === "number") && !listed.includes(String(value));
    return [...valuesAt(inputs, path.split("."))]
      .filter(([, value]) => refused(value))
      .map(([property]) => ({ property, reason: `must be one of ${listed.join(", ")}` }));
  });
  return [...missing, ...wrong];
}
