import type { Fault } from "../../../lib/fault";
import { DefinitionError } from "../events/errors";
import type { Definition } from "./asl";

/** An account id, as text of its own or as a part of an ARN. */
const ACCOUNT = /(?<![\w.-])\d{12}(?![\w.-])/;

/** A region's name, `eu-west-1`, `us-gov-east-1` (AWS General Reference, "Regions and zones"). */
const REGION = /(?<![\w-])[a-z]{2}(?:-[a-z]+){1,2}-\d(?![\w-])/;

/**
 * What a state machine may not have: an account or region written into it (`event-asl-no-literals`), since it would call
 * into another place when it is deployed in a second one; a Task that is not tried again or whose failure goes nowhere
 * (`event-asl-retry-catch`), since one short fault would lose the event.
 *
 * @param given texts that come from resources, such as the ARNs that the definition was made from: those may.
 */
export function workflowFaults(definition: unknown, given: readonly unknown[] = []): Fault[] {
  const faults: Fault[] = [];
  walk(definition, "", new Set(given), faults);
  return faults;
}

function walk(value: unknown, path: string, given: ReadonlySet<unknown>, faults: Fault[]): void {
  if (typeof value === "string") {
    if (!given.has(value)) checkLiteral(value, path, faults);
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, i) => walk(item, `${path}[${i}]`, given, faults));
    return;
  }
  // What is neither list nor plain object is an output: it comes from a resource.
  if (!isPlain(value)) return;
  if (value["Type"] === "Task" && value["Resource"] !== undefined) checkTask(value, path, faults);
  for (const [name, inner] of Object.entries(value)) {
    walk(inner, path === "" ? name : `${path}.${name}`, given, faults);
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}

function checkLiteral(text: string, path: string, faults: Fault[]): void {
  for (const [what, pattern] of [
    ["account id", ACCOUNT],
    ["region", REGION],
  ] as const) {
    if (!pattern.test(text)) continue;
    const allowed = `no literal ${what} (event-asl-no-literals): hand the resource's own ARN, name or URL in`;
    faults.push({ path, given: text, allowed });
  }
}

function checkTask(task: Readonly<Record<string, unknown>>, path: string, faults: Fault[]): void {
  for (const [field, why] of [
    ["Retry", "what to try again, with how many attempts"],
    ["Catch", "where a failure goes"],
  ] as const) {
    const value = task[field];
    if (Array.isArray(value) && value.length > 0) continue;
    faults.push({ path: `${path}.${field}`, given: value, allowed: `${why} (event-asl-retry-catch)` });
  }
}

/** The definition, checked. @throws {DefinitionError} with every fault. */
export function checkedWorkflow<S>(name: string, args: object, definition: Definition<S>): Definition<S> {
  const faults = workflowFaults(definition, Object.values(args));
  if (faults.length > 0) throw new DefinitionError(`workflow "${name}"`, faults);
  return definition;
}
