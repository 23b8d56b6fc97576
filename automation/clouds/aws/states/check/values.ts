import { isObject } from "../json";
import { CallFault, functionNames, parseCall, type Call } from "../language/intrinsics";
import { parsePath, referenceSteps } from "../language/path";
import { isCall } from "../language/template";
import { allowedNames } from "../../../../../lib/suggest";
import type { Faults } from "./faults";

/** A JSONPath into the data or, after `$$`, into the context object. */
export function checkPath(faults: Faults, path: string, value: unknown): void {
  if (typeof value !== "string" || parsePath(value) === undefined)
    faults.add(path, value, "a JSONPath, which begins with $ or $$");
}

/** A path that leads to one place of the data. */
export function checkReference(faults: Faults, path: string, value: unknown): void {
  if (typeof value !== "string" || referenceSteps(value) === undefined)
    faults.add(path, value, "a Reference Path such as $.order.id: names and indexes only");
}

/** A path, or a call of an intrinsic function. */
export function checkPathOrCall(faults: Faults, path: string, value: unknown): void {
  if (typeof value !== "string" || !isCall(value)) {
    checkPath(faults, path, value);
    return;
  }
  try {
    checkCall(faults, path, parseCall(value));
  } catch (error) {
    if (!(error instanceof CallFault)) throw error;
    faults.add(path, value, `a JSONPath or a call of an intrinsic function: ${error.message}`);
  }
}

function checkCall(faults: Faults, path: string, call: Call): void {
  if (!functionNames.includes(call.name)) faults.add(path, call.name, allowedNames(call.name, functionNames));
  for (const argument of call.args) {
    if ("path" in argument) checkPath(faults, path, argument.path);
    else if ("call" in argument) checkCall(faults, path, argument.call);
  }
}

/** A payload template: fields whose names end in `.$` hold a path or a call. */
export function checkTemplate(faults: Faults, path: string, template: unknown): void {
  if (Array.isArray(template)) {
    template.forEach((item, i) => checkTemplate(faults, `${path}[${i}]`, item));
  } else if (isObject(template)) {
    for (const [name, value] of Object.entries(template)) {
      const at = `${path}.${name}`;
      if (name.endsWith(".$")) checkPathOrCall(faults, at, value);
      else checkTemplate(faults, at, value);
    }
  }
}
