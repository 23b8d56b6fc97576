import type { Fault } from "../../../lib/fault";
import type { JsonSchema } from "./json-schema";

/** What a keyword is about, for a message; a keyword that only describes is not here and may change. */
const CONSTRAINTS = {
  type: "type",
  format: "format",
  pattern: "pattern",
  minLength: "least length",
  maxLength: "greatest length",
  minimum: "least value",
  maximum: "greatest value",
  minItems: "least number of items",
  maxItems: "greatest number of items",
  const: "value",
  nullable: "null",
  "x-max-decimals": "decimals",
} as const satisfies Partial<Record<keyof JsonSchema, string>>;

/**
 * What breaks somebody when a schema takes the place of a released one under the same major version. Consumers of the
 * released version meet new events, and those of the new version meet old ones, from queues, retries and the archive:
 * so each must take what the other's producer may send. Only a new optional field and better words do that.
 *
 * @param path where the schemas stand, for the messages.
 */
export function breakingChanges(released: JsonSchema, next: JsonSchema, path = "detail"): Fault[] {
  return [
    ...constraintFaults(released, next, path),
    ...enumFaults(released, next, path),
    ...fieldFaults(released, next, path),
    ...partFaults(released, next, path),
  ];
}

const refusal = (path: string, given: string, keep: string): Fault => ({
  path,
  given,
  allowed: `${keep}; or a new major version, defined beside this one and with routes of its own`,
});

function constraintFaults(released: JsonSchema, next: JsonSchema, path: string): Fault[] {
  return (Object.keys(CONSTRAINTS) as (keyof typeof CONSTRAINTS)[])
    .filter((keyword) => released[keyword] !== next[keyword])
    .map((keyword) =>
      refusal(
        path,
        `another ${CONSTRAINTS[keyword]}: ${shown(next[keyword])}`,
        `what is released: ${shown(released[keyword])}`,
      ),
    );
}

const shown = (value: unknown): string => (value === undefined ? "none" : JSON.stringify(value));

function enumFaults({ enum: before }: JsonSchema, { enum: after }: JsonSchema, path: string): Fault[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined || after === undefined) {
    const given = after === undefined ? "any value" : `only ${after.join(", ")}`;
    return [refusal(path, given, `what is released: ${before?.join(", ") ?? "any value"}`)];
  }
  const gone = before.filter((value) => !after.includes(value));
  const added = after.filter((value) => !before.includes(value));
  return [
    ...(gone.length === 0
      ? []
      : [
          refusal(
            path,
            `without ${gone.join(", ")}`,
            "every released value, which events in the archive have",
          ),
        ]),
    ...(added.length === 0
      ? []
      : [refusal(path, `with ${added.join(", ")}`, "the released values alone, as consumers refuse others")]),
  ];
}

function fieldFaults(released: JsonSchema, next: JsonSchema, path: string): Fault[] {
  const before = released.properties ?? {};
  const after = next.properties ?? {};
  const wanted = new Set(released.required);
  const nowWanted = new Set(next.required);
  const gone = Object.keys(before)
    .filter((name) => !Object.hasOwn(after, name))
    .map((name) =>
      refusal(
        `${path}.${name}`,
        "removed",
        wanted.has(name)
          ? "the field, which released consumers require"
          : "the field, so that its name never comes to mean something else",
      ),
    );
  const kept = Object.entries(after).flatMap(([name, schema]) => {
    const at = `${path}.${name}`;
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (old === undefined) {
      return nowWanted.has(name)
        ? [refusal(at, "a new required field", "v.optional(…), as events of released producers lack it")]
        : [];
    }
    if (wanted.has(name) !== nowWanted.has(name)) {
      return [
        nowWanted.has(name)
          ? refusal(at, "required", "optional, as events of released producers may lack it")
          : refusal(at, "optional", "required, as released consumers require it"),
      ];
    }
    return breakingChanges(old, schema, at);
  });
  return [...gone, ...kept];
}

/** Lists, alternatives and open objects, part by part. */
function partFaults(released: JsonSchema, next: JsonSchema, path: string): Fault[] {
  const faults: Fault[] = [];
  const pair = (before: JsonSchema | undefined, after: JsonSchema | undefined, at: string, what: string) => {
    if (before !== undefined && after !== undefined) faults.push(...breakingChanges(before, after, at));
    else if (before !== after) {
      faults.push(refusal(at, after === undefined ? `no ${what}` : `a new ${what}`, "what is released"));
    }
  };
  pair(released.items, next.items, `${path}[]`, "schema of items");
  pair(open(released), open(next), `${path}.*`, "schema of other fields");
  for (const keyword of ["anyOf", "oneOf", "allOf"] as const) {
    const before = released[keyword] ?? [];
    const after = next[keyword] ?? [];
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      pair(before[i], after[i], `${path}.${keyword}[${i}]`, "alternative");
    }
  }
  return faults;
}

const open = ({ additionalProperties: rest }: JsonSchema): JsonSchema | undefined =>
  typeof rest === "object" ? rest : undefined;
