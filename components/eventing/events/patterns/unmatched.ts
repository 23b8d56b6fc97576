import { compilePattern, fits, inWords, type Condition } from "../../../../lib/event-patterns";
import { allowedNames } from "../../../../lib/suggest";
import type { Fault } from "../../../../lib/fault";
import type { EventPattern } from "../../pattern";
import type { EventType } from "../event-type";
import { at, leavesOf, type JsonSchema } from "../json-schema";
import { isPossible, mayBeAbsent } from "./possible";

type Fields = ReadonlyMap<string, readonly Condition[]>;

/** An event with what is asked of it more than once. */
interface Candidate {
  readonly event: EventType;
  readonly source: string;
  readonly schema: JsonSchema;
}

/**
 * What of a pattern no event can meet: a whole way through it, an alternative of a field, a path that no event has.
 *
 * @param pattern one that EventBridge would take; see `patternFaults`.
 * @param events those that are declared.
 */
export function unmatchedFaults(
  pattern: EventPattern,
  events: readonly EventType[],
  sourcePrefix: string,
): Fault[] {
  const candidates = events.map((event) => ({
    event,
    source: `${sourcePrefix}.${event.service}`,
    schema: event.jsonSchema(),
  }));
  const faults = compilePattern(JSON.stringify(pattern)).alternatives.flatMap((fields) =>
    wayFaults(fields, candidates),
  );
  const seen = new Set<string>();
  return faults.filter((fault) => {
    const key = JSON.stringify(fault);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}

/** Whether an event can be met by the pattern at all. */
export function canMeet(pattern: EventPattern, event: EventType, sourcePrefix: string): boolean {
  const candidate = { event, source: `${sourcePrefix}.${event.service}`, schema: event.jsonSchema() };
  return compilePattern(JSON.stringify(pattern)).alternatives.some(
    (fields) =>
      isSaid(fields, candidate) &&
      detailFields(fields).every(([path, conditions]) =>
        conditions.some((one) => isMet(path, one, candidate)),
      ),
  );
}

function wayFaults(fields: Fields, candidates: readonly Candidate[]): Fault[] {
  const said = candidates.filter((candidate) => isSaid(fields, candidate));
  if (said.length === 0) {
    const known = candidates.map(({ event, source }) => `${event.type} from ${source}`);
    const given = ["source", "detail-type"]
      .flatMap((name) => (fields.get(name) ?? []).map(inWords))
      .join(", ");
    return [
      {
        path: "pattern",
        given,
        allowed: `an event of the catalogue (rule event-type-in-catalogue): ${known.join("; ")}`,
      },
    ];
  }
  const faults = detailFields(fields).flatMap(([path, conditions]) => fieldFaults(path, conditions, said));
  if (faults.length > 0) return faults;
  const met = said.some((candidate) =>
    detailFields(fields).every(([path, conditions]) => conditions.some((one) => isMet(path, one, candidate))),
  );
  if (met) return [];
  const names = said.map(({ event }) => event.type).join(" or ");
  return [
    {
      path: "pattern.detail",
      given: detailFields(fields)
        .map(([path]) => path)
        .join(", "),
      allowed: `conditions that one event meets together; no ${names} does`,
    },
  ];
}

const isSaid = (fields: Fields, { event, source }: Candidate): boolean =>
  (fields.get("source") ?? []).some((condition) => fits(condition, source)) &&
  (fields.get("detail-type") ?? []).some((condition) => fits(condition, event.type));

const DETAIL = "detail.";

const detailFields = (fields: Fields): [path: string, conditions: readonly Condition[]][] =>
  [...fields].flatMap(([name, conditions]) =>
    name.startsWith(DETAIL) ? [[name.slice(DETAIL.length), conditions]] : [],
  );

function fieldFaults(path: string, conditions: readonly Condition[], said: readonly Candidate[]): Fault[] {
  const nodes = said.flatMap(({ schema }) => at(schema, path));
  const leaves = [...new Set(said.flatMap(({ schema }) => leavesOf(schema)))];
  const where = `pattern.detail.${path}`;
  if (!leaves.includes(path)) {
    return [
      {
        path: where,
        given: nodes.length > 0 ? "an object" : "undeclared",
        allowed: allowedNames(path, leaves),
      },
    ];
  }
  return conditions
    .filter((condition, i) => !isSpelling(condition, conditions[i - 1]))
    .filter((condition) => !said.some((candidate) => isMet(path, condition, candidate)))
    .map((condition) => ({ path: where, given: inWords(condition), allowed: describe(nodes, said) }));
}

/** A number in a pattern stands for its value and for its spelling. */
const isSpelling = (condition: Condition, before: Condition | undefined): boolean =>
  condition.type === "exact" && before?.type === "number";

function isMet(path: string, condition: Condition, { schema }: Candidate): boolean {
  if (condition.type === "absent") return mayBeAbsent(schema, path.split("."));
  return isPossible(at(schema, path), condition);
}

function describe(nodes: readonly JsonSchema[], said: readonly Candidate[]): string {
  const forms = [...new Set(nodes.map(formOf))].join(", or ");
  return `what ${said.map(({ event }) => event.type).join(" or ")} can have there: ${forms}`;
}

function formOf(node: JsonSchema): string {
  if (node.enum !== undefined) return `one of ${node.enum.join(", ")}`;
  if (node.const !== undefined) return String(node.const);
  if (node.anyOf !== undefined) return node.anyOf.map(formOf).join(", or ");
  const bounds = [
    ...(node.minimum === undefined ? [] : [`from ${node.minimum}`]),
    ...(node.maximum === undefined ? [] : [`to ${node.maximum}`]),
    ...(node.pattern === undefined ? [] : [`like ${node.pattern}`]),
    ...(node.maxLength === undefined ? [] : [`at most ${node.maxLength} long`]),
  ];
  return [node.type ?? "any value", ...bounds].join(" ");
}
