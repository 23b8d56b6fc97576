import type { Fault } from "../../../../../lib/fault";
import { allowedNames } from "../../../../../lib/suggest";
import type { StateMachine } from "../definition";
import { isObject, sizeOf, type Json } from "../json";
import { Faults, stateAt } from "./faults";
import { BLOCK_FIELDS, MACHINE_FIELDS } from "./fields";
import { checkState } from "./state";

/** 1 MB, the most that a definition may measure (Step Functions API, CreateStateMachine; Developer Guide, "Quotas"). */
const MAX_DEFINITION_BYTES = 1_048_576;

/**
 * Everything that is wrong with a definition, or that executions here do not know: states, fields, paths, functions,
 * resources and their parameters, ways that lead nowhere, states that nothing leads to.
 */
export function definitionFaults(definition: unknown): Fault[] {
  const faults = new Faults();
  if (isObject(definition)) {
    const bytes = sizeOf(definition);
    if (bytes > MAX_DEFINITION_BYTES)
      faults.add("", `${bytes} bytes`, `a definition of at most ${MAX_DEFINITION_BYTES} bytes`);
    const { QueryLanguage: language, Version: version } = definition;
    if (language !== undefined && language !== "JSONPath")
      faults.add("QueryLanguage", language, "JSONPath: JSONata is not known here");
    if (version !== undefined && version !== "1.0") faults.add("Version", version, "1.0");
    faults.number("TimeoutSeconds", definition["TimeoutSeconds"], 1, 99_999_999);
  }
  checkBlock(faults, "", definition, MACHINE_FIELDS, new Set());
  return faults.found;
}

function checkBlock(
  faults: Faults,
  path: string,
  block: unknown,
  names: readonly string[],
  taken: Set<string>,
): void {
  const fields = faults.object(path === "" ? "definition" : path, block, names);
  const states = fields?.["States"];
  if (fields === undefined) return;
  const at = (field: string) => (path === "" ? field : `${path}.${field}`);
  if (!isObject(states) || Object.keys(states).length === 0) {
    faults.add(at("States"), states, "an object of one or more states");
    return;
  }
  const inner = Object.keys(states);
  const leadsTo = (where: string, name: unknown): void => {
    if (typeof name !== "string") faults.add(where, name, "the name of a state");
    else if (!inner.includes(name)) faults.add(where, name, allowedNames(name, inner));
  };
  leadsTo(at("StartAt"), fields["StartAt"]);
  for (const [name, state] of Object.entries(states)) {
    const own = stateAt(path, name);
    // 80 characters, and one of a name in the whole machine (Developer Guide, "State machine structure").
    if (name.length > 80) faults.add(own, name, "a name of at most 80 characters");
    if (taken.has(name)) faults.add(own, name, "a name that no other state of the machine has");
    taken.add(name);
    checkState(faults, own, state, (where, nested, extra) =>
      checkBlock(faults, where, nested, [...BLOCK_FIELDS, ...extra], taken),
    );
    checkWayOn(faults, own, state);
    for (const [field, next] of waysOf(state)) leadsTo(`${own}.${field}`, next);
  }
  const start = fields["StartAt"];
  if (typeof start === "string" && inner.includes(start)) {
    const reached = reachedFrom(start, states);
    for (const name of inner)
      if (!reached.has(name)) faults.add(stateAt(path, name), name, "a state that another one leads to");
  }
}

const GOES_ON = ["Task", "Parallel", "Map", "Pass", "Wait"];

function checkWayOn(faults: Faults, path: string, state: Json | undefined): void {
  if (!isObject(state) || !GOES_ON.some((type) => type === state["Type"])) return;
  const { Next: next, End: end } = state;
  if (end !== undefined && typeof end !== "boolean") faults.add(`${path}.End`, end, "true or false");
  if ((next === undefined) === (end !== true))
    faults.add(path, { Next: next, End: end }, "either Next or End: true");
}

function waysOf(state: Json | undefined): [field: string, next: Json][] {
  if (!isObject(state)) return [];
  const list = (field: string) => (Array.isArray(state[field]) ? (state[field] as readonly Json[]) : []);
  const nested = ["Choices", "Catch"].flatMap((field) =>
    list(field).map((item, i): [string, Json | undefined] => [
      `${field}[${i}].Next`,
      isObject(item) ? (item["Next"] ?? null) : undefined,
    ]),
  );
  const own: [string, Json | undefined][] = [
    ["Next", state["Next"]],
    ["Default", state["Default"]],
  ];
  return [...own, ...nested].filter((way): way is [string, Json] => way[1] !== undefined);
}

function reachedFrom(start: string, states: Readonly<Record<string, Json>>): Set<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...waysOf(states[name]).flatMap(([, next]) => (typeof next === "string" ? [next] : [])));
  }
  return reached;
}

/** A definition that can not be executed, with everything that is wrong with it. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  constructor(readonly faults: readonly Fault[]) {
    super(
      [
        "The state machine can not be executed:",
        ...faults.map(({ path, given, allowed }) => `- ${path}: ${shown(given)}; allowed: ${allowed}`),
      ].join("\n"),
    );
  }
}

function shown(given: unknown): string {
  if (given === undefined) return "not given";
  const text = JSON.stringify(given);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** The definition, typed. @throws {DefinitionError} with every fault. */
export function readDefinition(definition: unknown): StateMachine {
  const faults = definitionFaults(definition);
  if (faults.length > 0) throw new DefinitionError(faults);
  return definition as StateMachine;
}
